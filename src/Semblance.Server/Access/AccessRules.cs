using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>Which role an endpoint needs. The public sign-in page has none, and is let in only where an endpoint says so.</summary>
/// <param name="Role">The least role.</param>
/// <param name="AlsoPublic">Whether the public sign-in page may use it without a key.</param>
internal sealed record Needed(Role Role, bool AlsoPublic) : IAuthorizationRequirement;

/// <summary>Who may use an endpoint.</summary>
internal static class AccessRules
{
    private const string SignIn = "signIn";

    /// <summary>Keys, page sessions and roles.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, SignInOptions options)
    {
        services.AddHttpContextAccessor();
        services.AddSingleton(options).AddSingleton<SignInPage>();
        services.AddSingleton<PageSessions>().AddSingleton<RegisteredDevices>().AddSingleton<ProgramVisits>().AddSingleton<Permits>();
        services.AddSingleton<IAuthorizationHandler, NeededHandler>();
        // The core alone: the rest would keep keys for cookies, of which there are none, in the user's folder.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = KeyAuthentication.Name);
        services.AddWebEncoders();
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Name, null);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<Role>())
            authorization.AddPolicy(role.ToString(), policy => policy.AddRequirements(new Needed(role, AlsoPublic: false)));
        authorization.AddPolicy(SignIn, policy => policy.AddRequirements(new Needed(Role.Verify, AlsoPublic: true)));
        return services;
    }

    /// <summary>Only keys of this role or a higher one.</summary>
    public static T Needs<T>(this T endpoint, Role role) where T : IEndpointConventionBuilder => endpoint.RequireAuthorization(role.ToString());

    /// <summary>Keys of every role and, where the sign-in page is public, anybody at it.</summary>
    public static T NeedsSignIn<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.RequireAuthorization(SignIn);

    /// <summary>Refuses to start where an endpoint does not say who may use it.</summary>
    public static void RequireRules(IEndpointRouteBuilder routes)
    {
        var bare = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.DisplayName).ToList();
        if (bare.Count > 0)
            throw new InvalidOperationException($"These endpoints do not say who may use them: {string.Join(", ", bare)}.");
    }

    private sealed class NeededHandler(IHttpContextAccessor http) : AuthorizationHandler<Needed>
    {
        protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Needed requirement)
        {
            var caller = (context.Resource as HttpContext ?? http.HttpContext)?.FindCaller();
            // Who came by a link for one thing, and a kiosk, begin face sessions and do nothing else.
            bool isWhole = caller is { KeyId: not null, IsDevice: false, IsForOneThing: false };
            if (caller is not null && caller.May(requirement.Role) && (isWhole || requirement.AlsoPublic))
                context.Succeed(requirement);
            return Task.CompletedTask;
        }
    }
}

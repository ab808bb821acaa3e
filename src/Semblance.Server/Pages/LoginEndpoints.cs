using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.OpenApi;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Pages;

/// <summary>What a page is opened with.</summary>
/// <param name="Key">The text of a key.</param>
internal sealed record LoginRequest(string Key);

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name; null for nobody.</param>
/// <param name="Role">What they may do: verify, enroll, admin; null for nobody.</param>
/// <param name="Page">Who may open the sign-in page: kiosk or public.</param>
/// <param name="Fallback">What the page says of other ways to sign in; null: its own words.</param>
/// <param name="Liveness">The policy of liveness; the page warns where it is off.</param>
/// <param name="Device">Whether it is a device that was registered as a kiosk.</param>
/// <param name="ForProgram">Whether a registered program sent this browser here to sign somebody in: then the sign-in page is open for that.</param>
/// <param name="Link">What the one-time link is for that opened the page; null where none did, or it opened everything that its role may.</param>
internal sealed record Me(string? Name, string? Role, string Page, string? Fallback, string Liveness, bool Device, bool ForProgram, LinkPurpose? Link);

/// <summary>What a one-time link is for.</summary>
/// <param name="Action">signIn or enroll.</param>
/// <param name="Name">The name to enrol; null: any.</param>
/// <param name="Person">The person who gets further faces; null: a new one is enrolled.</param>
internal sealed record LinkPurpose(string Action, string? Name, Guid? Person);

/// <summary>Opening a page with a key.</summary>
internal static class LoginEndpoints
{
    public static void MapLogin(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/v1").WithTags("Access").AllowAnonymous();
        group.MapPost("/login", Login).WithSummary("Open a page with a key").WithDescription("Sets a cookie that lasts 12 hours. For browsers; programs send the key itself with every request.")
            .Answers<Me>(200, Problem.NotAuthenticated);
        group.MapPost("/logout", Logout).WithSummary("Close the page").WithDescription("Ends the cookie's session. Nothing happens where there is none.").Answers(204, Problem.BadOrigin);
        group.MapGet("/me", WhoAmI).WithSummary("Who asks").Answers<Me>(200);
    }

    private static async Task<Ok<Me>> Login(
        LoginRequest request, HttpContext context, IStore store, PageSessions pages, RegisteredDevices devices, SignInPage signIn, LivenessChecks liveness, RefusedLogins refused, CancellationToken cancellation)
    {
        if (await store.Keys.FindAsync(request.Key ?? "", cancellation) is not { IsDevice: false } key)
        {
            await refused.NoteAsync(context.CallerAddress(), cancellation);
            throw Problem.NotAuthenticated.With("The key is unknown, was revoked, or has expired.");
        }
        if (key.Role != Role.Admin && await devices.FindAsync(context) is not null)
        {
            await refused.NoteAsync(context.CallerAddress(), cancellation);
            throw Problem.NotAuthenticated.With("This device is a kiosk, which takes an admin key.");
        }
        pages.Begin(context, key);
        await store.Audit.AppendAsync(new AuditEvent("page.opened", key.Name, Address: context.CallerAddress()), cancellation);
        return TypedResults.Ok(await Describe(key.Name, key.Role, null, isDevice: false, context.FindCaller()?.Visit is not null, signIn, liveness, cancellation));
    }

    private static NoContent Logout(HttpContext context, PageSessions pages)
    {
        pages.End(context);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Me>> WhoAmI(HttpContext context, SignInPage signIn, LivenessChecks liveness, CancellationToken cancellation)
    {
        var caller = context.FindCaller();
        if (caller is { IsDevice: true })
            RegisteredDevices.Renew(context);
        return TypedResults.Ok(await Describe(caller?.KeyId is null ? null : caller.Name, caller?.KeyId is null ? null : caller.Role, caller?.Grant, caller is { IsDevice: true }, caller?.Visit is not null, signIn, liveness, cancellation));
    }

    private static async Task<Me> Describe(string? name, Role? role, Grant? grant, bool isDevice, bool isForProgram, SignInPage signIn, LivenessChecks liveness, CancellationToken cancellation) =>
        new(name, role?.ToString().ToLowerInvariant(), (await signIn.AccessAsync(cancellation)).ToString().ToLowerInvariant(), signIn.Fallback, liveness.Policy.Name, isDevice, isForProgram,
            grant is { IsForOneThing: true } ? new LinkPurpose(grant.Action == LinkAction.Enroll ? "enroll" : "signIn", grant.Name, grant.Person) : null);
}

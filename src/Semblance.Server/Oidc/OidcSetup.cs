using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using Semblance.Server.Tokens;
using Semblance.Storage;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Semblance.Server.Oidc;

/// <summary>
/// OpenID Connect by OpenIddict: authorization code with PKCE (RFC 7636, S256 only), for the clients in the settings. No refresh tokens: whoever signs in again shows their face again.
/// </summary>
internal static class OidcSetup
{
    /// <summary>A claim of authorization codes alone, by which a code is used once.</summary>
    public const string CodeId = "semblance_code";

    /// <summary>What was checked of whether a live person signed in, and what was found, as in signed answers.</summary>
    public const string Liveness = "liveness";

    private static readonly TimeSpan s_code = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_token = TimeSpan.FromMinutes(10);

    /// <summary>Adds it.</summary>
    /// <param name="services">The services; <see cref="PresentedTokens"/> among them.</param>
    /// <param name="options">The programs.</param>
    /// <param name="secrets">Where its keys are kept: one of P-256 that signs (not that of signed answers), one that seals authorization codes.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IServiceCollection> AddOidcAsync(this IServiceCollection services, OidcOptions options, ISecrets secrets, CancellationToken cancellation = default)
    {
        var signingKey = ECDsa.Create();
        signingKey.ImportPkcs8PrivateKey(await secrets.GetAsync("oidc-signing-key", TokenSigner.NewKey, cancellation), out _);
        byte[] encryptionKey = await secrets.GetAsync("oidc-encryption-key", () => RandomNumberGenerator.GetBytes(32), cancellation);
        services.AddSingleton<FaceTickets>();
        services.AddOpenIddict().AddServer(server =>
        {
            // Clients stand in the settings and tokens live for minutes: no database is needed.
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetUserInfoEndpointUris("connect/userinfo").SetJsonWebKeySetEndpointUris("connect/jwks");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.Configure(settings => settings.CodeChallengeMethods.Remove(OpenIddictConstants.CodeChallengeMethods.Plain));
            server.RegisterScopes(OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.Profile);
            server.RegisterClaims("amr", Liveness, OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.AuthenticationTime);
            server.SetAuthorizationCodeLifetime(s_code).SetIdentityTokenLifetime(s_token).SetAccessTokenLifetime(s_token);
            server.AddSigningKey(new ECDsaSecurityKey(signingKey) { KeyId = "semblance-oidc" });
            server.AddEncryptionKey(new SymmetricSecurityKey(encryptionKey));
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context => Check(context, options)));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context => Check(context, options)));
            server.AddEventHandler<HandleTokenRequestContext>(handler => handler.UseScopedHandler<CodeOnce>().SetOrder(int.MinValue + 100_000));
            // Whether plain http may be spoken at all is the listener's rule; behind a proxy it may.
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableErrorPassthrough().DisableTransportSecurityRequirement();
        });
        services.AddScoped<CodeOnce>();
        return services;
    }

    private static ValueTask Check(ValidateAuthorizationRequestContext context, OidcOptions options)
    {
        var client = options.Clients.FirstOrDefault(client => client.Id == context.ClientId);
        if (client is null)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "There is no such client.");
        else if (context.RedirectUri is null || !client.RedirectUris.Contains(context.RedirectUri, StringComparer.Ordinal))
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The client may not be answered at this redirect_uri.");
        return ValueTask.CompletedTask;
    }

    private static ValueTask Check(ValidateTokenRequestContext context, OidcOptions options)
    {
        var client = options.Clients.FirstOrDefault(client => client.Id == context.ClientId);
        bool holds = client is not null
            && (client.Secret is null || CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(client.Secret)), SHA256.HashData(Encoding.UTF8.GetBytes(context.ClientSecret ?? ""))));
        if (!holds)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "There is no such client, or its secret is another.");
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether the person whom a code or token is about is still enrolled.</summary>
    public static async Task<bool> IsEnrolledAsync(IStore store, ClaimsPrincipal? principal, CancellationToken cancellation = default) =>
        Guid.TryParse(principal?.GetClaim(OpenIddictConstants.Claims.Subject), out var person) && await store.Gallery.FindAsync(person, cancellation) is not null;

    /// <summary>Lets a code be exchanged once, and for somebody who is enrolled.</summary>
    internal sealed class CodeOnce(IStore store, PresentedTokens presented, TimeProvider time) : IOpenIddictServerHandler<HandleTokenRequestContext>
    {
        public async ValueTask HandleAsync(HandleTokenRequestContext context)
        {
            if (!await IsEnrolledAsync(store, context.Principal))
            {
                context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The person was removed meanwhile.");
                return;
            }
            string? id = context.Principal?.GetClaim(CodeId);
            if (id is null || !await presented.TryPresentAsync(id, time.GetUtcNow() + s_code))
                context.Reject(OpenIddictConstants.Errors.InvalidGrant, "The code was used before.");
        }
    }
}

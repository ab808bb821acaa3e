using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Semblance.Server.Access;
using Semblance.Storage;

namespace Semblance.Server.Tokens;

/// <summary>The body of POST /v1/tokens/verify.</summary>
internal sealed record TokenRequest(string? Token);

/// <summary>The answer: whether the token holds, why not, and what it says.</summary>
internal sealed record TokenView(bool Valid, string? Reason, IReadOnlyDictionary<string, object>? Claims);

/// <summary>The public key of signed answers, and a check of them for callers who have no library for it.</summary>
internal static class TokenEndpoints
{
    private const int LongestToken = 8192;

    /// <summary>Adds the memory of presented tokens; the signer itself is opened with the store.</summary>
    public static IServiceCollection AddTokens(this IServiceCollection services) => services.AddSingleton<PresentedTokens>();

    /// <summary>/.well-known/jwks.json and POST /v1/tokens/verify.</summary>
    public static void MapTokens(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/.well-known/jwks.json", (TokenSigner signer) => Results.Json(signer.KeySet())).AllowAnonymous().WithTags("Tokens").WithSummary("The public key of signed answers").Produces<object>();
        routes.MapPost("/v1/tokens/verify", VerifyAsync).Needs(Role.Verify).WithTags("Tokens").WithSummary("Check a signed answer, which holds once").Produces<TokenView>();
    }

    private static async Task<TokenView> VerifyAsync(TokenRequest request, TokenSigner signer, PresentedTokens presented)
    {
        var (claims, reason) = await UseAsync(request.Token, isForVisit: false, signer, presented);
        return new TokenView(claims is not null, reason, claims?.ToDictionary(claim => claim.Key, claim => claim.Value));
    }

    /// <summary>Takes a signed answer, which holds once.</summary>
    /// <param name="token">The token.</param>
    /// <param name="isForVisit">Whether it must be the answer to a browser that a program sent; such answers hold nowhere else.</param>
    /// <param name="signer">Who signed it.</param>
    /// <param name="presented">What was presented before.</param>
    /// <returns>What it says, or why it does not hold.</returns>
    public static async Task<(IDictionary<string, object>? Claims, string? Reason)> UseAsync(string? token, bool isForVisit, TokenSigner signer, PresentedTokens presented)
    {
        if (token is not { Length: > 0 and <= LongestToken })
            return (null, "It is no token.");
        var result = await signer.CheckAsync(token, isForVisit);
        if (!result.IsValid)
            return (null, "It is not signed here, for somebody else, or no longer valid.");
        var jwt = (JsonWebToken)result.SecurityToken;
        return await presented.TryPresentAsync(jwt.Id, jwt.ValidTo) ? (result.Claims, null) : (null, "It was presented before.");
    }
}

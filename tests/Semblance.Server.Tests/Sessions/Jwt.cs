using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Checks signed answers as a stranger would: with the key set that the service publishes.</summary>
internal static class Jwt
{
    /// <summary>The claims of a token that holds; the test fails where it does not.</summary>
    public static async Task<IDictionary<string, object>> VerifyAsync(RunningService service, string token, string keys = "/.well-known/jwks.json", string? audience = "semblance")
    {
        var response = await service.GetAsync(null, keys);
        var set = new JsonWebKeySet(await response.Content.ReadAsStringAsync());
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = set.GetSigningKeys(), ValidateIssuer = false, ValidAudience = audience, ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256], ClockSkew = TimeSpan.Zero,
        });
        Assert.True(result.IsValid, result.Exception?.Message);
        return result.Claims;
    }
}

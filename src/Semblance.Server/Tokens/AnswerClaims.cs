using Microsoft.IdentityModel.JsonWebTokens;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Tokens;

/// <summary>What a signed answer says. Never a score.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Purpose">verify or identify.</param>
/// <param name="Person">The person, of a match only.</param>
/// <param name="Nonce">What the one who began the session gave.</param>
/// <param name="Session">The session.</param>
/// <param name="Pack">The pack that decided.</param>
/// <param name="Fmr">Its false match rate; null where it is not known.</param>
/// <param name="Liveness">Whether a live person was seen.</param>
internal sealed record AnswerClaims(
    Outcome Outcome, string Purpose, Person? Person, string? Nonce, string Session, string Pack, double? Fmr, LivenessAnswer Liveness)
{
    /// <summary>The claims by name, with a fresh <c>jti</c>.</summary>
    public Dictionary<string, object> ToClaims()
    {
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"), ["outcome"] = Outcome.ToString(), ["purpose"] = Purpose, ["session"] = Session, ["pack"] = Pack,
            ["liveness"] = new Dictionary<string, object> { ["policy"] = Liveness.Policy, ["verdict"] = Liveness.Verdict },
        };
        if (Outcome == Outcome.Match && Person is not null)
            (claims[JwtRegisteredClaimNames.Sub], claims["name"]) = (Person.Id.ToString(), Person.Name.Value);
        if (Nonce is not null)
            claims["nonce"] = Nonce;
        if (Fmr is { } fmr)
            claims["fmr"] = fmr;
        return claims;
    }
}

using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Semblance.Storage;

namespace Semblance.Server.Tokens;

/// <summary>
/// Signs answers as JWTs (RFC 7519) with ES256 (ECDSA over P-256 and SHA-256, RFC 7518), valid for 60 seconds. The private key is a secret of the store. Safe for several threads.
/// </summary>
internal sealed class TokenSigner : IDisposable
{
    /// <summary>How long an answer may be presented.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromSeconds(60);

    /// <summary>The <c>typ</c> of the header, so that an answer is taken for no other kind of token.</summary>
    public const string Type = "semblance+jwt";

    /// <summary>The <c>typ</c> of an answer to a browser that a program sent, which is exchanged at /connect/face and nowhere else.</summary>
    public const string VisitType = "semblance-visit+jwt";

    private readonly ECDsa _key;
    private readonly TokenOptions _options;
    private readonly string _issuer;
    private readonly TimeProvider _time;

    private TokenSigner(ECDsa key, TokenOptions options, string issuer, TimeProvider time)
    {
        (_key, _options, _issuer, _time) = (key, options, issuer, time);
        var security = new ECDsaSecurityKey(key);
        security.KeyId = Base64UrlEncoder.Encode(security.ComputeJwkThumbprint());
        Key = security;
    }

    /// <summary>The key, with its thumbprint (RFC 7638) as its id.</summary>
    public ECDsaSecurityKey Key { get; }

    /// <summary>Loads the key, or makes it the first time.</summary>
    /// <param name="secrets">Where it is kept.</param>
    /// <param name="options">Issuer and audience.</param>
    /// <param name="address">The service's own address, which signs where the settings name no issuer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<TokenSigner> OpenAsync(ISecrets secrets, TokenOptions options, string address, TimeProvider time, CancellationToken cancellation = default)
    {
        byte[] stored = await secrets.GetAsync("token-signing-key", NewKey, cancellation);
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(stored, out _);
        CryptographicOperations.ZeroMemory(stored);
        return new TokenSigner(key, options, options.Issuer ?? address, time);
    }

    /// <summary>Signs an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="isForVisit">Whether it is for the sign-in that a program asked for: then it has another type and audience, so that nobody takes it for a sign-in of their own.</param>
    /// <returns>The token and when it ends.</returns>
    public (string Token, DateTimeOffset Expires) Sign(AnswerClaims answer, bool isForVisit)
    {
        var now = _time.GetUtcNow();
        var expires = now + Validity;
        string token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = _issuer, Audience = AudienceOf(isForVisit), IssuedAt = now.UtcDateTime, NotBefore = now.UtcDateTime, Expires = expires.UtcDateTime, TokenType = isForVisit ? VisitType : Type,
            Claims = answer.ToClaims(), SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.EcdsaSha256),
        });
        return (token, expires);
    }

    /// <summary>Checks a token as anybody with the key set would.</summary>
    public Task<TokenValidationResult> CheckAsync(string token, bool isForVisit) => new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = _issuer, ValidAudience = AudienceOf(isForVisit), IssuerSigningKey = Key, ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256], ValidTypes = [isForVisit ? VisitType : Type], ClockSkew = TimeSpan.Zero,
        LifetimeValidator = (from, until, _, _) => from <= _time.GetUtcNow().UtcDateTime.AddSeconds(1) && until > _time.GetUtcNow().UtcDateTime,
    });

    /// <summary>The public key as a JWK set (RFC 7517).</summary>
    public object KeySet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new { keys = new[] { new { kty = "EC", crv = "P-256", use = "sig", alg = "ES256", kid = Key.KeyId, x = Base64UrlEncoder.Encode(point.X), y = Base64UrlEncoder.Encode(point.Y) } } };
    }

    private string AudienceOf(bool isForVisit) => isForVisit ? $"{_issuer.TrimEnd('/')}/connect/face" : _options.Audience;

    public void Dispose() => _key.Dispose();

    /// <summary>A new private key, PKCS #8.</summary>
    public static byte[] NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKey();
    }
}

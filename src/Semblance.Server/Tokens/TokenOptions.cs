namespace Semblance.Server.Tokens;

/// <summary>Signed answers.</summary>
internal sealed record TokenOptions
{
    /// <summary>Who signs, an address; null: the first of the addresses that the service listens on.</summary>
    public string? Issuer { get; init; }

    /// <summary>For whom they are meant.</summary>
    public string Audience { get; init; } = "semblance";
}

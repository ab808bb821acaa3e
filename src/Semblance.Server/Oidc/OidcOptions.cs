namespace Semblance.Server.Oidc;

/// <summary>Programs that sign their users in here.</summary>
internal sealed record OidcOptions
{
    /// <summary>The programs.</summary>
    public IReadOnlyList<OidcClient> Clients { get; init; } = [];
}

/// <summary>A program that signs its users in here.</summary>
internal sealed record OidcClient
{
    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>What people are told who asks; null: its id.</summary>
    public string? Name { get; init; }

    /// <summary>Where browsers may be sent back to.</summary>
    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    /// <summary>Its secret; null for a program that can keep none.</summary>
    public string? Secret { get; init; }
}

namespace Semblance.Server.Access;

/// <summary>The sign-in page.</summary>
internal sealed record SignInOptions
{
    /// <summary>Who may open it.</summary>
    public SignInAccess Access { get; init; } = SignInAccess.Kiosk;

    /// <summary>What the page says of other ways to sign in, where a face was not recognised; null: that there are others.</summary>
    public string? Fallback { get; init; }
}

/// <summary>Who may open the sign-in page.</summary>
internal enum SignInAccess
{
    /// <summary>Only a browser that was opened with a key.</summary>
    Kiosk,

    /// <summary>Anybody who reaches the service.</summary>
    Public,
}

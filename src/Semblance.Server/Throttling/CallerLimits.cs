namespace Semblance.Server.Throttling;

/// <summary>What one caller may ask for.</summary>
internal sealed record CallerLimits
{
    /// <summary>The largest body of a request with files, in bytes.</summary>
    public required int BodyBytes { get; init; }

    /// <summary>How long a request may take, in seconds.</summary>
    public required int RequestSeconds { get; init; }

    /// <summary>Requests a minute of one key.</summary>
    public required int RequestsPerMinutePerKey { get; init; }

    /// <summary>Requests a minute of one network address.</summary>
    public required int RequestsPerMinutePerAddress { get; init; }

    /// <summary>Requests of one key that are worked on at once.</summary>
    public required int RequestsAtOncePerKey { get; init; }
}

namespace Semblance.Server.Metrics;

/// <summary>The measurements at /metrics.</summary>
internal sealed record MetricsOptions
{
    /// <summary>Whether anybody may read them; otherwise an admin key, or this machine.</summary>
    public bool Public { get; init; }
}

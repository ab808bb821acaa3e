using System.Diagnostics.Metrics;

namespace Semblance.Server;

/// <summary>What the service measures of itself; /metrics shows it.</summary>
internal static class ServiceMeter
{
    /// <summary>The name under which the instruments are found.</summary>
    public const string Name = "Semblance";

    /// <summary>Owns the instruments.</summary>
    public static Meter Meter { get; } = new(Name);
}

using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>
/// From where on something moves as before a camera. Measured on clips of ten people, and on stills out of them that were encoded as H.264, VP9, MPEG-4 and MJPEG, over up to 1.5 s (<c>semblance-train calibrate-liveness --only life</c>):
/// the limits lie half way between the two on a logarithmic scale. Immutable.
/// </summary>
internal sealed record LifeOptions
{
    /// <summary>How far back it looks: what was seen earlier no longer counts. 0.3 to 10 s. Default 1.5 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long it looks before it settles. 0.2 to 10 s, at most <see cref="Window"/>. Default 0.8 s.</summary>
    public TimeSpan SettlesAfter { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>Fewest frames within the window. 3 to 1000. Default 6.</summary>
    public int FewestFrames { get; init; } = 6;

    /// <summary>Least path of the face, across or along, as a share of the distance from eyes to mouth. Encoded stills reach 0.013, people make 0.036 at the least. 0.001 to 1. Default 0.022.</summary>
    public double LeastDrift { get; init; } = 0.022;

    /// <summary>Least mean change of brightness of the parts of the face and what is around it, in grey levels. Encoded stills reach 1.1, people make 1.6 at the least. 0.1 to 50. Default 1.3.</summary>
    public double LeastChange { get; init; } = 1.3;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Seconds(Window, 0.3, 10).Seconds(SettlesAfter, 0.2, 10).Ordered(SettlesAfter.TotalSeconds, Window.TotalSeconds)
        .Number(FewestFrames, 3, 1000).Number(LeastDrift, 0.001, 1).Number(LeastChange, 0.1, 50).Faults;
}

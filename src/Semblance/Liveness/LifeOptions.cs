using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>
/// From where on a face changes as no flat picture does. Measured on clips of people and on photos out of them that were shaken, made noisy and encoded as videos
/// (<c>semblance-train calibrate-liveness --only life</c>). Immutable.
/// </summary>
internal sealed record LifeOptions
{
    /// <summary>How far back looks are compared with, and for how long what was seen counts: a camera that freezes is noticed after twice as long at the latest. 0.3 to 10 s. Default 1.2 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1.2);

    /// <summary>How long it looks before it settles on a picture that does not change. 0.2 to 10 s, at most <see cref="Window"/>. Default 0.8 s.</summary>
    public TimeSpan SettlesAfter { get; init; } = TimeSpan.FromSeconds(0.8);

    /// <summary>Least time between two looks: frames that come sooner are passed over. 0 to 0.5 s. Default 0.05 s.</summary>
    public TimeSpan LeastStep { get; init; } = TimeSpan.FromSeconds(0.05);

    /// <summary>Fewest looks within the window. 4 to 1000. Default 6.</summary>
    public int FewestFrames { get; init; } = 6;

    /// <summary>Least change that no movement of a flat picture explains, as a share of the face's contrast. 0.001 to 1. Default 0.08.</summary>
    public double LeastChange { get; init; } = 0.08;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Seconds(Window, 0.3, 10).Seconds(SettlesAfter, 0.2, 10).Ordered(SettlesAfter.TotalSeconds, Window.TotalSeconds).Seconds(LeastStep, 0, 0.5)
        .Number(FewestFrames, 4, 1000).Number(LeastChange, 0.001, 1).Faults;
}

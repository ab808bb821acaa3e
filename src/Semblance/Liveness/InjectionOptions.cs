using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>From where on a stream shows signs of having been fed in past the camera (<see cref="InjectionSigns"/>). They are notes and decide nothing. Immutable.</summary>
internal sealed record InjectionOptions
{
    /// <summary>Fewer frames say nothing about time and noise. 10 to 1000. Default 45.</summary>
    public int FewestFrames { get; init; } = 45;

    /// <summary>Times between frames that differ less (standard deviation) are a file's: a camera's tremble by a millisecond or more. 0 to 10 ms. Default 0.25.</summary>
    public double EvenMilliseconds { get; init; } = 0.25;

    /// <summary>Share of sampled places that stay exactly the same, and of frames in which they do: a still scene after JPEG keeps some of them, never nearly all. 0.5 to 1. Default 0.98.</summary>
    public double Frozen { get; init; } = 0.98;

    /// <summary>Correlation of the picture's changes with those some frames later, as encoded video shows it. 0 to 1. Default 0.6.</summary>
    public double Pulsing { get; init; } = 0.6;

    /// <summary>The same picture within so long is a camera that was asked twice. 0 to 60 s. Default 1 s.</summary>
    public TimeSpan NotARepeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(FewestFrames, 10, 1000).Number(EvenMilliseconds, 0, 10).Number(Frozen, 0.5, 1).Number(Pulsing, 0, 1).Seconds(NotARepeat, 0, 60).Faults;
}

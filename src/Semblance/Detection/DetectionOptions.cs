using Semblance.Options;

namespace Semblance.Detection;

/// <summary>What counts as a face of its own that stands upright: the section <c>detection</c> of a pack.json. What a pack does not give keeps its default. Immutable.</summary>
internal sealed record DetectionOptions
{
    /// <summary>All defaults.</summary>
    public static DetectionOptions Default { get; } = new();

    /// <summary>Of <see cref="UprightCheck"/>.</summary>
    public UprightOptions Upright { get; init; } = new();

    /// <summary>Of <see cref="FaceSelection.OnePerHead"/>.</summary>
    public HeadOptions Heads { get; init; } = new();

    /// <summary>Which numbers lie outside their ranges, in words; empty where none does.</summary>
    internal IReadOnlyList<string> Faults() => new OptionRanges().Part("upright", Upright.Faults()).Part("heads", Heads.Faults()).Faults;
}

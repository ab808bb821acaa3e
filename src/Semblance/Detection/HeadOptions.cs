using Semblance.Options;

namespace Semblance.Detection;

/// <summary>
/// Which boxes are not a face of their own because they lie about the head of a surer and larger one: a collar, an ear, an earring. Places are in widths and heights of the head's own box, from
/// its middle; sides are shares of its side. The defaults were measured with the built-in pack. Immutable.
/// </summary>
internal sealed record HeadOptions
{
    /// <summary>Heads reach from the hair down to the collar: the middle of that oval lies so far below the middle of the box. -1 to 1. Default 0.15.</summary>
    public float Lower { get; init; } = 0.15f;

    /// <summary>Half the height of the oval; it is as wide as two boxes. 0.3 to 3. Default 0.95.</summary>
    public float HalfHeight { get; init; } = 0.95f;

    /// <summary>Such a box is at most so large. 0 to 1. Default 0.75.</summary>
    public float LargestSide { get; init; } = 0.75f;

    /// <summary>And scores less by at least this. 0 to 1. Default 0.2.</summary>
    public float LessSure { get; init; } = 0.2f;

    /// <summary>Ears score higher than the rest, but they are small: at most so large. 0 to 1. Default 0.33.</summary>
    public float EarSide { get; init; } = 0.33f;

    /// <summary>And so near to the height of the box's middle. 0 to 1. Default 0.3.</summary>
    public float EarHeight { get; init; } = 0.3f;

    /// <summary>And they score less by at least this. 0 to 1. Default 0.1.</summary>
    public float EarLessSure { get; init; } = 0.1f;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(Lower, -1, 1).Number(HalfHeight, 0.3, 3).Number(LargestSide, 0, 1).Number(LessSure, 0, 1).Number(EarSide, 0, 1).Number(EarHeight, 0, 1).Number(EarLessSure, 0, 1).Faults;
}

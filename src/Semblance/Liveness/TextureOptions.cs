using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>How many frames of skin or paper make a verdict, and which faces can be looked at. From where on a score is live belongs to the network (<see cref="SpoofThresholds"/>). Immutable.</summary>
internal sealed record TextureOptions
{
    /// <summary>So many judged frames settle the check. 1 to 1000. Default 10.</summary>
    public int FramesToSettle { get; init; } = 10;

    /// <summary>Frames further back no longer count. At least <see cref="FramesToSettle"/>, at most 10,000. Default 90.</summary>
    public int MostFrames { get; init; } = 90;

    /// <summary>A face whose square from hairline to chin is smaller shows too little. 16 to 1000 pixels. Default 48.</summary>
    public double SmallestFace { get; init; } = 48;

    /// <summary>The share of a square that must lie inside the picture. 0.1 to 1. Default 0.35.</summary>
    public double LeastInside { get; init; } = 0.35;

    /// <summary>
    /// A face with less colour (mean difference between the greatest and the least channel, 0 to 255) is grey, as an infrared camera sees it; the network knows skin in colour only. 0 to 50. Default 4: grey
    /// pictures have up to 2 after coding, the palest live face at hand has 9.
    /// </summary>
    public double LeastColour { get; init; } = 4;

    /// <summary>Log-odds of one branch of the network count up to this, so that one that is sure beyond it does not outvote the other and every other frame. 1 to 20. Default 6.</summary>
    public double MostLogOdds { get; init; } = 6;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(FramesToSettle, 1, 1000).Number(MostFrames, 1, 10_000).Ordered(FramesToSettle, MostFrames)
        .Number(SmallestFace, 16, 1000).Number(LeastInside, 0.1, 1).Number(LeastColour, 0, 50).Number(MostLogOdds, 1, 20).Faults;
}

using Semblance.Options;

namespace Semblance.Sessions;

/// <summary>How long a person may be lost from sight and still be taken for the one who was there: the section <c>continuity</c> of a pack.json. What a pack does not give keeps its default. Immutable.</summary>
internal sealed record ContinuityOptions
{
    /// <summary>All defaults.</summary>
    public static ContinuityOptions Default { get; } = new();

    /// <summary>Longest time without a face: two frames at 10 frames a second, what a detector misses in a quick turn. Longer, and somebody else could have come. 0.05 to 5 s. Default 0.25 s.</summary>
    public TimeSpan LongestGap { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest time between two frames: a camera that stops for longer shows a jump, not a movement. 0.1 to 10 s. Default 1 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time in which a face that is there cannot be embedded. 0.1 to 10 s. Default 0.6 s.</summary>
    public TimeSpan LongestUnread { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>So many frames of another person, within <see cref="StrangersWithin"/>, break it. One frame may be misread; nobody swaps faces for one frame. 1 to 100. Default 2.</summary>
    public int StrangersThatBreak { get; init; } = 2;

    /// <summary>See <see cref="StrangersThatBreak"/>. 0.1 to 60 s. Default 2 s.</summary>
    public TimeSpan StrangersWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many embeddings of the person are kept to compare the next ones with. 1 to 100. Default 5.</summary>
    public int References { get; init; } = 5;

    /// <summary>
    /// The false match rate from whose threshold on two frames show one person. It only has to see a swap, and turned heads are less alike: it is laxer than any rate of recognition.
    /// Over 0 to 0.5. Default 0.01.
    /// </summary>
    public double SwapFmr { get; init; } = 0.01;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    /// <summary>Which numbers lie outside their ranges, in words; empty where none does.</summary>
    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Seconds(LongestGap, 0.05, 5).Seconds(LongestPause, 0.1, 10).Seconds(LongestUnread, 0.1, 10).Number(StrangersThatBreak, 1, 100).Seconds(StrangersWithin, 0.1, 60).Number(References, 1, 100)
        .Number(SwapFmr, 1e-6, 0.5).Faults;
}

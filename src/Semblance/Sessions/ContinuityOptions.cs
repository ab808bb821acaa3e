namespace Semblance.Sessions;

/// <summary>How long a person may be lost from sight and still be taken for the one who was there.</summary>
internal sealed record ContinuityOptions
{
    /// <summary>Longest time without a face: two frames at 10 frames a second, what a detector misses in a quick turn. Longer, and somebody else could have come.</summary>
    public TimeSpan LongestGap { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest time between two frames: a camera that stops for longer shows a jump, not a movement.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time in which a face that is there cannot be embedded.</summary>
    public TimeSpan LongestUnread { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>So many frames of another person, within <see cref="StrangersWithin"/>, break it. One frame may be misread; nobody swaps faces for one frame.</summary>
    public int StrangersThatBreak { get; init; } = 2;

    /// <summary>See <see cref="StrangersThatBreak"/>.</summary>
    public TimeSpan StrangersWithin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many embeddings of the person are kept to compare the next ones with.</summary>
    public int References { get; init; } = 5;
}

using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance;

/// <summary>What a session asks for beside its question, and how long it waits. The defaults suit a person before a camera. Immutable.</summary>
public sealed record FaceSessionOptions
{
    /// <summary>The false match rate of a claim, over 0 and below 1; null: the pack's default.</summary>
    public double? Fmr { get; init; }

    /// <summary>The rate at which somebody who is not enrolled may get a name, of an identification; over 0 and below 1.</summary>
    public double Fpir { get; init; } = FaceIdentifier.DefaultFpir;

    /// <summary>How long a usable face is looked at until the answer stands: waiting longer rarely helps. Twice as long while the person is asked to turn the head.</summary>
    public TimeSpan Face { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a recognised person's liveness is waited for. While the person is asked to do something, time does not run against them, up to <see cref="Longest"/>.</summary>
    public TimeSpan Liveness { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a usable face is waited for.</summary>
    public TimeSpan NoFace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the session takes at most.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromSeconds(55);

    /// <summary>Where head turns and colours come from; null: <see cref="RandomChallenges"/>, by as many degrees as the pack says.</summary>
    internal IChallengeSource? Challenges { get; init; }

    /// <summary>How strictly head turns are followed; null: the defaults.</summary>
    internal ChallengeOptions? Turns { get; init; }

    /// <summary>How every frame is turned before it is looked at, in degrees clockwise: 0, 90, 180 or 270; null: as its faces say.</summary>
    public int? Rotate { get; init; }

    /// <summary>Of packs without evidence: how many usable frames make the mean that decides, at least 1.</summary>
    public int Window { get; init; } = 15;

    /// <summary>For clips: no limits; the answer waits for the last frame (<see cref="FaceSession.Conclude"/>).</summary>
    public bool ToTheEnd { get; init; }

    /// <summary>Whether the mean of <see cref="Window"/> frames decides although the pack has evidence: to compare the two.</summary>
    internal bool ByMean { get; init; }

    /// <summary>No limits of time, for clips whose length limits them.</summary>
    public static FaceSessionOptions Unhurried { get; } = new() { Face = TimeSpan.MaxValue, Liveness = TimeSpan.MaxValue, NoFace = TimeSpan.MaxValue, Longest = TimeSpan.MaxValue };
}

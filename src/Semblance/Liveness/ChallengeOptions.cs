using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>How strictly head turns are followed. Angles are degrees as <see cref="HeadPose"/> measures them, from where the person first looked steadily. Immutable.</summary>
internal sealed record ChallengeOptions
{
    /// <summary>The longest time from a prompt to its end. 1 to 120 s. Default 10 s.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a challenge may be given up for a new one: the face was lost, the head jumped, another turn was made. 0 to 100. Default 2.</summary>
    public int MostRestarts { get; init; } = 2;

    /// <summary>
    /// The least time from a prompt to an answer: simple reactions take people 150 to 300 ms (Woods et al., Frontiers in Human Neuroscience 9:131, 2015), and the prompt has to travel.
    /// 0 to 1 s. Default 0.12 s.
    /// </summary>
    public TimeSpan Reaction { get; init; } = TimeSpan.FromMilliseconds(120);

    /// <summary>Where straight ahead is differs with the camera's place: the first look that is steady for so long says it. 0.1 to 5 s. Default 0.4 s.</summary>
    public TimeSpan Steady { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>A steady look stays within so many degrees of its median. 1 to 30. Default 9.</summary>
    public double Steadiness { get; init; } = 9;

    /// <summary>And has so many frames. 1 to 100. Default 3.</summary>
    public int FewestSteady { get; init; } = 3;

    /// <summary>Straight ahead lies at most so far aside: faces are taken for up to 10 degrees turned that are not, and a camera may stand beside the screen. 5 to 45. Default 18.</summary>
    public double WidestYaw { get; init; } = 18;

    /// <summary>The same up or down. 5 to 45. Default 25.</summary>
    public double WidestPitch { get; init; } = 25;

    /// <summary>A turn is held, or passed through slowly, for so long: one landmark gone astray is not a turn. 0 to 2 s. Default 0.1 s.</summary>
    public TimeSpan Held { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>And for so many frames. 1 to 100. Default 2.</summary>
    public int FewestHeld { get; init; } = 2;

    /// <summary>Degrees aside from which a turn that was not asked for counts as one. 5 to 60. Default 18.</summary>
    public double FullYaw { get; init; } = 18;

    /// <summary>The same up or down. 5 to 60. Default 13.</summary>
    public double FullPitch { get; init; } = 13;

    /// <summary>The head looks straight ahead again, and has come back from a turn, below this share of such a turn. 0.1 to 0.9. Default 0.5.</summary>
    public double Straight { get; init; } = 0.5;

    /// <summary>
    /// A head that is turned two ways at once is turned the greater one, measured in such turns, where the lesser is at most this share of it, and otherwise neither: one pose never answers two prompts.
    /// 0 to 1. Default 0.8.
    /// </summary>
    public double WrongBelow { get; init; } = 0.8;

    /// <summary>Whoever is turned the asked way already turns on by at least this share of what is asked for. 0 to 1. Default 0.6.</summary>
    public double Further { get; init; } = 0.6;

    /// <summary>From this share of a turn on the head has left straight ahead. 0.1 to 0.9. Default 0.4.</summary>
    public double Leaving { get; init; } = 0.4;

    /// <summary>
    /// By how much looks at the turns differ at least from the look ahead after everything that a bent photo may do is taken off (<see cref="LookChange"/>). 0 to 1; 0: it is not asked for.
    /// Default 0.02.
    /// </summary>
    public double LeastChange { get; init; } = 0.02;

    /// <summary>Degrees a second that heads turn at most: quick glances in sport; here nobody hurries. 100 to 1000. Default 300.</summary>
    public double MostSpeed { get; init; } = 300;

    /// <summary>Degrees by which two estimates of a still head differ at most. 0 to 45. Default 14.</summary>
    public double MostJump { get; init; } = 14;

    /// <summary>Degrees that an estimate trembles by, taken off a turn before it is asked how long it took. 0 to 45. Default 6.</summary>
    public double Tremble { get; init; } = 6;

    /// <summary>Least degrees that a turn aside is asked for. 5 to 60. Default 15.</summary>
    public int AsideLeast { get; init; } = 15;

    /// <summary>Most degrees that a turn aside is asked for. 5 to 60. Default 22.</summary>
    public int AsideMost { get; init; } = 22;

    /// <summary>Least degrees that a turn up or down is asked for. 5 to 60. Default 10.</summary>
    public int UpOrDownLeast { get; init; } = 10;

    /// <summary>Most degrees that a turn up or down is asked for. 5 to 60. Default 14.</summary>
    public int UpOrDownMost { get; init; } = 14;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Seconds(StepLimit, 1, 120).Number(MostRestarts, 0, 100).Seconds(Reaction, 0, 1).Seconds(Steady, 0.1, 5).Number(Steadiness, 1, 30).Number(FewestSteady, 1, 100)
        .Number(WidestYaw, 5, 45).Number(WidestPitch, 5, 45).Seconds(Held, 0, 2).Number(FewestHeld, 1, 100).Number(FullYaw, 5, 60).Number(FullPitch, 5, 60)
        .Number(Straight, 0.1, 0.9).Number(WrongBelow, 0, 1).Number(Further, 0, 1).Number(LeastChange, 0, 1).Number(Leaving, 0.1, 0.9).Number(MostSpeed, 100, 1000).Number(MostJump, 0, 45).Number(Tremble, 0, 45)
        .Number(AsideLeast, 5, 60).Number(AsideMost, 5, 60).Ordered(AsideLeast, AsideMost)
        .Number(UpOrDownLeast, 5, 60).Number(UpOrDownMost, 5, 60).Ordered(UpOrDownLeast, UpOrDownMost).Faults;
}

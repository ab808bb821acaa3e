using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>Who a stream shows, frame by frame.</summary>
/// <param name="Add">Takes the next reading and says what follows by now.</param>
/// <param name="Conclude">What follows when no more frames come.</param>
internal sealed record Question(Func<FaceReading, Decision> Add, Func<Decision> Conclude);

/// <summary>
/// One stream, asked two things at once by the same frames: who is it, and is a live person there. Where the person changes, both begin anew, so that
/// one person's face and another's liveness never make a match.
/// </summary>
/// <param name="pipeline">Reads the faces.</param>
/// <param name="liveness">Follows liveness.</param>
/// <param name="prompt">Shows what the person should do; null: nobody is there to do it.</param>
internal sealed class LiveFollow(FacePipeline pipeline, LivenessTest liveness, LivePrompt? prompt = null)
{
    // Who is asked to do something needs time for it.
    private static readonly TimeSpan s_limitOfChallenges = TimeSpan.FromSeconds(60);

    /// <summary>Whether to look at every frame although the answer stands.</summary>
    public bool ToTheEnd { get; init; }

    /// <summary>Follows the frames until both answers stand, or time is over.</summary>
    /// <param name="frames">The stream.</param>
    /// <param name="begin">Begins to ask who it is.</param>
    /// <param name="limit">How long a face is followed.</param>
    /// <param name="report">Told after every frame.</param>
    public (Decision Decision, LivenessResult Liveness) Run(IEnumerable<Frame> frames, Func<Question> begin, TimeSpan limit, Action report)
    {
        if (prompt is not null && limit < TimeSpan.MaxValue)
            limit = s_limitOfChallenges;
        var question = begin();
        TimeSpan? firstUsable = null;
        foreach (var frame in frames)
        {
            int breaks = liveness.Breaks;
            var reading = pipeline.ReadMain(frame.Photo);
            liveness.Add(LivenessFrame.Of(frame.Photo, frame.Time, reading));
            if (liveness.Breaks > breaks)
                question = begin();
            var outcome = question.Add(reading).Outcome;
            report();
            if (!ToTheEnd && (outcome == Outcome.NoMatch || IsOver(outcome)))
                break;
            if (reading is FaceReading.Usable)
                firstUsable ??= frame.Time;
            if (frame.Time - firstUsable >= limit || prompt?.Show(frame, liveness) == false)
                break;
        }
        var result = liveness.Result;
        return (result.Join(question.Conclude()), result);
    }

    private bool IsOver(Outcome outcome) => liveness.Policy.IsOn
        ? liveness.Result is { IsFinal: true } result && (outcome == Outcome.Match || result.Verdict == LivenessVerdict.Spoof) || liveness.Find<ChallengeCheck>() is { IsFailed: true }
        : outcome != Outcome.Undecided;
}

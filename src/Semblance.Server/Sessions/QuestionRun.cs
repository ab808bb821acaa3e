using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>
/// One stream, asked two things by the same frames: who is it, and is a live person there. Where the person is lost or changes, both begin anew, so that one person's face and another's
/// liveness never make a match. Whoever does not match learns so at once and nothing more; a match waits until both answers stand.
/// </summary>
/// <param name="question">Who it is.</param>
/// <param name="liveness">Whether they are live. Taken over.</param>
/// <param name="recognizer">Reads faces.</param>
internal sealed class QuestionRun(IQuestion question, SessionLiveness liveness, Recognizer recognizer) : ISessionRun
{
    private readonly Patience _patience = new(liveness.IsAsking);
    private Decision? _decision;
    private bool _brokenOff;

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Person?, SessionResult, CancellationToken, Task<SessionResult>> Conclude { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var reading = recognizer.Verification.ReadMain(photo);
        if (liveness.Add(photo, frame.Captured, reading))
            question.Forget();
        var decision = question.Add(reading);
        var live = liveness.Result;
        bool isOver = _patience.IsOver(frame.Captured, reading is FaceReading.Usable, liveness.IsAsking) || liveness.IsFailed || live is { Verdict: LivenessVerdict.Spoof, IsFinal: true };
        bool isMatch = decision.Outcome == Outcome.Match && (!live.Policy.IsOn || live.Verdict == LivenessVerdict.Live);
        if (isOver || isMatch || decision.Outcome is not (Outcome.Match or Outcome.Undecided))
            _decision = decision.Outcome == Outcome.Undecided ? question.Conclude() : decision;
        var (state, name) = _decision is null ? ("identifying", null) : live.Join(_decision).Outcome switch
        {
            Outcome.Match => ("match", question.Claimed?.Name.Value),
            Outcome.NoMatch or Outcome.SpoofSuspected => ("unknown", null),
            _ => ("identifying", null),
        };
        return new FrameAnswer(FrameAnswer.Seen(reading, state, name), liveness.AdviceFor(reading), Progress(live), liveness.Progress, _decision is not null);
    }

    public FrameAnswer? Obey(Command command)
    {
        if (liveness.Obey(command))
            return null;
        if (command.Type != "cancel")
            throw new InvalidOperationException($"A question takes no {command.Type}.");
        BreakOff();
        return new FrameAnswer([], Advice.None, 1, liveness.Progress, IsEnd: true);
    }

    public void BreakOff() => _brokenOff = true;

    // Breaking off before the answer is an attempt like any other: otherwise whoever is about to be refused would try again for nothing.
    public async Task<SessionResult> EndAsync(CancellationToken cancellation)
    {
        var live = liveness.Result;
        var decision = live.Join(_decision ?? question.Conclude());
        // Somebody may have been removed since.
        var person = decision.Outcome == Outcome.Match && !_brokenOff ? await question.FindMatchAsync(cancellation) : null;
        if (decision.Outcome == Outcome.Match && person is null)
            decision = Decision.Without(Outcome.Undecided, _brokenOff ? "The session was broken off." : "The person was removed meanwhile.");
        var made = new MadeDecision(
            question.Purpose, decision.Outcome, (question.Claimed ?? person)?.Id, question.Claim, decision.Reasons, null, recognizer.Pack.Id, question.Fmr, LivenessAnswer.Of(live));
        var result = new SessionResult(
            decision.Outcome.ToString(), decision.Reasons, Advice.After(decision, live), live, person, Fmr: question.Fmr, Frames: question.Frames, Score: decision.Score);
        return await Conclude(made, person, result, cancellation);
    }

    public void Dispose() => liveness.Dispose();

    private double Progress(LivenessResult live)
    {
        if (_decision is not null)
            return 1;
        double recognised = Math.Min(0.95, question.FramesThatCount / (double)SequentialTest.FewestFramesToRefuse);
        return live.Policy.IsOn ? Math.Min(0.95, 0.2 * recognised + 0.8 * liveness.Done) : recognised;
    }
}

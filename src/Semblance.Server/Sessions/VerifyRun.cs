using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>A claim: is the person before the camera who they say they are?</summary>
/// <param name="claim">Who is claimed.</param>
/// <param name="verifier">Decides.</param>
/// <param name="recognizer">Reads faces.</param>
internal sealed class VerifyRun(Claim claim, FaceVerifier verifier, Recognizer recognizer) : ISessionRun
{
    private readonly ClaimVerification _following = verifier.Begin(claim.Template);
    private readonly Patience _patience = new();
    private Decision? _decision;
    private bool _brokenOff;

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Person?, Advice, int, double?, CancellationToken, Task<SessionResult>> Conclude { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var reading = recognizer.Verification.ReadMain(photo);
        var decision = _following.Add(reading);
        bool isOver = _patience.IsOver(frame.Captured, reading is FaceReading.Usable);
        if (decision.Outcome != Outcome.Undecided || isOver)
            _decision = isOver && decision.Outcome == Outcome.Undecided ? _following.Conclude() : decision;
        var (state, name) = _decision?.Outcome switch
        {
            Outcome.Match => ("match", claim.Person?.Name.Value),
            Outcome.NoMatch => ("unknown", null),
            _ => ("identifying", null),
        };
        double progress = _decision is null ? Math.Min(0.95, _following.FramesThatCount / (double)SequentialTest.FewestFramesToRefuse) : 1;
        return new FrameAnswer(FrameAnswer.Seen(reading, state, name), Advice.For(reading), progress, _decision is not null);
    }

    public FrameAnswer? Obey(Command command)
    {
        if (command.Type != "cancel")
            throw new InvalidOperationException($"A question takes no {command.Type}.");
        BreakOff();
        return new FrameAnswer([], Advice.None, 1, IsEnd: true);
    }

    public void BreakOff() => _brokenOff = true;

    // Breaking off before the answer is an attempt like any other: otherwise whoever is about to be refused would try again for nothing.
    public Task<SessionResult> EndAsync(CancellationToken cancellation)
    {
        var decision = _decision ?? _following.Conclude();
        if (_brokenOff && decision.Outcome == Outcome.Match)
            decision = Decision.Without(Outcome.Undecided, "The session was broken off.");
        var made = new MadeDecision("verify", decision.Outcome, claim.Person?.Id, claim.Subject, decision.Reasons, null, recognizer.Pack.Id, verifier.Threshold.Fmr);
        return Conclude(made, claim.Person, Advice.After(decision), _following.Frames, decision.Score, cancellation);
    }
}

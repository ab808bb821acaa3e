using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>
/// A claim: is the person before the camera who they say they are? Somebody who is not enrolled is compared with a template that nobody has, so that the answer, and the
/// time it takes, is that of a wrong face.
/// </summary>
/// <param name="person">The claimed person; null where nobody is enrolled under this claim.</param>
/// <param name="template">What is compared with.</param>
/// <param name="verifier">Decides.</param>
/// <param name="recognizer">Reads faces.</param>
internal sealed class VerifyRun(Person? person, Template template, FaceVerifier verifier, Recognizer recognizer) : ISessionRun
{
    private readonly ClaimVerification _claim = verifier.Begin(template);
    private readonly Patience _patience = new();
    private Decision? _decision;
    private bool _brokenOff;

    /// <summary>How failures of the claim are counted.</summary>
    public required string Claim { get; init; }

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Person?, Advice, int, double?, CancellationToken, Task<SessionResult>> Conclude { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var reading = recognizer.Verification.ReadMain(photo);
        var decision = _claim.Add(reading);
        bool isOver = _patience.IsOver(frame.Captured, reading is FaceReading.Usable);
        if (decision.Outcome != Outcome.Undecided || isOver)
            _decision = isOver && decision.Outcome == Outcome.Undecided ? _claim.Conclude() : decision;
        var (state, name) = _decision?.Outcome switch
        {
            Outcome.Match => ("match", person?.Name.Value),
            Outcome.NoMatch => ("unknown", null),
            _ => ("identifying", null),
        };
        double progress = _decision is null ? Math.Min(0.95, _claim.FramesThatCount / (double)SequentialTest.FewestFramesToRefuse) : 1;
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
        var decision = _decision ?? _claim.Conclude();
        if (_brokenOff && decision.Outcome == Outcome.Match)
            decision = Decision.Without(Outcome.Undecided, "The session was broken off.");
        var made = new MadeDecision("verify", decision.Outcome, person?.Id, Claim, decision.Reasons, null, recognizer.Pack.Id, verifier.Threshold.Fmr);
        return Conclude(made, person, Next(decision), _claim.Frames, decision.Score, cancellation);
    }

    /// <summary>What to do after an answer.</summary>
    public static Advice Next(Decision decision) => decision.Outcome switch
    {
        Outcome.Match => Advice.None,
        Outcome.NoMatch => new("tryAgain", "Try again in good light, look straight at the camera, or sign in another way."),
        Outcome.Undecided => new("tryAgain", "Try again: look at the camera a little longer, in good light."),
        Outcome.SeveralFaces => Advice.OnePerson,
        _ => new("tryAgain", "Try again: look at the camera, in good light."),
    };
}

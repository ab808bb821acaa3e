using Semblance.Server.Access;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Server.Throttling;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>What a session is about, beside its frames.</summary>
/// <param name="Purpose">verify or identify.</param>
/// <param name="IsClaim">Whether somebody is claimed, enrolled or not.</param>
/// <param name="Claimed">The claimed person; null where nobody is claimed or nobody has this name.</param>
/// <param name="FindAsync">The person of a match; null where they were removed meanwhile.</param>
internal sealed record AskedQuestion(string Purpose, bool IsClaim, Person? Claimed, Func<SessionAnswer, CancellationToken, Task<Person?>> FindAsync)
{
    /// <summary>The rate that is told of a claim without a match: one of the person's own would tell that there is such a person.</summary>
    public double? UsualFmr { get; init; }
}

/// <summary>A question over a socket: the frames go to a <see cref="FaceSession"/>, and what it says goes back, is recorded and signed.</summary>
/// <param name="session">The session. Taken over.</param>
/// <param name="asked">What it is about.</param>
/// <param name="attempt">The attempt that it is. Taken over.</param>
/// <param name="recognizer">Whose pack answers.</param>
internal sealed class QuestionRun(FaceSession session, AskedQuestion asked, Attempt attempt, Recognizer recognizer) : ISessionRun
{
    private static readonly Advice s_ask = new("askAdministrator", "Ask an administrator.");
    private bool _brokenOff;

    /// <summary>Whether the light may be spared; where not, asking for it breaks a rule.</summary>
    public required bool MaySpareLight { get; init; }

    /// <summary>Asks for leave to answer with a match; null where key or link have ended.</summary>
    public required Func<CancellationToken, Task<Permit?>> Permit { get; init; }

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Attempt, Person?, SessionResult, CancellationToken, Task<SessionResult>> Conclude { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var answer = session.Add(photo, frame.Captured);
        var (state, name) = !answer.IsFinal ? ("identifying", null) : answer.Decision.Outcome switch
        {
            Outcome.Match => ("match", asked.Claimed?.Name.Value),
            Outcome.NoMatch or Outcome.SpoofSuspected => ("unknown", null),
            _ => ("identifying", null),
        };
        return Say(answer, FrameAnswer.Seen(session.Reading!, session.Photo!, session.Turned, state, name));
    }

    public FrameAnswer? Obey(Command command)
    {
        switch (command)
        {
            case { Type: "painted", Light: { } light, Index: { } index, Painted: { } at }:
                session.Painted(light, index, at);
                return null;
            case { Type: "noLight" } when MaySpareLight:
                session.SpareLight();
                return null;
            case { Type: "cancel" }:
                BreakOff();
                return Say(session.Answer, []) with { IsEnd = true };
            default:
                throw new InvalidOperationException($"A question takes no {command.Type}.");
        }
    }

    public void BreakOff()
    {
        _brokenOff = true;
        session.BreakOff();
    }

    public async Task<SessionResult> EndAsync(bool wasStarved, CancellationToken cancellation)
    {
        var answer = session.Conclude();
        var decision = answer.Decision;
        using var permit = decision.Outcome == Outcome.Match && !_brokenOff ? await Permit(cancellation) : null;
        // Somebody may have been removed since, or may not be named at the rate of this question.
        var person = permit is null ? null : await asked.FindAsync(answer, cancellation);
        bool isWithdrawn = !_brokenOff && decision.Outcome == Outcome.Match && person is null;
        if (decision.Outcome == Outcome.Match && person is null)
            decision = Decision.Without(Outcome.Undecided, isWithdrawn ? WhyNot(permit is not null) : "The session was broken off.");
        double? fmr = asked.IsClaim && decision.Outcome != Outcome.Match ? asked.UsualFmr : session.Fmr;
        var made = new MadeDecision(
            asked.Purpose, decision.Outcome, (asked.Claimed ?? person)?.Id, decision.Reasons, null, recognizer.Pack.Id, fmr, LivenessAnswer.Of(answer.Liveness))
        {
            // The face was the right one: that the answer is no costs nobody anything.
            End = isWithdrawn ? AttemptEnd.Free : EndOf(decision.Outcome, wasStarved),
        };
        var result = new SessionResult(
            decision.Outcome.ToString(), decision.Reasons, isWithdrawn ? s_ask : answer.Advice, answer.Liveness, person, Fmr: fmr, Frames: session.Frames, Score: decision.Score);
        var concluded = await Conclude(made, attempt, person, result, cancellation);
        if (person is not null)
            permit!.Use();
        return concluded;
    }

    private string WhyNot(bool isPermitted)
    {
        if (!isPermitted)
            return "The key or link with which this was begun has ended, or the link was used.";
        return asked.IsClaim ? "The person was removed meanwhile, or their consent has ended." : "This person cannot be named here any more: say who you are, or ask an administrator.";
    }

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await attempt.DisposeAsync();
    }

    // Breaking off before the answer is an attempt of who was claimed once a face was judged: otherwise anyone who is about to be refused would try again for nothing (decision 17).
    private AttemptEnd EndOf(Outcome outcome, bool wasStarved)
    {
        if (outcome is Outcome.NoMatch or Outcome.SpoofSuspected)
            return LockOut.EndOf(outcome);
        if (wasStarved && outcome == Outcome.Undecided || _brokenOff && session.UsableFrames == 0)
            return AttemptEnd.Free;
        if (!_brokenOff)
            return LockOut.EndOf(outcome);
        return asked.IsClaim ? AttemptEnd.FailedClaim : AttemptEnd.Failed;
    }

    private static FrameAnswer Say(SessionAnswer answer, IReadOnlyList<SeenFace> faces) => new(faces, answer.Advice, answer.Progress, answer.Prompt, answer.IsFinal);
}

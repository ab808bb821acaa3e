using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>What a session is about, beside its frames.</summary>
/// <param name="Purpose">verify or identify.</param>
/// <param name="Claim">How failures of the claim are counted; null where nobody is claimed.</param>
/// <param name="Claimed">The claimed person; null where nobody is claimed or nobody has this name.</param>
/// <param name="FindAsync">The person of a match; null where they were removed meanwhile.</param>
internal sealed record AskedQuestion(string Purpose, string? Claim, Person? Claimed, Func<SessionAnswer, CancellationToken, Task<Person?>> FindAsync);

/// <summary>A question over a socket: the frames go to a <see cref="FaceSession"/>, and what it says goes back, is recorded and signed.</summary>
/// <param name="session">The session. Taken over.</param>
/// <param name="asked">What it is about.</param>
/// <param name="recognizer">Whose pack answers.</param>
internal sealed class QuestionRun(FaceSession session, AskedQuestion asked, Recognizer recognizer) : ISessionRun
{
    private bool _brokenOff;

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Person?, SessionResult, CancellationToken, Task<SessionResult>> Conclude { get; init; }

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
            case { Type: "noLight" }:
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

    // Breaking off before the answer is an attempt like any other: otherwise anyone who is about to be refused would try again for nothing.
    public async Task<SessionResult> EndAsync(CancellationToken cancellation)
    {
        var answer = session.Conclude();
        var decision = answer.Decision;
        // Somebody may have been removed since.
        var person = decision.Outcome == Outcome.Match && !_brokenOff ? await asked.FindAsync(answer, cancellation) : null;
        if (decision.Outcome == Outcome.Match && person is null)
            decision = Decision.Without(Outcome.Undecided, _brokenOff ? "The session was broken off." : "The person was removed meanwhile.");
        var made = new MadeDecision(
            asked.Purpose, decision.Outcome, (asked.Claimed ?? person)?.Id, asked.Claim, decision.Reasons, null, recognizer.Pack.Id, session.Fmr, LivenessAnswer.Of(answer.Liveness));
        var result = new SessionResult(
            decision.Outcome.ToString(), decision.Reasons, answer.Advice, answer.Liveness, person, Fmr: session.Fmr, Frames: session.Frames, Score: decision.Score);
        return await Conclude(made, person, result, cancellation);
    }

    public void Dispose() => session.Dispose();

    private static FrameAnswer Say(SessionAnswer answer, IReadOnlyList<SeenFace> faces) => new(faces, answer.Advice, answer.Progress, answer.Prompt, answer.IsFinal);
}

using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>An enrolment over a socket: the frames go to an <see cref="EnrolmentSession"/>, and what it takes is stored at the end.</summary>
/// <param name="session">The session. Taken over.</param>
/// <param name="store">Stores the faces and says what came of it.</param>
internal sealed class EnrollRun(EnrolmentSession session, Func<SeenPerson, CancellationToken, Task<SessionResult>> store) : ISessionRun
{
    // The client knows frames by the numbers that it gave them.
    private readonly List<uint> _sequences = [];
    private bool _brokenOff;

    /// <summary>Records that a picture was held up.</summary>
    public required Func<LivenessResult, CancellationToken, Task> Refuse { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var answer = session.Add(new Frame(_sequences.Count, frame.Captured, photo, "session"));
        _sequences.Add(frame.Sequence);
        return Say(answer, FrameAnswer.Seen(session.Reading!, session.Photo!, session.Turned, "identifying"));
    }

    public FrameAnswer? Obey(Command command)
    {
        switch (command.Type)
        {
            case "retake":
                if (!Enum.TryParse<Pose>(command.Pose, ignoreCase: true, out var pose) || !Enum.IsDefined(pose))
                    throw new InvalidOperationException("There is no such pose.");
                return Say(session.Retake(pose), []);
            case "finish":
                return Say(session.TryFinish(), []);
            case "cancel":
                BreakOff();
                return Say(session.Answer, []) with { IsEnd = true };
            default:
                throw new InvalidOperationException($"An enrolment takes no {command.Type}.");
        }
    }

    public void BreakOff() => _brokenOff = true;

    public async Task<SessionResult> EndAsync(bool wasStarved, CancellationToken cancellation)
    {
        var (answer, live) = (session.Answer, session.Liveness);
        var decision = answer.Decision;
        if (decision.Outcome == Outcome.SpoofSuspected)
        {
            await Refuse(live, cancellation);
            return new SessionResult(nameof(Outcome.SpoofSuspected), decision.Reasons, Advice.After(decision, live), live, Frames: session.Frames);
        }
        if (decision.Outcome == Outcome.Match && !_brokenOff)
            return await store(new SeenPerson([.. session.Choose().Looks.Select(ToFace)], session.Frames, live), cancellation);
        return answer.ShowsSeveralPeople
            ? new SessionResult("DifferentPeople", decision.Reasons, answer.Session.Advice, live, Frames: session.Frames)
            : new SessionResult("Undecided", ["The enrolment was not finished; nothing was stored."], Advice.None, live, Frames: session.Frames);
    }

    public ValueTask DisposeAsync()
    {
        session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static NewFace ToFace(EnrolmentLook look) => new(look.Candidate.Embedding, look.Candidate.Quality, look.Pose?.Word(), look.Candidate.Photo);

    private FrameAnswer Say(EnrolmentAnswer answer, IReadOnlyList<SeenFace> faces) => new(
        faces,
        answer.Session.Advice,
        answer.Session.Progress,
        answer.Session.Prompt,
        answer.IsFinal,
        new EnrolmentProgress(answer.Wanted?.Word(), [.. answer.Captured.Select(taken => new CapturedFace(taken.Pose.Word(), _sequences[taken.Frame], Math.Round(taken.Rank, 3)))], answer.CanFinish));
}

/// <summary>What an enrolment saw.</summary>
/// <param name="Faces">The faces to store, the best first.</param>
/// <param name="Frames">How many frames were looked at.</param>
/// <param name="Liveness">Whether the person is live.</param>
internal sealed record SeenPerson(IReadOnlyList<NewFace> Faces, int Frames, LivenessResult Liveness);

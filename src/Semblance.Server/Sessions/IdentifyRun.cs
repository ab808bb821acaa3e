using Semblance.Identification;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>Who is the person before the camera, or nobody?</summary>
/// <param name="identification">Follows the person over the frames.</param>
/// <param name="question">What it decides by.</param>
/// <param name="recognizer">Reads faces.</param>
/// <param name="find">Finds an enrolled person.</param>
internal sealed class IdentifyRun(
    PersonIdentification identification, FaceIdentifier question, Recognizer recognizer, Func<Guid, CancellationToken, Task<Person?>> find) : ISessionRun
{
    private readonly Patience _patience = new();
    private Identification.Identification? _answer;
    private bool _brokenOff;

    /// <summary>Records and signs the answer.</summary>
    public required Func<MadeDecision, Person?, Advice, int, double?, CancellationToken, Task<SessionResult>> Conclude { get; init; }

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        var reading = recognizer.Verification.ReadMain(photo);
        var answer = identification.Add(reading);
        bool isOver = _patience.IsOver(frame.Captured, reading is FaceReading.Usable);
        if (answer.Decision.Outcome != Outcome.Undecided || isOver)
            _answer = isOver && answer.Decision.Outcome == Outcome.Undecided ? identification.Conclude() : answer;
        string state = _answer?.Decision.Outcome switch
        {
            Outcome.Match => "match",
            Outcome.NoMatch => "unknown",
            _ => "identifying",
        };
        double progress = _answer is null ? Math.Min(0.95, identification.FramesThatCount / (double)SequentialTest.FewestFramesToRefuse) : 1;
        return new FrameAnswer(FrameAnswer.Seen(reading, state), Advice.For(reading), progress, _answer is not null);
    }

    public FrameAnswer? Obey(Command command)
    {
        if (command.Type != "cancel")
            throw new InvalidOperationException($"A question takes no {command.Type}.");
        BreakOff();
        return new FrameAnswer([], Advice.None, 1, IsEnd: true);
    }

    public void BreakOff() => _brokenOff = true;

    public async Task<SessionResult> EndAsync(CancellationToken cancellation)
    {
        var (decision, id, _) = _answer ?? identification.Conclude();
        // Somebody may have been removed since.
        var person = id is { } found && !_brokenOff ? await find(found, cancellation) : null;
        if (decision.Outcome == Outcome.Match && person is null)
            decision = Decision.Without(Outcome.Undecided, _brokenOff ? "The session was broken off." : "The person was removed meanwhile.");
        var made = new MadeDecision("identify", decision.Outcome, person?.Id, null, decision.Reasons, null, recognizer.Pack.Id, question.Threshold?.Fmr);
        return await Conclude(made, person, Advice.After(decision), identification.Frames, decision.Score, cancellation);
    }
}

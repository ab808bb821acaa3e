namespace Semblance;

/// <summary>What a session says after a frame.</summary>
/// <param name="Decision">The answer: who it is and that a live person is there, joined by AND. <see cref="Outcome.Undecided"/> until it is final.</param>
/// <param name="IsFinal">Whether the answer stands. A session that goes on (<see cref="WatchSession"/>) may give another one later.</param>
/// <param name="Person">Who it is, of an identification that matched; otherwise null.</param>
/// <param name="Candidates">Of an identification: who resembles the face most. For administrators only.</param>
/// <param name="Liveness">What was seen of a live person.</param>
/// <param name="Advice">What the person before the camera should do.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="Prompt">What the person is asked for, for liveness; null where it is not checked.</param>
public sealed record SessionAnswer(
    Decision Decision, bool IsFinal, Guid? Person, IReadOnlyList<IndexHit> Candidates, LivenessResult Liveness, Advice Advice, double Progress, SessionPrompt? Prompt)
{
    /// <summary>How sure it is that this is the person; nothing where nobody was compared. For administrators and whoever looks at the screen only: it tells an impostor how near they came.</summary>
    public Certainty Certainty { get; init; } = Certainty.None;
}

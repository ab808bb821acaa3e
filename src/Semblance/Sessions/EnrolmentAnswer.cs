namespace Semblance;

/// <summary>How far an enrolment is.</summary>
/// <param name="Wanted">The pose that is asked for; null when all are there.</param>
/// <param name="Captured">The poses that were taken.</param>
/// <param name="CanFinish">Whether what was seen suffices.</param>
/// <param name="Decision">
/// <see cref="Outcome.Undecided"/> while it goes on. After its end <see cref="Outcome.Match"/>: these are good faces of one person, live where that was asked for, and they may be stored;
/// anything else says why not.
/// </param>
/// <param name="IsFinal">Whether it has ended.</param>
/// <param name="ShowsSeveralPeople">Whether it ended because more than one person was seen.</param>
/// <param name="Session">What was seen of liveness, and what the person should do.</param>
public sealed record EnrolmentAnswer(Pose? Wanted, IReadOnlyList<CapturedPose> Captured, bool CanFinish, Decision Decision, bool IsFinal, bool ShowsSeveralPeople, SessionAnswer Session);

/// <summary>A pose that was taken.</summary>
/// <param name="Pose">Which.</param>
/// <param name="Frame">From which frame, from 0.</param>
/// <param name="Rank">How good it is, 0 to 1.</param>
public sealed record CapturedPose(Pose Pose, int Frame, double Rank);

/// <summary>A face to be stored. Biometric data.</summary>
/// <param name="Candidate">The face.</param>
/// <param name="Pose">The pose it was taken for; null for another look.</param>
public sealed record EnrolmentLook(EnrolmentCandidate Candidate, Pose? Pose);

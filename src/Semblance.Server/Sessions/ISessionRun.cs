using Semblance.Detection;

namespace Semblance.Server.Sessions;

/// <summary>What a session does with its frames. Used by one thread at a time.</summary>
internal interface ISessionRun : IAsyncDisposable
{
    /// <summary>Looks at a frame.</summary>
    FrameAnswer Look(Photo photo, FrameMessage frame);

    /// <summary>Does what the client asks for; null where there is nothing to say about it.</summary>
    /// <exception cref="InvalidOperationException">The session cannot do that.</exception>
    FrameAnswer? Obey(Command command);

    /// <summary>The client is gone, or broke a rule: from now on nothing is a match and nothing is stored.</summary>
    void BreakOff();

    /// <summary>The end: what is to be recorded and said. Called once, after an answer that ends the session or when it was broken off.</summary>
    /// <param name="wasStarved">Whether the service had no time for the frames: then nobody pays for an answer that did not come.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<SessionResult> EndAsync(bool wasStarved, CancellationToken cancellation);
}

/// <summary>What is said about a frame.</summary>
/// <param name="Faces">Where which faces are.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Progress">0 to 1.</param>
/// <param name="IsEnd">Whether the session ends with it.</param>
/// <param name="Liveness">Where the liveness stands; null where it is not checked.</param>
/// <param name="Enrolment">How far an enrolment is.</param>
internal sealed record FrameAnswer(
    IReadOnlyList<SeenFace> Faces, Advice Advice, double Progress, SessionPrompt? Liveness, bool IsEnd = false, EnrolmentProgress? Enrolment = null)
{
    /// <summary>The faces of a reading, all in one state.</summary>
    /// <param name="reading">What was read.</param>
    /// <param name="turned">The frame as it was turned upright.</param>
    /// <param name="degrees">By how much; the client is told where faces are in the frame that it sent.</param>
    /// <param name="state">identifying, match or unknown.</param>
    /// <param name="name">The person, of a match.</param>
    public static IReadOnlyList<SeenFace> Seen(FaceReading reading, Photo turned, int degrees, string state, string? name = null) => reading switch
    {
        FaceReading.Usable usable => [new(usable.Face.Box.TurnBack(turned, degrees), state, name)],
        FaceReading.Unusable unusable => [.. unusable.Faces.Select(face => new SeenFace(face.Box.TurnBack(turned, degrees), "unusable", null))],
        _ => [],
    };

    /// <summary>The same without what it says of a match, which did not hold when it was to be recorded.</summary>
    public FrameAnswer WithoutMatch() => this with { Faces = [.. Faces.Select(face => face.State == "match" ? face with { State = "identifying", Name = null } : face)] };
}

/// <summary>A face in a frame.</summary>
/// <param name="Box">Where, in the frame's pixels.</param>
/// <param name="State">identifying, match, unknown or unusable.</param>
/// <param name="Name">The person, of a match.</param>
internal sealed record SeenFace(Box Box, string State, string? Name);

/// <summary>How far an enrolment is.</summary>
/// <param name="Wanted">The pose that is asked for; null when all are there.</param>
/// <param name="Captured">What was taken.</param>
/// <param name="CanFinish">Whether it suffices.</param>
internal sealed record EnrolmentProgress(string? Wanted, IReadOnlyList<CapturedFace> Captured, bool CanFinish);

/// <summary>A face that was taken.</summary>
/// <param name="Pose">For which pose.</param>
/// <param name="Sequence">From which frame.</param>
/// <param name="Rank">How good it is, 0 to 1.</param>
internal sealed record CapturedFace(string Pose, uint Sequence, double Rank);

/// <summary>The end of a session.</summary>
/// <param name="Outcome">A decision's outcome, Enrolled, or why not.</param>
/// <param name="Reasons">Why, in words for a person.</param>
/// <param name="Advice">What to do next.</param>
/// <param name="Liveness">Whether a live person was seen.</param>
/// <param name="Person">Who, of a match or an enrolment.</param>
/// <param name="Token">The signed answer of a decision.</param>
/// <param name="TokenExpires">When it ends.</param>
/// <param name="Fmr">The false match rate of the decision.</param>
/// <param name="Frames">Frames that were looked at.</param>
/// <param name="Score">For administrators.</param>
/// <param name="Seconds">How long the session took.</param>
internal sealed record SessionResult(
    string Outcome, IReadOnlyList<string> Reasons, Advice Advice, LivenessResult Liveness, Storage.Person? Person = null, string? Token = null, DateTimeOffset? TokenExpires = null, double? Fmr = null, int Frames = 0,
    double? Score = null, double Seconds = 0)
{
    /// <summary>That somebody who was enrolled resembles somebody else.</summary>
    public People.ResemblanceView? Resemblance { get; init; }
}

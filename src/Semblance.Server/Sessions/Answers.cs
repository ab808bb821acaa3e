using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Server.Decisions;
using Semblance.Sessions;

namespace Semblance.Server.Sessions;

/// <summary>The messages that a session sends, as docs/api.md gives them.</summary>
internal static class Answers
{
    /// <summary>How they are written.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>After the token was taken.</summary>
    public static object Ready(Session session) => new
    {
        type = "ready",
        purpose = session.Purpose.ToString().ToLowerInvariant(),
        liveness = session.Liveness.Name,
        poses = session.Purpose == SessionPurpose.Enroll ? Poses.All.Select(pose => pose.Word()) : null,
    };

    /// <summary>About one frame, or, without a sequence number, about a command.</summary>
    public static object Frame(uint? sequence, (int Width, int Height) size, FrameAnswer answer, int dropped) => new
    {
        type = "frame",
        sequence,
        size = (int[])[size.Width, size.Height],
        faces = answer.Faces.Select(face => new
        {
            box = (double[])[.. new[] { face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height }.Select(number => Math.Round(number, 1))],
            face.State,
            face.Name,
        }),
        advice = answer.Advice.Code,
        message = answer.Advice.Message,
        progress = Math.Round(answer.Progress, 3),
        dropped,
        answer.Liveness,
        enrol = answer.Enrolment is { } enrolment
            ? new { wanted = enrolment.Wanted, captured = enrolment.Captured.Select(taken => new { taken.Pose, taken.Sequence, taken.Rank }), canFinish = enrolment.CanFinish }
            : null,
    };

    /// <summary>The end.</summary>
    public static object Result(SessionResult result, Session session, string pack) => new
    {
        type = "result",
        result.Outcome,
        result.Reasons,
        reasonCodes = ReasonCodes.Of(result.Reasons),
        person = result.Person is { } person ? new { person.Id, name = person.Name.Value } : null,
        result.Resemblance,
        advice = result.Advice.Code,
        message = result.Advice.Message,
        result.Token,
        expires = result.TokenExpires,
        liveness = Liveness(result.Liveness, session.Caller.IsAdmin),
        pack,
        result.Fmr,
        result.Frames,
        result.Seconds,
        score = session.Caller.IsAdmin ? result.Score : null,
    };

    // Scores tell an attacker how near they came; signs, what to hide next time.
    private static object Liveness(LivenessResult result, bool isAdmin) => new
    {
        policy = result.Policy.Name,
        verdict = result.Word,
        checks = result.Checks.Select(check => new
        {
            check.Name,
            verdict = check.Verdict.ToString().ToLowerInvariant(),
            check.Reasons,
            reasonCodes = ReasonCodes.Of(check.Reasons),
            score = isAdmin && check.Score is { } score ? Math.Round(score, 4) : (double?)null,
        }),
        advice = LivenessAdvice.After(result),
        adviceFor = LivenessAdvice.CheckOf(result),
        signs = isAdmin ? result.Signs : null,
    };
}

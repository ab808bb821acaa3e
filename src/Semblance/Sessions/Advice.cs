using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance;

/// <summary>What the person before the camera should do.</summary>
/// <param name="Code">A stable word.</param>
/// <param name="Message">The same as a sentence.</param>
public sealed record Advice(string Code, string Message)
{
    internal static Advice None { get; } = new("none", "");

    internal static Advice HoldStill { get; } = new("holdStill", "Hold still.");

    internal static Advice LookStraight { get; } = new("lookStraight", "Look straight at the camera.");

    internal static Advice OnePerson { get; } = new("onePerson", "One person at a time, please.");

    internal static Advice HoldStillForLight { get; } = new("holdStill", "Hold still and look at the screen: it flashes in colours for a few seconds.");

    private static readonly Advice s_lookAtCamera = new("lookAtCamera", "Look at the camera, in good light.");

    /// <summary>What helps against what is wrong with a frame; the most important one of several.</summary>
    internal static Advice For(FaceReading reading) => reading switch
    {
        FaceReading.Unusable { Outcome: Outcome.NoFace } => s_lookAtCamera,
        FaceReading.Unusable { Outcome: Outcome.SeveralFaces } => OnePerson,
        FaceReading.Unusable unusable => unusable.Problems.Select(For).FirstOrDefault(s_lookAtCamera),
        _ => None,
    };

    /// <summary>What leads to a pose of an enrolment.</summary>
    internal static Advice For(Pose pose) => pose switch
    {
        Pose.Straight => LookStraight,
        Pose.Left => new("turnLeft", "Turn your head a little to your left."),
        Pose.Right => new("turnRight", "Turn your head a little to your right."),
        Pose.Up => new("lookUp", "Raise your chin a little."),
        Pose.Down => new("lookDown", "Lower your chin a little."),
        _ => throw new ArgumentOutOfRangeException(nameof(pose)),
    };

    /// <summary>What leads to a head turn of a challenge; null: to looking straight ahead.</summary>
    internal static Advice For(HeadDirection? wanted) => wanted switch
    {
        null => LookStraight,
        HeadDirection.Left => new("turnLeft", "Turn your head to your left."),
        HeadDirection.Right => new("turnRight", "Turn your head to your right."),
        HeadDirection.Up => new("lookUp", "Raise your chin."),
        HeadDirection.Down => new("lookDown", "Lower your chin."),
        _ => throw new ArgumentOutOfRangeException(nameof(wanted)),
    };

    /// <summary>What to do after an answer.</summary>
    /// <param name="decision">The answer.</param>
    /// <param name="liveness">What it says of liveness.</param>
    internal static Advice After(Decision decision, LivenessResult liveness) => decision.Outcome switch
    {
        Outcome.Match => None,
        Outcome.SpoofSuspected => new("tryAgain", $"{LivenessAdvice.After(liveness)} Or sign in another way."),
        Outcome.Undecided when liveness.Policy.IsOn && LivenessAdvice.After(liveness) is { Length: > 0 } advice => new("tryAgain", $"Try again. {advice}"),
        Outcome.NoMatch => new("tryAgain", "Try again in good light, look straight at the camera, or sign in another way."),
        Outcome.Undecided => new("tryAgain", "Try again: look at the camera a little longer, in good light."),
        Outcome.SeveralFaces => OnePerson,
        _ => new("tryAgain", "Try again: look at the camera, in good light."),
    };

    private static Advice For(QualityProblem problem) => problem switch
    {
        QualityProblem.TooSmall => new("comeCloser", "Come closer."),
        QualityProblem.CutOff => new("moveToMiddle", "Move to the middle of the picture."),
        QualityProblem.TooDark or QualityProblem.TooLittleContrast => new("turnToLight", "Turn to the light."),
        QualityProblem.TooBright => new("lessLight", "There is too much light: move out of the glare."),
        QualityProblem.Blurred => HoldStill,
        QualityProblem.TurnedAside => LookStraight,
        QualityProblem.RaisedOrLowered => LookStraight,
        QualityProblem.NotUpright => new("turnCamera", "Turn the camera: the picture is not upright."),
        _ => throw new ArgumentOutOfRangeException(nameof(problem)),
    };
}

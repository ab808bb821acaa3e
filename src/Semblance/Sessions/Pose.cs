namespace Semblance;

/// <summary>The poses of an enrolment. Left and right are the person's own.</summary>
public enum Pose
{
    /// <summary>Looking at the camera.</summary>
    Straight,

    /// <summary>Turned to the person's left.</summary>
    Left,

    /// <summary>Turned to the person's right.</summary>
    Right,

    /// <summary>The chin is raised.</summary>
    Up,

    /// <summary>The chin is lowered.</summary>
    Down,
}

/// <summary>Which pose a head shows.</summary>
internal static class Poses
{
    // Degrees. HeadPose errs by about 10, and enrolment takes no face beyond 25 aside and 20 up or down.
    private const double StraightYaw = 8, StraightPitch = 9, Turned = 10, Tilted = 8;

    /// <summary>All of them, in the order in which they are asked for.</summary>
    public static IReadOnlyList<Pose> All { get; } = Enum.GetValues<Pose>();

    /// <summary>The pose of a head; null between two of them.</summary>
    public static Pose? Of(HeadPose head) => (head.Yaw, head.Pitch) switch
    {
        ( >= -StraightYaw and <= StraightYaw, >= -StraightPitch and <= StraightPitch) => Pose.Straight,
        // Whoever turns to their own left turns the nose to the right of the picture.
        ( >= Turned, _) => Pose.Left,
        ( <= -Turned, _) => Pose.Right,
        (_, >= Tilted) => Pose.Up,
        (_, <= -Tilted) => Pose.Down,
        _ => null,
    };

    /// <summary>The word for it in messages and in the gallery.</summary>
    public static string Word(this Pose pose) => pose.ToString().ToLowerInvariant();
}

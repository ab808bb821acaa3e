namespace Semblance.Liveness;

/// <summary>How large a face is, whichever way it is turned.</summary>
internal static class MotionScale
{
    // Eyes apart and eyes above mouth in the alignment template: a turn aside shortens one, a nod the other.
    private const double EyesPerHeight = 35.24 / 40.68;

    /// <summary>The distance of the eyes as it would be from the front, in pixels.</summary>
    public static double Of(Landmarks l)
    {
        double width = Distance(l.RightEye.X - l.LeftEye.X, l.RightEye.Y - l.LeftEye.Y);
        double height = Distance(l.RightEye.X + l.LeftEye.X - l.RightMouthCorner.X - l.LeftMouthCorner.X, l.RightEye.Y + l.LeftEye.Y - l.RightMouthCorner.Y - l.LeftMouthCorner.Y) / 2;
        return Math.Max(width, EyesPerHeight * height);
    }

    /// <summary>The middle of the five points.</summary>
    public static Point Centre(Landmarks l) => new(
        (l.RightEye.X + l.LeftEye.X + l.NoseTip.X + l.RightMouthCorner.X + l.LeftMouthCorner.X) / 5,
        (l.RightEye.Y + l.LeftEye.Y + l.NoseTip.Y + l.RightMouthCorner.Y + l.LeftMouthCorner.Y) / 5);

    private static double Distance(double x, double y) => Math.Sqrt(x * x + y * y);
}

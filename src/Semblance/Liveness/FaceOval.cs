namespace Semblance.Liveness;

/// <summary>Where a point lies about a face, in its own upright axes and in eye distances from the middle of its five landmarks.</summary>
/// <param name="Centre">The middle of the landmarks, in pixels.</param>
/// <param name="Size">The distance of the eyes as it would be from the front, in pixels (see <see cref="MotionScale"/>).</param>
internal readonly record struct FaceOval(Point Centre, double Size)
{
    /// <summary>Half the width and height of what is surely face: neither hair nor what is behind it.</summary>
    public const float HalfWidth = 1.15f, HalfHeight = 1.45f;

    /// <summary>Half the width and height of the ellipse in which hair may be: what is beyond it does not belong to the head.</summary>
    public const float HairAcross = 1.9f, HairAlong = 2.7f;

    /// <summary>So far below the centre shoulders and hands begin.</summary>
    public const float ShouldersBelow = 0.9f;

    /// <summary>About the landmarks of a face.</summary>
    public static FaceOval Of(Landmarks landmarks)
    {
        ArgumentNullException.ThrowIfNull(landmarks);
        return new FaceOval(MotionScale.Centre(landmarks), MotionScale.Of(landmarks));
    }

    /// <summary>Whether a point is in the face.</summary>
    public bool Holds(Point point)
    {
        var (x, y) = Place(point);
        return x * x / (HalfWidth * HalfWidth) + y * y / (HalfHeight * HalfHeight) < 1;
    }

    /// <summary>Whether a place is around the head: beyond the hair and above the shoulders.</summary>
    internal static bool IsAround(double x, double y) => y <= ShouldersBelow && Radius(x, y) >= 1;

    /// <summary>How far out a place is, 1 being where hair ends.</summary>
    internal static double Radius(double x, double y) => Math.Sqrt(x * x / (HairAcross * HairAcross) + y * y / (HairAlong * HairAlong));

    /// <summary>Where a point lies, in eye distances to the right of the centre and below it.</summary>
    public (double X, double Y) Place(Point point) => ((point.X - Centre.X) / Size, (point.Y - Centre.Y) / Size);
}

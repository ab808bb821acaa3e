using Semblance.Detection;

namespace Semblance.Liveness;

/// <summary>Where a point lies about a face, in its own upright axes and in eye distances from the middle of its five landmarks.</summary>
/// <param name="Centre">The middle of the landmarks, in pixels.</param>
/// <param name="Size">The distance of the eyes as it would be from the front, in pixels (see <see cref="MotionScale"/>).</param>
public readonly record struct FaceOval(Point Centre, double Size)
{
    // Half the width and height of what is surely face: neither hair nor what is behind it.
    private const double Across = 1.15, Along = 1.45;

    /// <summary>About the landmarks of a face.</summary>
    public static FaceOval Of(Landmarks landmarks)
    {
        ArgumentNullException.ThrowIfNull(landmarks);
        return new FaceOval(MotionScale.Centre(landmarks), MotionScale.Of(landmarks));
    }

    /// <summary>The upright rectangle around it, in pixels.</summary>
    public Box Box => new((float)(Centre.X - Across * Size), (float)(Centre.Y - Along * Size), (float)(2 * Across * Size), (float)(2 * Along * Size));

    /// <summary>Whether a point is in the face.</summary>
    public bool Holds(Point point)
    {
        var (x, y) = Place(point);
        return x * x / (Across * Across) + y * y / (Along * Along) < 1;
    }

    /// <summary>Where a point lies, in eye distances to the right of the centre and below it.</summary>
    public (double X, double Y) Place(Point point) => ((point.X - Centre.X) / Size, (point.Y - Centre.Y) / Size);
}

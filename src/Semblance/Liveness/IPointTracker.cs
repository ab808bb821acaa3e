using Semblance.Liveness;

namespace Semblance;

/// <summary>A point that is followed from frame to frame.</summary>
/// <param name="Id">The same number for as long as it is followed, never used again for another point.</param>
/// <param name="At">Where it is in this frame, in pixels of the photo.</param>
public readonly record struct TrackedPoint(int Id, Point At);

/// <summary>
/// Follows corners of a face through the frames of a stream: sparse optical flow. A point that cannot be found again with certainty is dropped, and new ones
/// take the place of those that were lost. Used by one thread.
/// </summary>
public interface IPointTracker : IDisposable
{
    /// <summary>Takes the next frame.</summary>
    /// <param name="photo">The frame. A frame of another size begins anew.</param>
    /// <param name="landmarks">Those of the face in it: points are taken in it (<see cref="FaceOval"/>).</param>
    /// <returns>The points of this frame, each with the number it had in the last one or with a new one.</returns>
    IReadOnlyList<TrackedPoint> Follow(Photo photo, Landmarks landmarks);

    /// <summary>Forgets all points.</summary>
    void Reset();
}

using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Liveness;

/// <summary>A point of one frame found again in the next.</summary>
/// <param name="From">Where it was, in pixels of the earlier frame.</param>
/// <param name="To">Where it is now.</param>
public readonly record struct PointMove(Point From, Point To);

/// <summary>Finds points of a frame again in the next: sparse optical flow. Keeps the last frame. Used by one thread.</summary>
public interface IPointTracker : IDisposable
{
    /// <summary>Follows corners from the last frame to this one.</summary>
    /// <param name="photo">The frame.</param>
    /// <param name="face">Where the face is: points are taken in it and in a ring around it.</param>
    /// <returns>The moves since the last frame; empty for the first frame and after <see cref="Reset"/>.</returns>
    IReadOnlyList<PointMove> Follow(Photo photo, Box face);

    /// <summary>Forgets the last frame.</summary>
    void Reset();
}

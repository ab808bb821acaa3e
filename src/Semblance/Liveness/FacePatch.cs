using System.Numerics;

namespace Semblance.Liveness;

/// <summary>
/// A part of a face, on a head as heads are on the whole: sizes and directions are rounded from proportions of adults, and no more than plausible.
/// </summary>
/// <param name="X">Its middle, in distances between the eyes to the left of the face (the right of the picture) from the face's middle.</param>
/// <param name="Y">Its middle, in shares of the way from the eyes down to the mouth.</param>
/// <param name="Z">Its middle, before (over 0) or behind the plane of eyes and mouth, in heights of the nose tip.</param>
/// <param name="HalfWidth">In distances between the eyes.</param>
/// <param name="HalfHeight">In shares of the way from the eyes to the mouth.</param>
/// <param name="Normal">Where it faces when the face looks ahead: x to the right of the picture, y down, z towards the camera; length 1.</param>
internal sealed record FacePatch(float X, float Y, float Z, float HalfWidth, float HalfHeight, Vector3 Normal)
{
    // Where the nose tip stands between the eyes and the mouth, as in HeadPose.
    private const float NoseShare = 0.57f;

    /// <summary>Forehead, nose, cheeks, the rims before the ears, the corners of the jaw, the chin and the eyes.</summary>
    public static IReadOnlyList<FacePatch> All { get; } =
    [
        Facing(0, -0.5f, 0.1f, 0.35f, 0.15f, 0, -24),
        Facing(0, 0.38f, 0.5f, 0.12f, 0.24f, 0, 0),
        Facing(-0.47f, 0.55f, 0.1f, 0.15f, 0.2f, -20, 5),
        Facing(0.47f, 0.55f, 0.1f, 0.15f, 0.2f, 20, 5),
        Facing(-0.86f, 0.35f, -0.8f, 0.1f, 0.3f, -52, 3),
        Facing(0.86f, 0.35f, -0.8f, 0.1f, 0.3f, 52, 3),
        Facing(-0.62f, 1.1f, -0.6f, 0.12f, 0.18f, -38, 28),
        Facing(0.62f, 1.1f, -0.6f, 0.12f, 0.18f, 38, 28),
        Facing(0, 1.45f, -0.2f, 0.22f, 0.14f, 0, 28),
        Facing(-0.52f, -0.09f, 0, 0.25f, 0.2f, -12, 0),
        Facing(0.52f, -0.09f, 0, 0.25f, 0.2f, 12, 0),
    ];

    /// <summary>
    /// Where a patch lies in the picture: its middle and half its extent in two directions. The face is taken as an affine picture of the head; what depth does is told by how far the
    /// nose tip stands beside its place in the plane of eyes and mouth.
    /// </summary>
    public (Vector2 Middle, Vector2 Across, Vector2 Down) In(Landmarks marks)
    {
        var (origin, across, down, depth) = Axes(marks);
        return (origin + X * across + Y * down + Z * depth, HalfWidth * across, HalfHeight * down);
    }

    private static (Vector2 Origin, Vector2 Across, Vector2 Down, Vector2 Depth) Axes(Landmarks marks)
    {
        Vector2 right = new(marks.RightEye.X, marks.RightEye.Y), left = new(marks.LeftEye.X, marks.LeftEye.Y);
        var mouth = new Vector2(marks.RightMouthCorner.X + marks.LeftMouthCorner.X, marks.RightMouthCorner.Y + marks.LeftMouthCorner.Y) / 2;
        var origin = (right + left) / 2;
        var down = mouth - origin;
        return (origin, left - right, down, new Vector2(marks.NoseTip.X, marks.NoseTip.Y) - origin - NoseShare * down);
    }

    private static FacePatch Facing(float x, float y, float z, float halfWidth, float halfHeight, float aside, float down)
    {
        const float Radian = MathF.PI / 180;
        var normal = new Vector3(MathF.Sin(aside * Radian) * MathF.Cos(down * Radian), MathF.Sin(down * Radian), MathF.Cos(aside * Radian) * MathF.Cos(down * Radian));
        return new FacePatch(x, y, z, halfWidth, halfHeight, normal);
    }
}

using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>A bump (or, below 0, a hollow) of a head, raised towards the viewer.</summary>
/// <param name="X">Where, in millimetres to the right of the face's middle (a second one stands to the left, unless 0).</param>
/// <param name="Y">In millimetres below the eyes.</param>
/// <param name="Width">Deviation of the bell across, millimetres.</param>
/// <param name="Above">Deviation upwards from <paramref name="Y"/>, millimetres.</param>
/// <param name="Below">Deviation downwards.</param>
/// <param name="Height">In millimetres.</param>
internal readonly record struct Bump(float X, float Y, float Width, float Above, float Below, float Height)
{
    /// <summary>How far the surface is raised at a place.</summary>
    public float At(float x, float y)
    {
        float down = (y - Y) / (y < Y ? Above : Below), height = Bell((x - X) / Width);
        if (X != 0)
            height += Bell((x + X) / Width);
        return Height * height * Bell(down);
    }

    private static float Bell(float t) => MathF.Exp(-t * t / 2);
}

/// <summary>
/// The surface of a head: a superquadric with bumps, in millimetres; x to the right of the picture, y down from the eyes, z towards the viewer. Sizes are those of an adult with
/// eyes 63 mm apart, and are no more than plausible: nobody's head was measured.
/// </summary>
/// <param name="Half">Half the width, height and depth of the superquadric.</param>
/// <param name="Middle">How far below the eyes its middle lies.</param>
/// <param name="Exponent">2 for an ellipsoid; more is boxier.</param>
/// <param name="Bumps">Nose, eye sockets and so on.</param>
internal sealed record HeadShape(Vector3 Half, float Middle, float Exponent, IReadOnlyList<Bump> Bumps)
{
    /// <summary>Between the eyes, millimetres.</summary>
    public const float Eyes = 63;

    // Proportions of the template that faces are aligned to.
    private const float MouthDown = 72.7f, MouthAside = 26, NoseDown = 41.4f;

    /// <summary>The head that limits were chosen on: an ellipsoid with nose, mouth and eye sockets.</summary>
    public static HeadShape Ellipsoid { get; } = new(new Vector3(76, 106, 95), 14, 2,
    [
        new Bump(0, NoseDown, 9, 18, 5, 22),
        new Bump(32, 0, 11, 9, 9, -6),
        new Bump(0, MouthDown, 26, 14, 26, 11),
    ]);

    /// <summary>A head of other proportions and another build, kept for the test: broad and boxy, with brows, cheekbones, a broad nose and a chin.</summary>
    public static HeadShape Carved { get; } = new(new Vector3(83, 112, 88), 12, 2.6f,
    [
        new Bump(0, NoseDown - 2, 12, 13, 8, 25),
        new Bump(31, 2, 13, 8, 8, -8),
        new Bump(26, -15, 18, 6, 7, 4),
        new Bump(44, 28, 13, 10, 12, 6),
        new Bump(0, MouthDown + 2, 20, 10, 10, 6),
        new Bump(0, MouthDown + 33, 17, 10, 11, 12),
    ]);

    /// <summary>A third head, rounder than the second and narrower than the first: 146 mm broad, 194 mm long, 228 mm high, with brows, cheekbones and a chin.</summary>
    public static HeadShape Narrow { get; } = new(new Vector3(73, 114, 97), 14, 2.3f,
    [
        new Bump(0, NoseDown, 10, 16, 7, 24),
        new Bump(31, 1, 12, 8, 8, -7),
        new Bump(26, -15, 18, 6, 7, 3),
        new Bump(42, 30, 12, 10, 12, 4),
        new Bump(0, MouthDown + 2, 22, 11, 12, 8),
        new Bump(0, MouthDown + 33, 16, 10, 11, 9),
    ]);

    /// <summary>Eyes, nose tip and mouth corners on the surface, in the order of <see cref="Landmarks"/>.</summary>
    public Vector3[] Landmarks() =>
        [Front(-Eyes / 2, 0), Front(Eyes / 2, 0), Front(0, NoseDown), Front(-MouthAside, MouthDown), Front(MouthAside, MouthDown)];

    /// <summary>The same head, every half axis and bump scaled by up to 6 % of its own.</summary>
    public HeadShape Vary(Random random)
    {
        float Factor() => 0.94f + 0.12f * random.NextSingle();
        return this with
        {
            Half = new Vector3(Half.X * Factor(), Half.Y * Factor(), Half.Z * Factor()),
            Bumps = [.. Bumps.Select(bump => bump with { Height = bump.Height * Factor(), Width = bump.Width * Factor() })],
        };
    }

    /// <summary>The surface's point in a direction.</summary>
    /// <param name="around">Radians from the front, over 0 to the right of the picture.</param>
    /// <param name="down">Radians from the middle, over 0 downwards.</param>
    public Vector3 Surface(float around, float down)
    {
        var (sinAround, cosAround) = MathF.SinCos(around);
        var (sinDown, cosDown) = MathF.SinCos(down);
        var way = new Vector3(sinAround * cosDown, sinDown, cosAround * cosDown);
        float length = MathF.Pow(MathF.Abs(way.X / Half.X), Exponent) + MathF.Pow(MathF.Abs(way.Y / Half.Y), Exponent) + MathF.Pow(MathF.Abs(way.Z / Half.Z), Exponent);
        var point = way * MathF.Pow(length, -1 / Exponent) + new Vector3(0, Middle, 0);
        return point.Z > 0 ? point with { Z = point.Z + Raised(point.X, point.Y) } : point;
    }

    /// <summary>How far the surface stands towards the viewer at a place, in millimetres; beside the head the middle of its depth, 0.</summary>
    public float Depth(float x, float y)
    {
        float left = 1 - MathF.Pow(MathF.Abs(x / Half.X), Exponent) - MathF.Pow(MathF.Abs((y - Middle) / Half.Y), Exponent);
        return left <= 0 ? 0 : Half.Z * MathF.Pow(left, 1 / Exponent) + Raised(x, y);
    }

    private Vector3 Front(float x, float y) => new(x, y, Depth(x, y));

    private float Raised(float x, float y) => Bumps.Sum(bump => bump.At(x, y));
}

using Semblance.Training.Data;

namespace Semblance.Training.Faces;

/// <summary>
/// Makes of a stored face what a webcam might make of it: shifted landmarks, bad light, colour cast, grey, something before the face,
/// small scale, blur, noise, JPEG. Deterministic for a given random generator. Holds working memory: one instance per thread.
/// </summary>
/// <param name="untouched">Share of the faces that only move: light, colour and sharpness stay.</param>
internal sealed class FaceAugmentation(double untouched = 0.15) : IDisposable
{
    /// <summary>Side of an aligned face in pixels.</summary>
    public const int Side = AlignedFace.Side - 2 * AlignedFace.Margin;

    /// <summary>Numbers of a face: 3 planes (red, green, blue) of <see cref="Side"/> x <see cref="Side"/> levels 0..255.</summary>
    public const int Numbers = 3 * Plane;

    private const int Plane = Side * Side;

    private readonly FaceResampler _resampler = new();
    private readonly JpegTrip _jpeg = new();

    /// <summary>The place of a face in a batch.</summary>
    public static Span<float> Slot(float[] batch, int face) => batch.AsSpan(face * Numbers, Numbers);

    /// <summary>The face as it stands on the template.</summary>
    /// <param name="rgb">A stored face.</param>
    /// <param name="mirror">Whether left and right are exchanged.</param>
    /// <param name="into"><see cref="Numbers"/> levels 0..255, plane after plane.</param>
    public static void Centre(ReadOnlySpan<byte> rgb, bool mirror, Span<float> into)
    {
        for (int y = 0, q = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, q++)
            {
                int column = AlignedFace.Margin + (mirror ? Side - 1 - x : x), p = 3 * ((y + AlignedFace.Margin) * AlignedFace.Side + column);
                (into[q], into[Plane + q], into[2 * Plane + q]) = (rgb[p], rgb[p + 1], rgb[p + 2]);
            }
        }
    }

    /// <summary>A varied copy of a stored face.</summary>
    /// <param name="rgb">A stored face.</param>
    /// <param name="random">What decides; it is used up to an unknown place.</param>
    /// <param name="into"><see cref="Numbers"/> levels 0..255, plane after plane.</param>
    public void Vary(ReadOnlySpan<byte> rgb, Random random, Span<float> into)
    {
        Move(rgb, random, into);
        Degrade(into, random);
    }

    /// <summary>Light, colour, occlusion and loss of sharpness, but for the share of faces that stays as it is.</summary>
    /// <param name="into"><see cref="Numbers"/> levels 0..255, plane after plane, changed in place.</param>
    /// <param name="random">What decides.</param>
    public void Degrade(Span<float> into, Random random)
    {
        if (random.NextDouble() < untouched)
            return;
        if (random.NextDouble() < 0.15)
            FaceLight.Grey(into);
        else if (random.NextDouble() < 0.35)
            FaceLight.Cast(into, random);
        if (random.NextDouble() < 0.6)
            FaceLight.Vary(into, random);
        if (random.NextDouble() < 0.2)
            FaceLight.FromOneSide(into, random);
        if (random.NextDouble() < 0.15)
            Cover(into, random);
        bool noiseFirst = random.NextDouble() < 0.5, noise = random.NextDouble() < 0.3;
        if (noise && noiseFirst)
            FaceNoise.Add(into, random);
        double kind = random.NextDouble();
        if (kind < 0.25)
            _resampler.ThroughSmall(into, random.Next(22, 90));
        else if (kind < 0.4)
            _resampler.Blur(into, 0.5 + 2 * random.NextDouble());
        else if (kind < 0.5)
            _resampler.Smear(into, random.Next(3, 10), random.NextDouble() * Math.PI);
        if (noise && !noiseFirst)
            FaceNoise.Add(into, random);
        if (random.NextDouble() < 0.25)
            _jpeg.Through(into, random.Next(15, 85));
    }

    /// <inheritdoc/>
    public void Dispose() => _jpeg.Dispose();

    // The landmarks of a field detector err by a few percent of the eye distance (35 pixels here); sometimes by more.
    private static void Move(ReadOnlySpan<byte> rgb, Random random, Span<float> into)
    {
        double strength = random.NextDouble() < 0.15 ? 2 : 1;
        double angle = random.NextNormal() * strength * 3 * Math.PI / 180, scale = Math.Exp(random.NextNormal() * strength * 0.035);
        double shiftX = random.NextNormal() * strength * 1.2, shiftY = random.NextNormal() * strength * 1.2;
        double a = Math.Cos(angle) * scale, b = Math.Sin(angle) * scale, mirror = random.NextDouble() < 0.5 ? -1 : 1;
        const double middle = (Side - 1) / 2.0, sourceMiddle = (AlignedFace.Side - 1) / 2.0;
        for (int v = 0, q = 0; v < Side; v++)
        {
            for (int u = 0; u < Side; u++, q++)
            {
                double x = (u - middle) * mirror, y = v - middle;
                Sample(rgb, a * x - b * y + sourceMiddle + shiftX, b * x + a * y + sourceMiddle + shiftY, into, q);
            }
        }
    }

    private static void Sample(ReadOnlySpan<byte> rgb, double x, double y, Span<float> into, int q)
    {
        x = Math.Clamp(x, 0, AlignedFace.Side - 1.001);
        y = Math.Clamp(y, 0, AlignedFace.Side - 1.001);
        int column = (int)x, row = (int)y, p = 3 * (row * AlignedFace.Side + column);
        float fx = (float)(x - column), fy = (float)(y - row);
        float topLeft = (1 - fx) * (1 - fy), topRight = fx * (1 - fy), bottomLeft = (1 - fx) * fy, bottomRight = fx * fy;
        const int below = 3 * AlignedFace.Side;
        into[q] = topLeft * rgb[p] + topRight * rgb[p + 3] + bottomLeft * rgb[p + below] + bottomRight * rgb[p + below + 3];
        into[Plane + q] = topLeft * rgb[p + 1] + topRight * rgb[p + 4] + bottomLeft * rgb[p + below + 1] + bottomRight * rgb[p + below + 4];
        into[2 * Plane + q] = topLeft * rgb[p + 2] + topRight * rgb[p + 5] + bottomLeft * rgb[p + below + 2] + bottomRight * rgb[p + below + 5];
    }

    // A hand, a scarf, a lock of hair: a rectangle of one colour.
    private static void Cover(Span<float> face, Random random)
    {
        int width = random.Next(10, 56), height = random.Next(10, 56);
        int left = random.Next(-width / 2, Side - width / 2), top = random.Next(-height / 2, Side - height / 2);
        for (int plane = 0; plane < 3; plane++)
        {
            float level = (float)(255 * random.NextDouble());
            for (int y = Math.Max(0, top); y < Math.Min(Side, top + height); y++)
            {
                int first = Math.Max(0, left), last = Math.Min(Side, left + width);
                face.Slice(plane * Plane + y * Side + first, last - first).Fill(level);
            }
        }
    }
}

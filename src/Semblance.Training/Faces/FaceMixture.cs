namespace Semblance.Training.Faces;

/// <summary>
/// Faces of nobody, from stored faces, which stand on one template: means of several, and one face with a part of another. Three planes
/// of <see cref="AlignedFace.Side"/> x <see cref="AlignedFace.Side"/> levels 0..255.
/// </summary>
internal static class FaceMixture
{
    private const int Side = AlignedFace.Side;
    private const int Plane = Side * Side;

    // Centre and half axes in pixels: eyes, one eye, nose, mouth, the middle of the face, the lower and the upper half, the left half.
    private static readonly (double X, double Y, double Width, double Height)[] s_parts =
        [(60, 55, 40, 15), (42, 55, 20, 14), (60, 70, 18, 22), (60, 96, 26, 15), (60, 76, 30, 36), (60, 112, 90, 46), (60, 8, 90, 58), (4, 60, 56, 90)];

    /// <summary>Numbers of a face.</summary>
    public const int Numbers = 3 * Plane;

    /// <summary>A stored face plane after plane.</summary>
    public static void Spread(ReadOnlySpan<byte> rgb, bool mirror, Span<float> into)
    {
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                int from = 3 * (y * Side + (mirror ? Side - 1 - x : x));
                (into[i], into[Plane + i], into[2 * Plane + i]) = (rgb[from], rgb[from + 1], rgb[from + 2]);
            }
        }
    }

    /// <summary>Moves a face towards another one everywhere alike.</summary>
    public static void Blend(Span<float> face, ReadOnlySpan<float> other, float share)
    {
        for (int i = 0; i < face.Length; i++)
            face[i] += share * (other[i] - face[i]);
    }

    /// <summary>Puts a part of another face in, with soft edges; mostly its colours are brought to the face's first.</summary>
    public static void Exchange(Span<float> face, ReadOnlySpan<float> other, Random random)
    {
        var (centreX, centreY, width, height) = s_parts[random.Next(s_parts.Length)];
        double soft = 0.1 + 0.4 * random.NextDouble(), size = 0.85 + 0.4 * random.NextDouble();
        bool matched = random.NextDouble() < 0.8;
        for (int colour = 0; colour < 3; colour++)
        {
            var mine = face.Slice(colour * Plane, Plane);
            var theirs = other.Slice(colour * Plane, Plane);
            var (gain, offset) = matched ? Match(mine, theirs) : (1, 0);
            for (int y = 0, i = 0; y < Side; y++)
            {
                for (int x = 0; x < Side; x++, i++)
                {
                    double dx = (x - centreX) / (width * size), dy = (y - centreY) / (height * size), distance = Math.Sqrt(dx * dx + dy * dy);
                    float share = (float)Math.Clamp((1 + soft / 2 - distance) / soft, 0, 1);
                    mine[i] += share * (FaceLight.Level(theirs[i] * gain + offset) - mine[i]);
                }
            }
        }
    }

    private static (float Gain, float Offset) Match(ReadOnlySpan<float> mine, ReadOnlySpan<float> theirs)
    {
        var (mean, deviation) = Statistics(mine);
        var (otherMean, otherDeviation) = Statistics(theirs);
        float gain = Math.Clamp(deviation / Math.Max(1, otherDeviation), 0.6f, 1.6f);
        return (gain, mean - otherMean * gain);
    }

    // Of the middle of the picture: there the face is.
    private static (float Mean, float Deviation) Statistics(ReadOnlySpan<float> plane)
    {
        double sum = 0, squares = 0;
        int count = 0;
        for (int y = 35; y < 105; y += 2)
        {
            for (int x = 30; x < 90; x += 2, count++)
            {
                double level = plane[y * Side + x];
                sum += level;
                squares += level * level;
            }
        }
        return ((float)(sum / count), (float)Math.Sqrt(Math.Max(0, squares / count - sum / count * (sum / count))));
    }
}

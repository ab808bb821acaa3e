using Semblance.Training.Data;

namespace Semblance.Training.Faces;

/// <summary>Sensor noise of a training face: three planes of levels 0..255, changed in place.</summary>
internal static class FaceNoise
{
    private const int Plane = FaceAugmentation.Side * FaceAugmentation.Side;

    // Normal numbers drawn once; each face starts at a place of its own.
    private static readonly float[] s_normal = Draw(1 << 18);

    /// <summary>Adds noise of 2 to 20 levels that grows with the root of the level, as photons do; alike in all colours or each for itself.</summary>
    public static void Add(Span<float> face, Random random)
    {
        float deviation = (float)(2 + 18 * Math.Pow(random.NextDouble(), 2));
        bool coloured = random.NextDouble() < 0.5;
        for (int plane = 0, at = random.Next(s_normal.Length / 2); plane < 3; plane++)
        {
            if (plane > 0 && coloured)
                at = random.Next(s_normal.Length / 2);
            var levels = face.Slice(plane * Plane, Plane);
            for (int i = 0; i < Plane; i++)
                levels[i] = FaceLight.Level(levels[i] + deviation * (0.4f + 0.6f * MathF.Sqrt(levels[i] / 128)) * s_normal[at + i]);
        }
    }

    private static float[] Draw(int count)
    {
        var random = new Random(1);
        var numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (float)random.NextNormal();
        return numbers;
    }
}

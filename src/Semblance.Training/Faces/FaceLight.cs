namespace Semblance.Training.Faces;

/// <summary>Light and colour of a training face: three planes of levels 0..255, as high as wide, changed in place.</summary>
internal static class FaceLight
{
    /// <summary>Takes the colour out.</summary>
    public static void Grey(Span<float> face)
    {
        int plane = face.Length / 3;
        for (int i = 0; i < plane; i++)
            face[i] = face[plane + i] = face[2 * plane + i] = 0.299f * face[i] + 0.587f * face[plane + i] + 0.114f * face[2 * plane + i];
    }

    /// <summary>Multiplies each colour by its own factor, 0.75 to 1.33, and takes some saturation away or adds some.</summary>
    public static void Cast(Span<float> face, Random random)
    {
        int plane = face.Length / 3;
        float red = Factor(), green = Factor(), blue = Factor(), saturation = (float)(0.3 + 1.1 * random.NextDouble());
        for (int i = 0; i < plane; i++)
        {
            float r = face[i] * red, g = face[plane + i] * green, b = face[2 * plane + i] * blue, grey = 0.299f * r + 0.587f * g + 0.114f * b;
            face[i] = Level(grey + (r - grey) * saturation);
            face[plane + i] = Level(grey + (g - grey) * saturation);
            face[2 * plane + i] = Level(grey + (b - grey) * saturation);
        }

        float Factor() => (float)Math.Exp(0.29 * (2 * random.NextDouble() - 1));
    }

    /// <summary>Gamma, contrast and brightness; in a third of the cases low light.</summary>
    public static void Vary(Span<float> face, Random random)
    {
        double gamma = Math.Exp(0.5 * (2 * random.NextDouble() - 1)), gain = 0.75 + 0.5 * random.NextDouble(), offset = 40 * (2 * random.NextDouble() - 1);
        if (random.NextDouble() < 0.33)
            (gamma, gain, offset) = (1 + 1.2 * random.NextDouble(), 0.25 + 0.6 * random.NextDouble(), 15 * random.NextDouble());
        Span<float> curve = stackalloc float[257];
        for (int i = 0; i < curve.Length; i++)
            curve[i] = Level((float)((255 * Math.Pow(Math.Min(i, 255) / 255.0, gamma) - 128) * gain + 128 * Math.Min(1, gain) + offset));
        for (int i = 0; i < face.Length; i++)
        {
            int below = (int)face[i];
            face[i] = curve[below] + (curve[below + 1] - curve[below]) * (face[i] - below);
        }
    }

    /// <summary>Brightens one side and darkens the other, as a window or a lamp beside the face does.</summary>
    public static void FromOneSide(Span<float> face, Random random)
    {
        int plane = face.Length / 3, side = (int)Math.Sqrt(plane);
        double angle = 2 * Math.PI * random.NextDouble(), strength = 0.2 + 0.6 * random.NextDouble();
        float across = (float)(Math.Cos(angle) * strength * 2 / side), down = (float)(Math.Sin(angle) * strength * 2 / side);
        for (int y = 0, i = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++, i++)
            {
                float factor = Math.Max(0.1f, 1 + across * (x - side / 2) + down * (y - side / 2));
                face[i] = Level(face[i] * factor);
                face[plane + i] = Level(face[plane + i] * factor);
                face[2 * plane + i] = Level(face[2 * plane + i] * factor);
            }
        }
    }

    /// <summary>Keeps a level inside 0..255.</summary>
    public static float Level(float value) => Math.Clamp(value, 0, 255);
}

using System.Numerics;
using Semblance.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>Something before a camera, under a room's light and a screen's. Frames in order; not thread-safe.</summary>
internal abstract class RelitScene(int width, int height)
{
    /// <summary>Width in pixels.</summary>
    public int Width => width;

    /// <summary>Height in pixels.</summary>
    public int Height => height;

    /// <summary>The face of a frame, where its detector would find it.</summary>
    public abstract Face FaceAt(int index);

    /// <summary>The light that reaches the camera, 1 for a white surface in the room's light.</summary>
    /// <param name="index">Of the frame.</param>
    /// <param name="shown">What the screen shows, 0 to 1.</param>
    /// <param name="light">Filled: interleaved red, green and blue.</param>
    public abstract void Render(int index, Vector3 shown, float[] light);

    /// <summary>Mean light of a photo.</summary>
    protected internal static float[] MeanOf(Photo photo)
    {
        var sums = new double[3];
        for (int i = 0; i < photo.Rgb.Length; i++)
            sums[i % 3] += LinearLight.Table[photo.Rgb[i]];
        return [.. sums.Select(sum => (float)(sum / (photo.Width * photo.Height)))];
    }

    /// <summary>Adds the screen's light to a photo that was taken in the room's.</summary>
    protected static void Relight(Photo photo, LightMap map, Vector3 screen, float[] light)
    {
        var table = LinearLight.Table;
        var rgb = photo.Rgb;
        for (int pixel = 0, i = 0; i < light.Length; pixel++, i += 3)
        {
            float diffuse = map.Diffuse[pixel], gloss = map.Gloss[pixel];
            light[i] = table[rgb[i]] * (1 + screen.X * diffuse) + screen.X * gloss;
            light[i + 1] = table[rgb[i + 1]] * (1 + screen.Y * diffuse) + screen.Y * gloss;
            light[i + 2] = table[rgb[i + 2]] * (1 + screen.Z * diffuse) + screen.Z * gloss;
        }
    }
}

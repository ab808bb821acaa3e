namespace Semblance.Liveness;

/// <summary>A face at one moment, grey, upright, in one size and a little blurred, so that the noise of cameras and encoders hardly counts. Immutable.</summary>
internal sealed class LifeLook
{
    /// <summary>Width and height in pixels; the eyes and the mouth are 22 apart.</summary>
    public const int Side = 48;

    // Pixels of a look between eyes and mouth.
    private const double Height = 22;

    // Along each side of a pixel, of large faces.
    private const int MostSamples = 4;

    private readonly float[] _levels;

    private LifeLook(float[] levels) => _levels = levels;

    /// <summary>The level at a pixel, 0 to 255.</summary>
    public float this[int x, int y] => _levels[y * Side + x];

    /// <summary>Cuts it out. Beyond the picture its edge goes on.</summary>
    public static LifeLook Of(Photo photo, Face face)
    {
        var place = FacePlace.Of(face);
        var (sin, cos) = Math.SinCos(face.Landmarks is { } landmarks ? HeadPose.Of(landmarks).Roll * Math.PI / 180 : 0);
        double step = place.Size / Height;
        int samples = Math.Clamp((int)Math.Ceiling(step), 1, MostSamples);
        var levels = new float[Side * Side];
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                float sum = 0;
                for (int k = 0; k < samples * samples; k++)
                {
                    double across = (x + (k % samples + 0.5) / samples - Side / 2.0) * step, down = (y + (k / samples + 0.5) / samples - Side / 2.0) * step;
                    sum += Green(photo, place.X + cos * across - sin * down, place.Y + sin * across + cos * down);
                }
                levels[i] = sum / (samples * samples);
            }
        }
        return new LifeLook(Blur(levels));
    }

    /// <summary>The level between pixels; beyond the edge the edge goes on.</summary>
    public float At(double x, double y)
    {
        x = Math.Clamp(x, 0, Side - 1.001);
        y = Math.Clamp(y, 0, Side - 1.001);
        int column = (int)x, row = (int)y, i = row * Side + column;
        float fx = (float)(x - column), fy = (float)(y - row);
        float above = _levels[i] + fx * (_levels[i + 1] - _levels[i]), below = _levels[i + Side] + fx * (_levels[i + Side + 1] - _levels[i + Side]);
        return above + fy * (below - above);
    }

    private static float Green(Photo photo, double x, double y)
    {
        x = Math.Clamp(x, 0, photo.Width - 1.001);
        y = Math.Clamp(y, 0, photo.Height - 1.001);
        int column = (int)x, row = (int)y, i = 3 * (row * photo.Width + column) + 1, below = i + 3 * photo.Width;
        float fx = (float)(x - column), fy = (float)(y - row);
        var rgb = photo.Rgb;
        float upper = rgb[i] + fx * (rgb[i + 3] - rgb[i]), lower = rgb[below] + fx * (rgb[below + 3] - rgb[below]);
        return upper + fy * (lower - upper);
    }

    // A quarter, a half, a quarter, across and along.
    private static float[] Blur(float[] levels)
    {
        var across = new float[levels.Length];
        for (int i = 0; i < levels.Length; i++)
        {
            int column = i % Side;
            across[i] = (levels[column == 0 ? i : i - 1] + 2 * levels[i] + levels[column == Side - 1 ? i : i + 1]) / 4;
        }
        var blurred = new float[levels.Length];
        for (int i = 0; i < levels.Length; i++)
            blurred[i] = (across[i < Side ? i : i - Side] + 2 * across[i] + across[i >= levels.Length - Side ? i : i + Side]) / 4;
        return blurred;
    }
}

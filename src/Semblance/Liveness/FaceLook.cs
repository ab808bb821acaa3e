namespace Semblance.Liveness;

/// <summary>A face in one size and upright, grey, with where its landmarks lie: what is kept of a frame to compare looks with each other.</summary>
internal sealed class FaceLook
{
    /// <summary>Width and height.</summary>
    public const int Side = 96;

    // Pixels for a unit of the alignment template; the eyes are 39 apart.
    private const double Scale = 1.1, Eyes = 35.24;

    // Along each side of a pixel, of large faces.
    private const int MostSamples = 4;

    private FaceLook(float[] levels, (double X, double Y)[] points) => (Levels, Points) = (levels, points);

    /// <summary>Grey levels, row by row.</summary>
    public float[] Levels { get; }

    /// <summary>The five landmarks in it, in the order of <see cref="Landmarks"/>.</summary>
    public (double X, double Y)[] Points { get; }

    /// <summary>Cuts it out.</summary>
    public static FaceLook Of(Photo photo, Landmarks landmarks)
    {
        var (sin, cos) = Math.SinCos(HeadPose.Of(landmarks).Roll * Math.PI / 180);
        double eyesX = (landmarks.RightEye.X + landmarks.LeftEye.X) / 2.0, eyesY = (landmarks.RightEye.Y + landmarks.LeftEye.Y) / 2.0;
        double mouthX = (landmarks.RightMouthCorner.X + landmarks.LeftMouthCorner.X) / 2.0, mouthY = (landmarks.RightMouthCorner.Y + landmarks.LeftMouthCorner.Y) / 2.0;
        double step = MotionScale.Of(landmarks) / Eyes / Scale, middleX = (eyesX + mouthX) / 2, middleY = (eyesY + mouthY) / 2;
        int samples = Math.Clamp((int)Math.Ceiling(step), 1, MostSamples);
        var levels = new float[Side * Side];
        for (int y = 0, i = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++, i++)
            {
                double sum = 0;
                for (int k = 0; k < samples * samples; k++)
                {
                    double across = (x - Side / 2.0 + (k % samples + 0.5) / samples - 0.5) * step, down = (y - Side / 2.0 + (k / samples + 0.5) / samples - 0.5) * step;
                    sum += Grey(photo, middleX + cos * across - sin * down, middleY + sin * across + cos * down);
                }
                levels[i] = (float)(sum / (samples * samples));
            }
        }
        var points = landmarks.ToList().Select(point =>
        {
            double across = (point.X - middleX) / step, down = (point.Y - middleY) / step;
            return (Side / 2.0 + cos * across + sin * down, Side / 2.0 - sin * across + cos * down);
        }).ToArray();
        return new FaceLook(levels, points);
    }

    /// <summary>The level between pixels.</summary>
    public double At(double x, double y)
    {
        x = Math.Clamp(x, 0, Side - 1.001);
        y = Math.Clamp(y, 0, Side - 1.001);
        int column = (int)x, row = (int)y, i = row * Side + column;
        (x, y) = (x - column, y - row);
        return (1 - y) * ((1 - x) * Levels[i] + x * Levels[i + 1]) + y * ((1 - x) * Levels[i + Side] + x * Levels[i + Side + 1]);
    }

    private static double Level(ReadOnlySpan<byte> rgb, int at) => 0.3 * rgb[at] + 0.59 * rgb[at + 1] + 0.11 * rgb[at + 2];

    private static double Grey(Photo photo, double x, double y)
    {
        x = Math.Clamp(x, 0, photo.Width - 1.001);
        y = Math.Clamp(y, 0, photo.Height - 1.001);
        int column = (int)x, row = (int)y, i = 3 * (row * photo.Width + column), below = i + 3 * photo.Width;
        (x, y) = (x - column, y - row);
        var rgb = photo.Rgb;
        return (1 - y) * ((1 - x) * Level(rgb, i) + x * Level(rgb, i + 3)) + y * ((1 - x) * Level(rgb, below) + x * Level(rgb, below + 3));
    }
}

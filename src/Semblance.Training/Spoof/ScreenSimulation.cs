namespace Semblance.Training.Spoof;

/// <summary>
/// What a display does to the face it shows, as a camera sees it: the coded video's softness, gamma, a bluish white, raised blacks, a grid of stripes in three colours (which a sensor of another pitch
/// turns into moire), bands of its refresh, reflections of the room. Drawn once for a sample, for both of its crops.
/// </summary>
internal sealed class ScreenSimulation
{
    private readonly double _gamma, _contrast, _black, _saturation, _blur, _pitch, _angle, _columns, _rows, _warp, _bands, _bandStrength, _bandPhase;
    private readonly double _glareX, _glareY, _glareWidth, _glare;
    private readonly float[] _cast;
    private readonly bool _hasSubpixels;

    public ScreenSimulation(Random random)
    {
        (_gamma, _contrast, _black, _saturation) = (random.BetweenLog(0.75, 1.45), random.Between(0.7, 1.15), random.Happens(0.6) ? random.Between(0, 38) : 0, random.Between(0.7, 1.35));
        _blur = random.Happens(0.7) ? random.Between(0.3, 1.3) : 0;
        _cast = [(float)random.Between(0.84, 1.04), (float)random.Between(0.92, 1.05), (float)random.Between(0.95, 1.22)];
        // In pixels of the camera. Near and under 2 the grid cannot be resolved and shows as slow waves.
        (_pitch, _angle, _warp) = (random.BetweenLog(0.85, 5), random.Between(-0.2, 0.2) + (random.Happens(0.3) ? Math.PI / 2 : 0), random.Between(-0.12, 0.12));
        bool isVisible = random.Happens(0.75);
        (_columns, _rows) = (isVisible ? random.BetweenLog(0.015, 0.3) : 0, isVisible && random.Happens(0.6) ? random.BetweenLog(0.01, 0.2) : 0);
        _hasSubpixels = random.Happens(0.7);
        bool hasBands = random.Happens(0.35);
        (_bands, _bandStrength, _bandPhase) = (random.Between(0.4, 6), hasBands ? random.Between(0.02, 0.14) : 0, random.NextDouble());
        bool reflects = random.Happens(0.45);
        (_glareX, _glareY, _glareWidth, _glare) = (random.NextDouble(), random.NextDouble(), random.Between(0.1, 0.8), reflects ? random.Between(6, 70) : 0);
    }

    /// <summary>Shows a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="pixels">How many of its pixels make one of the tight crop's.</param>
    public SpoofPicture Apply(SpoofPicture picture, double pixels)
    {
        picture = picture.Blurred(_blur * pixels);
        float[] tones = [.. Enumerable.Range(0, 256).Select(level => (float)(_black + _contrast * 255 * Math.Pow(level / 255.0, _gamma)))];
        var (rgb, side) = (picture.Rgb, picture.Side);
        double pitch = _pitch * pixels, across = Math.Cos(_angle) / pitch, along = Math.Sin(_angle) / pitch;
        // A reduced picture has the mean of several of its pixels, and hardly a grid.
        float columns = (float)(_columns * Math.Min(1, pixels)), rows = (float)(_rows * Math.Min(1, pixels));
        for (int y = 0, i = 0; y < side; y++)
        {
            double v = (double)y / side;
            float band = 1 + (float)_bandStrength * Draws.CosineOfTurns(_bands * v + _bandPhase);
            for (int x = 0; x < side; x++, i += 3)
            {
                double u = (double)x / side, bend = 1 + _warp * (u - 0.5) * (v - 0.5);
                double column = (across * x + along * y) * bend, row = (across * y - along * x) * bend;
                float cell = 1 + rows * Draws.CosineOfTurns(row);
                float glare = _glare == 0 ? 0 : (float)(_glare * Math.Exp(-(Square(u - _glareX) + Square(v - _glareY)) / (2 * Square(_glareWidth))));
                float grey = 0.299f * rgb[i] + 0.587f * rgb[i + 1] + 0.114f * rgb[i + 2];
                for (int c = 0; c < 3; c++)
                {
                    float level = grey + (float)_saturation * (rgb[i + c] - grey);
                    float stripe = 1 + columns * Draws.CosineOfTurns(_hasSubpixels ? column + c / 3.0 : column);
                    rgb[i + c] = tones[(int)Math.Clamp(level, 0, 255)] * _cast[c] * stripe * cell * band + glare;
                }
            }
        }
        return picture;
    }

    private static double Square(double value) => value * value;
}

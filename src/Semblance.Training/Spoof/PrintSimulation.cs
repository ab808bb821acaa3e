namespace Semblance.Training.Spoof;

/// <summary>
/// What paper does to the face that is printed on it, as a camera sees it: fewer colours and less contrast, ink that runs, dots of a halftone at an angle of its own for each colour, the grain of the
/// paper, stripes of the print head, shading of a bent sheet, glossy spots. Drawn once for a sample, for both of its crops.
/// </summary>
internal sealed class PrintSimulation
{
    private const int GrainSide = 64;

    private readonly double _dark, _bright, _gamma, _saturation, _blur, _pitch, _dots, _stripes, _stripePitch, _bend, _bendTurns, _bendPhase, _bendAngle, _grain;
    private readonly double _spotX, _spotY, _spotWidth, _spotHeight, _spot;
    private readonly double[] _angles;
    private readonly float[] _tint, _noise;

    public PrintSimulation(Random random)
    {
        (_dark, _bright, _gamma, _saturation) = (random.Between(5, 60), random.Between(165, 250), random.BetweenLog(0.7, 1.5), random.Happens(0.08) ? 0 : random.Between(0.4, 1.05));
        _blur = random.Between(0.2, 1.4);
        _tint = [(float)random.Between(0.9, 1.1), (float)random.Between(0.93, 1.07), (float)random.Between(0.88, 1.1)];
        (_pitch, _dots) = (random.BetweenLog(1.2, 5), random.Happens(0.6) ? random.BetweenLog(0.015, 0.22) : 0);
        double first = random.Between(0, Math.PI / 2);
        _angles = [first, first + Math.PI / 6, first + Math.PI / 3];
        (_stripes, _stripePitch) = (random.Happens(0.25) ? random.Between(0.01, 0.07) : 0, random.Between(3, 25));
        (_bend, _bendTurns, _bendPhase, _bendAngle) = (random.Happens(0.6) ? random.Between(0.03, 0.2) : 0, random.Between(0.2, 1.1), random.NextDouble(), random.Between(0, 2 * Math.PI));
        _grain = random.BetweenLog(0.5, 6);
        _noise = [.. Enumerable.Range(0, GrainSide * GrainSide).Select(_ => (float)random.Between(-1, 1))];
        bool isGlossy = random.Happens(0.35);
        (_spotX, _spotY, _spotWidth, _spotHeight, _spot) = (random.NextDouble(), random.NextDouble(), random.Between(0.06, 0.4), random.Between(0.06, 0.4), isGlossy ? random.Between(20, 140) : 0);
    }

    /// <summary>Prints a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="pixels">How many of its pixels make one of the tight crop's.</param>
    public SpoofPicture Apply(SpoofPicture picture, double pixels)
    {
        picture = picture.Blurred(_blur * pixels);
        float[] tones = [.. Enumerable.Range(0, 256).Select(level => (float)(_dark + (_bright - _dark) * Math.Pow(level / 255.0, _gamma)))];
        var (rgb, side) = (picture.Rgb, picture.Side);
        double pitch = _pitch * pixels, step = 1 / pixels;
        float dots = (float)(_dots * Math.Min(1, pixels));
        double bendAcross = _bendTurns * Math.Cos(_bendAngle), bendAlong = _bendTurns * Math.Sin(_bendAngle);
        var (cosines, sines) = (_angles.Select(Math.Cos).ToArray(), _angles.Select(Math.Sin).ToArray());
        for (int y = 0, i = 0; y < side; y++)
        {
            double v = (double)y / side;
            float stripe = 1 + (float)_stripes * Draws.CosineOfTurns(y * step / _stripePitch);
            for (int x = 0; x < side; x++, i += 3)
            {
                double u = (double)x / side;
                float shade = 1 + (float)_bend * Draws.CosineOfTurns(u * bendAcross + v * bendAlong + _bendPhase);
                float spot = _spot == 0 ? 0 : (float)(_spot * Math.Exp(-Square((u - _spotX) / _spotWidth) - Square((v - _spotY) / _spotHeight)));
                float grain = (float)_grain * _noise[GrainSide * Grain(y * step) + Grain(x * step)];
                float grey = 0.299f * rgb[i] + 0.587f * rgb[i + 1] + 0.114f * rgb[i + 2];
                for (int c = 0; c < 3; c++)
                {
                    float dot = 1 + dots * Draws.CosineOfTurns((x * cosines[c] + y * sines[c]) / pitch) * Draws.CosineOfTurns((y * cosines[c] - x * sines[c]) / pitch);
                    float level = grey + (float)_saturation * (rgb[i + c] - grey);
                    rgb[i + c] = (tones[(int)Math.Clamp(level * dot, 0, 255)] * _tint[c] + grain) * stripe * shade + spot;
                }
            }
        }
        return picture;
    }

    private static int Grain(double at) => (int)(0.7 * at) % GrainSide;

    private static double Square(double value) => value * value;
}

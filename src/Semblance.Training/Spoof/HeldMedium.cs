namespace Semblance.Training.Spoof;

/// <summary>
/// How a sheet or a screen is held before the camera in the wide crop: where it ends, its margin or bezel, the hand that holds it, and the room behind. Often it reaches beyond the picture.
/// </summary>
internal sealed class HeldMedium
{
    private readonly double _centreX, _centreY, _halfWidth, _halfHeight, _cos, _sin, _border;
    private readonly float[] _borderColour;
    private readonly double _handX, _handY, _handSize;
    private readonly bool _hasHand;

    public HeldMedium(Random random, bool isScreen)
    {
        bool fills = random.Happens(0.35);
        (_centreX, _centreY) = (random.Between(-0.1, 0.1), random.Between(-0.1, 0.12));
        (_halfWidth, _halfHeight) = fills ? (2, 2) : (random.Between(0.24, 0.6), random.Between(0.27, 0.65));
        double angle = random.Between(-0.25, 0.25);
        (_cos, _sin) = (Math.Cos(angle), Math.Sin(angle));
        _border = isScreen ? random.Between(0.005, 0.08) : random.Happens(0.5) ? random.Between(0.01, 0.1) : 0;
        float tone = (float)(isScreen ? random.Happens(0.8) ? random.Between(5, 60) : random.Between(170, 245) : random.Between(180, 250));
        _borderColour = [tone, tone, tone];
        _hasHand = !fills && random.Happens(0.4);
        bool isAtTheSide = random.Happens(0.5);
        int direction = random.Happens(0.5) ? 1 : -1;
        (_handX, _handY) = isAtTheSide ? (direction * _halfWidth, random.Between(0, 1) * _halfHeight) : (random.Between(-1, 1) * _halfWidth, _halfHeight);
        _handSize = random.Between(0.05, 0.14);
    }

    /// <summary>Puts the medium before a background.</summary>
    /// <param name="medium">What it shows, over the whole crop.</param>
    /// <param name="background">What is behind, of the same size.</param>
    public SpoofPicture Before(SpoofPicture medium, SpoofPicture background)
    {
        int side = medium.Side;
        var middle = medium.Rgb.AsSpan(3 * (side / 2 * side + side / 2), 3);
        float[] skin = [Math.Clamp(middle[0], 60, 230), Math.Clamp(middle[1], 45, 190), Math.Clamp(middle[2], 35, 170)];
        for (int y = 0, i = 0; y < side; y++)
        {
            for (int x = 0; x < side; x++, i += 3)
            {
                double dx = (double)x / side - 0.5 - _centreX, dy = (double)y / side - 0.5 - _centreY;
                double u = dx * _cos + dy * _sin, v = dy * _cos - dx * _sin;
                double outside = Math.Max(Math.Abs(u) - _halfWidth, Math.Abs(v) - _halfHeight);
                ReadOnlySpan<float> pixel = _hasHand && Square((u - _handX) / _handSize) + Square((v - _handY) / (1.6 * _handSize)) < 1 ? skin
                    : outside <= -_border ? medium.Rgb.AsSpan(i, 3)
                    : outside <= 0 ? _borderColour
                    : background.Rgb.AsSpan(i, 3);
                pixel.CopyTo(medium.Rgb.AsSpan(i, 3));
            }
        }
        return medium;
    }

    private static double Square(double value) => value * value;
}

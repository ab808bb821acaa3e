using Semblance.Imaging;
using Semblance.Training.Data;

namespace Semblance.Training.Spoof;

/// <summary>
/// What a camera and its driver do to whatever is before them, live or not: softness, exposure, gamma, white balance, noise, few colours, JPEG. Live faces get it as attacks do, so that none of it tells them
/// apart. Drawn once for a sample, for both of its crops.
/// </summary>
internal sealed class CameraSimulation
{
    // Drawn once, with mean 0 and deviation 1; each photo starts at a place of its own. Draws for every pixel would cost more than the network.
    private static readonly float[] s_noise = Draw(1 << 18);

    private readonly double _blur, _gamma, _exposure, _noise;
    private readonly double[] _balance;
    private readonly int _quality, _levels;
    private readonly bool _hasGreyNoise, _isDiffused;

    public CameraSimulation(Random random)
    {
        _blur = random.Happens(0.55) ? random.Between(0.3, 1.5) : 0;
        (_gamma, _exposure) = (random.BetweenLog(0.75, 1.3), random.BetweenLog(0.65, 1.35));
        _balance = [random.Between(0.86, 1.14), random.Between(0.95, 1.05), random.Between(0.86, 1.14)];
        _noise = random.Happens(0.7) ? random.BetweenLog(0.6, 9) : 0;
        _hasGreyNoise = random.Happens(0.4);
        _quality = random.Happens(0.7) ? random.Next(25, 97) : 0;
        (_levels, _isDiffused) = (random.Happens(0.2) ? random.Next(4, 8) : 0, random.Happens(0.5));
    }

    /// <summary>Takes the picture, at the size that the network sees.</summary>
    /// <param name="picture">What is before it.</param>
    /// <param name="pixels">How many of its pixels make one of the tight crop's.</param>
    /// <param name="random">The noise.</param>
    public Photo Take(SpoofPicture picture, double pixels, Random random)
    {
        picture = picture.Blurred(_blur * pixels);
        var tones = _balance.Select(gain => Enumerable.Range(0, 256).Select(level => (float)(gain * _exposure * 255 * Math.Pow(level / 255.0, _gamma))).ToArray()).ToArray();
        var rgb = picture.Rgb;
        float noise = (float)(_noise * Math.Min(1, pixels));
        int at = random.Next(s_noise.Length), step = _hasGreyNoise ? 0 : 1;
        for (int i = 0; i < rgb.Length; i += 3)
        {
            for (int c = 0; c < 3; c++)
                rgb[i + c] = tones[c][(int)Math.Clamp(rgb[i + c], 0, 255)] + noise * s_noise[at = (at + step) & (s_noise.Length - 1)];
            at += 1 - step;
        }
        if (_levels > 0 && _isDiffused)
            FewColours.Diffused(picture, _levels);
        else if (_levels > 0)
            FewColours.Ordered(picture, _levels);
        var photo = picture.ToPhoto();
        if (_quality > 0)
            photo = PhotoReader.Decode(photo.EncodeJpeg(_quality), "a training picture");
        return photo.Resize(Networks.SpoofCnn.Side, Networks.SpoofCnn.Side);
    }

    private static float[] Draw(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
    }
}

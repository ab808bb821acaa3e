using System.Numerics;

namespace Semblance.Training.Spoof;

/// <summary>Mean and deviation of a picture's red, green and blue levels.</summary>
internal readonly record struct ColourStatistics(Vector3 Mean, Vector3 Deviation)
{
    // So many pixels say enough.
    private const int Step = 7;

    /// <summary>Of a photo.</summary>
    public static ColourStatistics Of(Photo photo)
    {
        Vector3 sum = default, squares = default;
        int count = 0;
        for (int i = 0; i + 2 < photo.Rgb.Length; i += 3 * Step, count++)
        {
            var pixel = new Vector3(photo.Rgb[i], photo.Rgb[i + 1], photo.Rgb[i + 2]);
            (sum, squares) = (sum + pixel, squares + pixel * pixel);
        }
        var mean = sum / count;
        return new(mean, Vector3.SquareRoot(Vector3.Max(squares / count - mean * mean, Vector3.One)));
    }
}

/// <summary>
/// A picture takes over another one's colours in part: mean and deviation of each channel move towards the other's (Reinhard et al. 2001, in RGB). Style mixing of training sets that way helps networks
/// on cameras that they never saw (Zhou et al. 2021, MixStyle).
/// </summary>
internal readonly record struct ColourChange(Vector3 Gain, Vector3 Offset)
{
    private const float LeastGain = 0.5f, MostGain = 2;

    /// <summary>From one picture's colours towards another's.</summary>
    /// <param name="own">Those it has.</param>
    /// <param name="other">Those it moves towards.</param>
    /// <param name="share">How far, 0 to 1.</param>
    public static ColourChange Between(ColourStatistics own, ColourStatistics other, double share)
    {
        float part = (float)share;
        var gain = Vector3.Clamp(Vector3.Lerp(Vector3.One, other.Deviation / own.Deviation, part), new(LeastGain), new(MostGain));
        return new(gain, Vector3.Lerp(own.Mean, other.Mean, part) - gain * own.Mean);
    }

    /// <summary>Changes a picture.</summary>
    public void Apply(SpoofPicture picture)
    {
        var rgb = picture.Rgb;
        for (int i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (Gain.X * rgb[i] + Offset.X, Gain.Y * rgb[i + 1] + Offset.Y, Gain.Z * rgb[i + 2] + Offset.Z);
    }
}

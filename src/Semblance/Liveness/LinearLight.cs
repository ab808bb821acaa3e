namespace Semblance.Liveness;

/// <summary>Light as a share of the brightest, from levels of sRGB (IEC 61966-2-1): sums and ratios of light mean something, those of levels do not.</summary>
internal static class LinearLight
{
    /// <summary>Of the levels 0 to 255.</summary>
    public static ReadOnlySpan<float> Table => s_table;

    private static readonly float[] s_table = [.. Enumerable.Range(0, 256).Select(level => (float)Of(level / 255.0))];

    /// <summary>Of one channel of a painted colour.</summary>
    public static double Of(LightColour colour, int channel) => s_table[channel switch { 0 => colour.Red, 1 => colour.Green, _ => colour.Blue }];

    private static double Of(double level) => level <= 0.04045 ? level / 12.92 : Math.Pow((level + 0.055) / 1.055, 2.4);
}

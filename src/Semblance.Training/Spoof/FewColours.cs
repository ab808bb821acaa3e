namespace Semblance.Training.Spoof;

/// <summary>
/// Reduces a picture to a few levels a channel and hides the steps by dots, as GIF files and old drivers do. The dots lie in a grid much like that of a screen, so live faces must show it as
/// often as attacks.
/// </summary>
internal static class FewColours
{
    // Bayer's matrix of 4 x 4 thresholds (Bayer 1973).
    private static readonly int[] s_order = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

    /// <summary>Rounds to even levels, up or down by the place in a grid.</summary>
    /// <param name="picture">Changed in place.</param>
    /// <param name="levels">Levels of each channel, at least 2: 4 make 64 colours, 6 make 216.</param>
    public static void Ordered(SpoofPicture picture, int levels)
    {
        float step = 255f / (levels - 1);
        for (int i = 0; i < picture.Rgb.Length; i++)
        {
            int x = i / 3 % picture.Side, y = i / 3 / picture.Side;
            float threshold = (s_order[4 * (y & 3) + (x & 3)] + 0.5f) / 16;
            picture.Rgb[i] = step * MathF.Floor(Math.Clamp(picture.Rgb[i], 0, 255) / step + threshold);
        }
    }

    /// <summary>Rounds to even levels and hands what is lost on to the pixels behind (Floyd and Steinberg 1976).</summary>
    /// <param name="picture">Changed in place.</param>
    /// <param name="levels">Levels of each channel, at least 2.</param>
    public static void Diffused(SpoofPicture picture, int levels)
    {
        float step = 255f / (levels - 1);
        var (rgb, row) = (picture.Rgb, 3 * picture.Side);
        for (int i = 0; i < rgb.Length; i++)
        {
            float wanted = Math.Clamp(rgb[i], 0, 255), given = step * MathF.Round(wanted / step), lost = wanted - given;
            rgb[i] = given;
            bool isFirst = i % row < 3, isLast = i % row >= row - 3, hasBelow = i + row < rgb.Length;
            if (!isLast)
                rgb[i + 3] += lost * 7 / 16;
            if (!hasBelow)
                continue;
            rgb[i + row] += lost * 5 / 16;
            if (!isFirst)
                rgb[i + row - 3] += lost * 3 / 16;
            if (!isLast)
                rgb[i + row + 3] += lost / 16;
        }
    }
}

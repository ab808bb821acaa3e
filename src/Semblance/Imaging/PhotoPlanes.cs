namespace Semblance.Imaging;

/// <summary>Photos as networks take them that want levels and scale them by themselves.</summary>
internal static class PhotoPlanes
{
    /// <summary>Red, green, blue, plane after plane: <c>3 x Height x Width</c> levels 0..255.</summary>
    public static float[] ToPlanes(this Photo photo)
    {
        int plane = photo.Width * photo.Height;
        var levels = new float[3 * plane];
        var rgb = photo.Rgb;
        for (int i = 0; i < plane; i++)
            (levels[i], levels[plane + i], levels[2 * plane + i]) = (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]);
        return levels;
    }
}

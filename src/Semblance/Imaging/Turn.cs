namespace Semblance.Imaging;

/// <summary>By how much a picture must be turned clockwise so that it stands upright. The numbers are degrees, but for <see cref="Unknown"/>.</summary>
internal enum Turn
{
    /// <summary>It cannot be told.</summary>
    Unknown = -1,

    /// <summary>Not at all: it stands upright.</summary>
    None = 0,

    /// <summary>By 90 degrees clockwise.</summary>
    Quarter = 90,

    /// <summary>By 180 degrees: it stands on its head.</summary>
    Half = 180,

    /// <summary>By 270 degrees clockwise, which is 90 the other way.</summary>
    ThreeQuarters = 270,
}

/// <summary>Turning of photos.</summary>
internal static class PhotoTurning
{
    /// <summary>Turns a photo without loss.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="degrees">Clockwise: 0, 90, 180 or 270.</param>
    /// <returns>The turned photo; the same one for 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another angle.</exception>
    public static Photo Rotate(this Photo photo, int degrees)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return degrees switch
        {
            0 => photo,
            90 => Sideways(photo, start: photo.Width * (photo.Height - 1), right: -photo.Width, down: 1),
            180 => Reversed(photo),
            270 => Sideways(photo, start: photo.Width - 1, right: photo.Width, down: -1),
            _ => throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "A photo is turned by 0, 90, 180 or 270 degrees."),
        };
    }

    /// <summary>Turns a photo without loss.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="Turn.Unknown"/>.</exception>
    public static Photo Rotate(this Photo photo, Turn turn) => photo.Rotate((int)turn);

    // Where the first pixel stands in the photo, and how far on the next one to the right and the next one below do.
    private static Photo Sideways(Photo photo, int start, int right, int down)
    {
        var rgb = new byte[photo.Rgb.Length];
        var source = photo.Rgb;
        int width = photo.Height, height = photo.Width;
        for (int y = 0, q = 0; y < height; y++)
        {
            int p = 3 * (start + y * down);
            for (int x = 0; x < width; x++, q += 3, p += 3 * right)
                (rgb[q], rgb[q + 1], rgb[q + 2]) = (source[p], source[p + 1], source[p + 2]);
        }
        return Photo.FromRgb(width, height, rgb);
    }

    private static Photo Reversed(Photo photo)
    {
        var rgb = new byte[photo.Rgb.Length];
        var source = photo.Rgb;
        for (int p = 0, q = rgb.Length - 3; q >= 0; p += 3, q -= 3)
            (rgb[q], rgb[q + 1], rgb[q + 2]) = (source[p], source[p + 1], source[p + 2]);
        return Photo.FromRgb(photo.Width, photo.Height, rgb);
    }
}

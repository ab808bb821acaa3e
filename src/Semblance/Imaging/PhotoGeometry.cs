namespace Semblance.Imaging;

/// <summary>Cutting, padding and resizing of photos. Every method returns a new photo.</summary>
public static class PhotoGeometry
{
    /// <summary>Cuts out a rectangle of whole pixels; where it reaches over the photo, the nearest edge pixel is repeated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle has no pixels, or more than fit into memory.</exception>
    public static Photo Crop(this Photo photo, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfNoSize(width, height);
        var rgb = new byte[3 * width * height];
        var source = photo.Rgb;
        for (int y = 0, q = 0; y < height; y++)
        {
            int row = Math.Clamp(top + y, 0, photo.Height - 1) * photo.Width;
            for (int x = 0; x < width; x++, q += 3)
                source.Slice(3 * (row + Math.Clamp(left + x, 0, photo.Width - 1)), 3).CopyTo(rgb.AsSpan(q));
        }
        return Photo.FromRgb(width, height, rgb);
    }

    /// <summary>Adds a border on all four sides that repeats the edge pixels.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="border">Width of the border in pixels, at least 0.</param>
    public static Photo Pad(this Photo photo, int border)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentOutOfRangeException.ThrowIfNegative(border);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(border, Array.MaxLength / 4);
        return photo.Crop(-border, -border, photo.Width + 2 * border, photo.Height + 2 * border);
    }

    /// <summary>
    /// Resizes with a triangle filter: bilinear when enlarging; when shrinking, the filter widens with the factor, so that every
    /// source pixel counts (no aliasing). Pixel centres are mapped onto each other.
    /// </summary>
    public static Photo Resize(this Photo photo, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfNoSize(width, height);
        if (width == photo.Width && height == photo.Height)
            return photo;

        var columns = TriangleFilter.Create(photo.Width, width);
        var rows = TriangleFilter.Create(photo.Height, height);
        var narrow = new float[3 * width * photo.Height];
        var source = photo.Rgb;
        for (int y = 0; y < photo.Height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                var tap = columns[x];
                float r = 0, g = 0, b = 0;
                for (int k = 0, p = 3 * (y * photo.Width + tap.First); k < tap.Weights.Length; k++, p += 3)
                {
                    float weight = tap.Weights[k];
                    r += weight * source[p];
                    g += weight * source[p + 1];
                    b += weight * source[p + 2];
                }
                int q = 3 * (y * width + x);
                (narrow[q], narrow[q + 1], narrow[q + 2]) = (r, g, b);
            }
        }

        var rgb = new byte[3 * width * height];
        int stride = 3 * width;
        for (int y = 0; y < height; y++)
        {
            var tap = rows[y];
            for (int i = 0; i < stride; i++)
            {
                float sum = 0;
                for (int k = 0; k < tap.Weights.Length; k++)
                    sum += tap.Weights[k] * narrow[(tap.First + k) * stride + i];
                rgb[y * stride + i] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
            }
        }
        return Photo.FromRgb(width, height, rgb);
    }

    private static void ThrowIfNoSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (3L * width * height > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width} x {height} pixels are more than a photo can hold.");
    }
}

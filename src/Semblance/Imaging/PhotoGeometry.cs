using System.Runtime.Intrinsics;

namespace Semblance.Imaging;

/// <summary>Cutting, padding and resizing of photos. Every method returns a new photo.</summary>
internal static class PhotoGeometry
{
    /// <summary>Cuts out a rectangle of whole pixels; where it reaches over the photo, the nearest edge pixel is repeated.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle has no pixels, or more than fit into memory.</exception>
    public static Photo Crop(this Photo photo, int left, int top, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ThrowIfNoSize(width, height);
        var rgb = new byte[3 * width * height];
        var source = photo.Rgb;
        // Of each row: pixels left of the photo, then inside; the rest lies right of it.
        int before = (int)Math.Clamp(-(long)left, 0, width), inside = (int)Math.Clamp(Math.Min((long)left + width, photo.Width) - Math.Max(left, 0), 0, width);
        for (int y = 0, q = 0; y < height; y++)
        {
            var row = source.Slice(3 * Math.Clamp(top + y, 0, photo.Height - 1) * photo.Width, 3 * photo.Width);
            for (int x = 0; x < before; x++, q += 3)
                row[..3].CopyTo(rgb.AsSpan(q));
            row.Slice(3 * Math.Clamp(left + before, 0, photo.Width - 1), 3 * inside).CopyTo(rgb.AsSpan(q));
            q += 3 * inside;
            for (int x = before + inside; x < width; x++, q += 3)
                row[^3..].CopyTo(rgb.AsSpan(q));
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
        var rgb = new byte[3 * width * height];
        var mixed = new float[3 * photo.Width];
        for (int y = 0; y < height; y++)
        {
            Array.Clear(mixed);
            for (int k = 0; k < rows[y].Weights.Length; k++)
                AddWeighted(photo.Rgb.Slice((rows[y].First + k) * mixed.Length, mixed.Length), rows[y].Weights[k], mixed);
            for (int x = 0, q = 3 * y * width; x < width; x++, q += 3)
            {
                float r = 0.5f, g = 0.5f, b = 0.5f;
                int p = 3 * columns[x].First;
                foreach (float weight in columns[x].Weights)
                {
                    r += weight * mixed[p];
                    g += weight * mixed[p + 1];
                    b += weight * mixed[p + 2];
                    p += 3;
                }
                (rgb[q], rgb[q + 1], rgb[q + 2]) = ((byte)Math.Min(r, 255), (byte)Math.Min(g, 255), (byte)Math.Min(b, 255));
            }
        }
        return Photo.FromRgb(width, height, rgb);
    }

    // The bulk of the work on a large photo, so a vector at a time.
    private static void AddWeighted(ReadOnlySpan<byte> levels, float weight, Span<float> sums)
    {
        int i = 0;
        for (; i <= levels.Length - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(levels.Slice(i, Vector128<byte>.Count)));
            Add(Vector256.WidenLower(low.ToVector256Unsafe()), sums.Slice(i, 8));
            Add(Vector256.WidenLower(high.ToVector256Unsafe()), sums.Slice(i + 8, 8));
        }
        for (; i < levels.Length; i++)
            sums[i] += weight * levels[i];

        void Add(Vector256<uint> eight, Span<float> into) =>
            (Vector256.Create((ReadOnlySpan<float>)into) + Vector256.ConvertToSingle(eight.AsInt32()) * weight).CopyTo(into);
    }

    private static void ThrowIfNoSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (3L * width * height > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(width), $"{width} x {height} pixels are more than a photo can hold.");
    }
}

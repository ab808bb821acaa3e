namespace Semblance;

/// <summary>
/// Pixels before any face is found: 8-bit RGB, upright, immutable. Grey photos carry the same value in all three channels.
/// Safe to share between threads.
/// </summary>
public sealed class Photo
{
    private readonly byte[] _rgb;

    private Photo(int width, int height, byte[] rgb) => (Width, Height, _rgb) = (width, height, rgb);

    /// <summary>Width in pixels, at least 1.</summary>
    public int Width { get; }

    /// <summary>Height in pixels, at least 1.</summary>
    public int Height { get; }

    /// <summary>The pixels, row by row from the top left: <c>Height x Width x 3</c> bytes in the order red, green, blue.</summary>
    public ReadOnlySpan<byte> Rgb => _rgb;

    /// <summary>Makes a photo of interleaved RGB bytes. The array is taken over: the caller must not write to it afterwards.</summary>
    /// <exception cref="ArgumentException">The array does not hold exactly width x height x 3 bytes.</exception>
    public static Photo FromRgb(int width, int height, byte[] rgb)
    {
        ArgumentNullException.ThrowIfNull(rgb);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (rgb.LongLength != 3L * width * height)
            throw new ArgumentException($"{width} x {height} RGB pixels need {3L * width * height} bytes, not {rgb.Length}.", nameof(rgb));
        return new Photo(width, height, rgb);
    }

    /// <summary>Makes a photo of grey levels, one byte a pixel, row by row.</summary>
    /// <exception cref="ArgumentException">The span does not hold exactly width x height bytes.</exception>
    public static Photo FromGrey(int width, int height, ReadOnlySpan<byte> grey)
    {
        if (grey.Length != (long)width * height)
            throw new ArgumentException($"{width} x {height} grey pixels need {(long)width * height} bytes, not {grey.Length}.", nameof(grey));
        var rgb = new byte[3 * grey.Length];
        for (int i = 0; i < grey.Length; i++)
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = grey[i];
        return FromRgb(width, height, rgb);
    }

    /// <summary>
    /// Luma, one byte a pixel, row by row: 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601), rounded. A grey photo gives back its own levels.
    /// </summary>
    public byte[] ToGrey()
    {
        var grey = new byte[Width * Height];
        for (int i = 0, p = 0; i < grey.Length; i++, p += 3)
            grey[i] = (byte)((4899 * _rgb[p] + 9617 * _rgb[p + 1] + 1868 * _rgb[p + 2] + 8192) >> 14);
        return grey;
    }

    /// <summary>Width and height, never the pixels.</summary>
    public override string ToString() => $"{Width} x {Height} photo";
}

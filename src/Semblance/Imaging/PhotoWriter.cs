using SkiaSharp;

namespace Semblance;

/// <summary>Encodes photos as PNG or JPEG.</summary>
public static class PhotoWriter
{
    /// <summary>Encodes without loss.</summary>
    public static byte[] EncodePng(this Photo photo) => Encode(photo, SKEncodedImageFormat.Png, 100);

    /// <summary>Encodes as JPEG.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="quality">1 (smallest) to 100 (best).</param>
    public static byte[] EncodeJpeg(this Photo photo, int quality = 92)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        return Encode(photo, SKEncodedImageFormat.Jpeg, quality);
    }

    /// <summary>Writes a file whose ending chooses the format: .png, .jpg or .jpeg.</summary>
    /// <exception cref="ArgumentException">Another ending.</exception>
    public static void Save(this Photo photo, string path) => File.WriteAllBytes(path, Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".png" => photo.EncodePng(),
        ".jpg" or ".jpeg" => photo.EncodeJpeg(),
        _ => throw new ArgumentException($"{path}: photos are written as .png, .jpg or .jpeg.", nameof(path)),
    });

    private static byte[] Encode(Photo photo, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = ToBitmap(photo);
        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }

    internal static SKBitmap ToBitmap(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var bitmap = new SKBitmap(new SKImageInfo(photo.Width, photo.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        var rgb = photo.Rgb;
        for (int i = 0, p = 0; p < rgb.Length; i += 4, p += 3)
        {
            rgb.Slice(p, 3).CopyTo(rgba[i..]);
            rgba[i + 3] = 255;
        }
        return bitmap;
    }
}

using System.Buffers.Binary;
using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>
/// Reads JPEG, PNG, WebP, BMP and Netpbm (PGM, PPM) photos and turns them upright by their EXIF orientation. What is empty, too
/// large, truncated or no photo is refused with a <see cref="PhotoException"/>, size limits before any pixel is decoded.
/// Transparent pixels are shown on white; of an animation, the first picture is read. Safe to use from several threads.
/// </summary>
public static class PhotoReader
{
    /// <summary>The largest photo that is decoded: 40 million pixels.</summary>
    public const long MaximumPixels = 40_000_000;

    /// <summary>The largest file that is read: 25 MB (25 x 2^20 bytes).</summary>
    public const long MaximumBytes = 25L << 20;

    /// <summary>File name endings that are looked for in folders, in lower case with their dot.</summary>
    public static IReadOnlySet<string> Extensions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".pgm", ".ppm" };

    /// <summary>Reads the photo in a file.</summary>
    /// <exception cref="PhotoException">The file is missing, unreadable, over the limits, or no whole photo.</exception>
    public static Photo Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes;
        try
        {
            if (Directory.Exists(path))
                throw new PhotoException(path, "is a folder, not a photo.");
            using var file = File.OpenRead(path);
            RefuseBytes(path, file.Length);
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PhotoException(path, "no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PhotoException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
        return Decode(bytes, path);
    }

    /// <summary>Decodes the bytes of a photo file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="maximumPixels">The largest photo that is decoded, at most <see cref="MaximumPixels"/>.</param>
    /// <exception cref="PhotoException">The bytes are over the limits, or no whole photo.</exception>
    public static Photo Decode(ReadOnlySpan<byte> bytes, string name, long maximumPixels = MaximumPixels)
    {
        ArgumentNullException.ThrowIfNull(name);
        RefuseBytes(name, bytes.Length);
        if (NetpbmReader.Recognises(bytes))
            return NetpbmReader.Decode(bytes, name, Math.Min(maximumPixels, MaximumPixels));

        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp))
            throw new PhotoException(name, "is not a JPEG, PNG, WebP, BMP or PGM photo.");
        RefusePixels(name, codec.Info.Width, codec.Info.Height, Math.Min(maximumPixels, MaximumPixels));

        // Premultiplied: adding what alpha leaves over puts transparent pixels on white.
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        var rgba = new byte[info.BytesSize];
        SKCodecResult result;
        unsafe
        {
            fixed (byte* pixels = rgba)
                result = codec.GetPixels(info, (IntPtr)pixels);
        }
        if (result == SKCodecResult.IncompleteInput || (codec.EncodedFormat == SKEncodedImageFormat.Png && !EndsAsPng(bytes)))
            throw new PhotoException(name, "is truncated: the photo ends before its last row.");
        if (result != SKCodecResult.Success)
            throw new PhotoException(name, $"is damaged and cannot be decoded ({result}).");
        return Orientation.Upright(info.Width, info.Height, rgba, codec.EncodedOrigin);
    }

    internal static void RefusePixels(string name, long width, long height, long most = MaximumPixels)
    {
        if (width < 1 || height < 1)
            throw new PhotoException(name, "has no pixels.");
        if (width * height > most)
            throw new PhotoException(name, $"has {width} x {height} pixels; at most {most / 1e6:0.##} megapixels are read.");
    }

    // The decoder is content with the last pixel; a PNG ends with its IEND chunk.
    private static bool EndsAsPng(ReadOnlySpan<byte> bytes)
    {
        const int Signature = 8, Frame = 12; // a chunk's length, name and checksum
        long at = Signature;
        while (at + Frame <= bytes.Length)
        {
            if (bytes.Slice((int)at + 4, 4).SequenceEqual("IEND"u8))
                return true;
            at += Frame + BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
        }
        return false;
    }

    private static void RefuseBytes(string name, long length)
    {
        if (length == 0)
            throw new PhotoException(name, "is empty.");
        if (length > MaximumBytes)
            throw new PhotoException(name, $"has {length / 1048576.0:F1} MB; at most {MaximumBytes >> 20} MB are read.");
    }
}

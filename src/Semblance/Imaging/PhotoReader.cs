using Semblance.Imaging;
using SkiaSharp;

namespace Semblance;

/// <summary>
/// Reads JPEG, PNG, WebP, BMP, GIF and Netpbm (PGM, PPM) photos, and with an installed <c>ffmpeg</c> TIFF, HEIC and AVIF, and turns them
/// upright as the file says (EXIF, or the like). The bytes say what a file is, never its name. What is empty, too large, truncated or not a
/// photo is refused with a <see cref="PhotoException"/>, size limits before any pixel is decoded. Transparent pixels are shown on white; of an
/// animation, the first picture is read. Safe to use from several threads.
/// </summary>
public static class PhotoReader
{
    /// <summary>The largest photo that is decoded as it is: 40 million pixels.</summary>
    public const long MaximumPixels = 40_000_000;

    /// <summary>
    /// The largest photo that is decoded at a reduced scale: 220 million pixels. That is done with baseline JPEGs, which is what cameras of 48 and
    /// 108 megapixels write; at least 1,280 pixels are kept on the longer side.
    /// </summary>
    public const long MaximumReducedPixels = 220_000_000;

    /// <summary>The largest file that is read: 25 MB (25 x 2^20 bytes).</summary>
    public const long MaximumBytes = 25L << 20;

    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    private const int LeastReducedSide = 1280;

    private static readonly float[] s_scales = [0.125f, 0.25f, 0.5f];

    /// <summary>File name endings that photos usually have, in lower case with their dot.</summary>
    public static IReadOnlySet<string> Extensions { get; } =
        new HashSet<string>(StringComparer.OrdinalIgnoreCase) { ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".pgm", ".ppm" };

    /// <summary>Reads the photo in a file or from a pipe; "-" is standard input.</summary>
    /// <exception cref="PhotoException">The file is missing, unreadable, over the limits, or no whole photo.</exception>
    public static Photo Read(string path) => Decode(ReadBytes(path), path);

    /// <summary>Reads the bytes of a photo file or of a pipe, at most <see cref="MaximumBytes"/>; "-" is standard input.</summary>
    /// <exception cref="PhotoException">The file is missing, unreadable or over the limit.</exception>
    public static byte[] ReadBytes(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path))
                throw new PhotoException(path, "is a folder, not a photo.");
            using var file = path == StandardInput ? Console.OpenStandardInput() : File.OpenRead(path);
            if (!file.CanSeek)
                return ReadPipe(file, path);
            RefuseBytes(path, file.Length);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PhotoException(path, "no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PhotoException(path, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    /// <summary>Decodes the bytes of a photo file.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What to call it in an error.</param>
    /// <param name="maximumPixels">
    /// The largest photo that is decoded, at most <see cref="MaximumPixels"/>. With a lower number than that, nothing larger is decoded at a reduced scale either.
    /// </param>
    /// <exception cref="PhotoException">The bytes are over the limits, or no whole photo.</exception>
    public static Photo Decode(ReadOnlySpan<byte> bytes, string name, long maximumPixels = MaximumPixels)
    {
        ArgumentNullException.ThrowIfNull(name);
        RefuseBytes(name, bytes.Length);
        long most = Math.Min(maximumPixels, MaximumPixels);
        var kind = FileContents.KindOf(bytes);
        return kind switch
        {
            PictureKind.Netpbm => NetpbmReader.Decode(bytes, name, most),
            PictureKind.Tiff or PictureKind.Heif => FfmpegPicture.Decode(bytes, kind, name, most),
            PictureKind.None => throw new PhotoException(name, FileContents.Of(bytes) == FileContent.Video
                ? "is a video, not a photo: give it by itself, not in a folder of photos."
                : "is not a photo (JPEG, PNG, WebP, BMP, GIF, PGM, TIFF, HEIC and AVIF are read)."),
            _ => DecodeBySkia(bytes, kind, name, most),
        };
    }

    /// <summary>A decoded picture, turned or mirrored so that it stands upright.</summary>
    internal static Photo Upright(int width, int height, byte[] rgb, SKEncodedOrigin origin)
    {
        var order = PixelOrder.Of(width, height, origin);
        return order.IsAsStored ? Photo.FromRgb(width, height, rgb) : order.Read(rgb);
    }

    internal static void RefusePixels(string name, long width, long height, long most = MaximumPixels)
    {
        if (width < 1 || height < 1)
            throw new PhotoException(name, "has no pixels.");
        if (width * height > most)
            throw new PhotoException(name, $"has {width} x {height} pixels; at most {most / 1e6:0.##} megapixels are read.");
    }

    private static Photo DecodeBySkia(ReadOnlySpan<byte> bytes, PictureKind kind, string name, long most)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data) ?? throw new PhotoException(name, "is damaged or truncated: its header cannot be read.");
        var markers = kind == PictureKind.Jpeg ? JpegMarkers.Read(bytes) : null;
        var size = SizeToDecode(codec, markers, name, most);
        if (markers is { Components: 4, IsByAdobe: false })
            throw new PhotoException(name, "is a JPEG of four inks that does not say how they are stored (no Adobe marker), so its colours cannot be told: save it as RGB.");

        // Premultiplied: adding what alpha leaves over puts transparent pixels on white.
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul, SKColorSpace.CreateSrgb());
        var rgba = new byte[info.BytesSize];
        var result = Decode(codec, info, rgba);
        if (result == SKCodecResult.IncompleteInput && markers is { IsBaseline: true, IsOneScan: true } && OnlyLacksItsEnd(bytes, info) is { } whole)
            (rgba, result) = (whole, SKCodecResult.Success);
        if (result == SKCodecResult.IncompleteInput || (kind == PictureKind.Png && !PngChunks.IsWhole(bytes)))
            throw new PhotoException(name, "is truncated: the photo ends before its last row.");
        if (result != SKCodecResult.Success)
            throw new PhotoException(name, $"is damaged and cannot be decoded ({result}).");
        byte[] rgb = RgbaPixels.OnWhite(rgba);
        var origin = kind == PictureKind.Png ? (SKEncodedOrigin)PngChunks.OrientationOf(bytes) : codec.EncodedOrigin;
        return Upright(info.Width, info.Height, rgb, origin);
    }

    private static SKSizeI SizeToDecode(SKCodec codec, JpegMarkers? markers, string name, long most)
    {
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height <= most || most < MaximumPixels || markers is not { IsBaseline: true } || (long)width * height > MaximumReducedPixels)
        {
            RefusePixels(name, width, height, most);
            return new SKSizeI(width, height);
        }
        var sizes = s_scales.Select(codec.GetScaledDimensions)
            .Where(size => Math.Max(size.Width, size.Height) >= LeastReducedSide && (long)size.Width * size.Height <= most).ToList();
        if (sizes.Count == 0)
            RefusePixels(name, width, height, most);
        return sizes[0];
    }

    private static unsafe SKCodecResult Decode(SKCodec codec, SKImageInfo info, byte[] rgba)
    {
        fixed (byte* pixels = rgba)
            return codec.GetPixels(info, (IntPtr)pixels);
    }

    // Whatever follows the last block of a complete scan is passed over; in place of missing blocks it would show. So where the picture does not depend
    // on what is put before the end marker, nothing but that marker is missing. Null where more is.
    private static byte[]? OnlyLacksItsEnd(ReadOnlySpan<byte> bytes, SKImageInfo info)
    {
        byte[]? whole = null;
        foreach (byte filling in (byte[])[0x00, 0x55, 0xAA, 0xF0])
        {
            byte[] ended = [.. bytes, .. Enumerable.Repeat(filling, 64), 0xFF, 0xD9];
            using var data = SKData.CreateCopy(ended);
            using var codec = SKCodec.Create(data);
            var rgba = new byte[info.BytesSize];
            if (codec is null || Decode(codec, info, rgba) != SKCodecResult.Success || whole is not null && !rgba.AsSpan().SequenceEqual(whole))
                return null;
            whole = rgba;
        }
        return whole;
    }

    private static byte[] ReadPipe(Stream pipe, string name)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = pipe.Read(buffer)) > 0;)
        {
            bytes.Write(buffer, 0, read);
            RefuseBytes(name, bytes.Length);
        }
        RefuseBytes(name, bytes.Length);
        return bytes.ToArray();
    }

    private static void RefuseBytes(string name, long length)
    {
        if (length == 0)
            throw new PhotoException(name, "is empty.");
        if (length > MaximumBytes)
            throw new PhotoException(name, $"has {length / 1048576.0:F1} MB; at most {MaximumBytes >> 20} MB are read.");
    }
}

using System.Buffers.Binary;
using System.Text;
using OpenCvSharp;
using Semblance.OpenCv;
using SkiaSharp;

namespace Semblance.Tests.Imaging;

/// <summary>Small photos in every format, made on the spot.</summary>
internal static class TestPhotos
{
    public static readonly string[] Kinds = ["jpeg", "progressive jpeg", "png", "webp", "lossless webp", "bmp", "pgm", "plain pgm", "ppm"];

    /// <summary>Red grows to the right, green downwards, blue is their mean.</summary>
    public static Photo Gradient(int width, int height)
    {
        var rgb = new byte[3 * width * height];
        for (int y = 0, p = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, p += 3)
                (rgb[p], rgb[p + 1], rgb[p + 2]) = ((byte)(255 * x / width), (byte)(255 * y / height), (byte)(128 * x / width + 127 * y / height));
        }
        return Photo.FromRgb(width, height, rgb);
    }

    /// <summary>A photo of 64 x 48 as a file of one of the <see cref="Kinds"/>.</summary>
    public static byte[] OfKind(string kind)
    {
        var photo = Gradient(64, 48);
        return kind switch
        {
            "jpeg" => photo.EncodeJpeg(),
            "progressive jpeg" => EncodeByOpenCv(photo, ".jpg", new ImageEncodingParam(ImwriteFlags.JpegProgressive, 1)),
            "png" => photo.EncodePng(),
            "webp" => Encode(photo, SKEncodedImageFormat.Webp),
            "lossless webp" => EncodeLosslessWebp(photo),
            "bmp" => EncodeByOpenCv(photo, ".bmp"),
            "pgm" => [.. "P5\n64 48\n255\n"u8, .. photo.ToGrey()],
            "plain pgm" => Encoding.ASCII.GetBytes($"P2 64 48 255 {string.Join(' ', photo.ToGrey())}\n"),
            "ppm" => [.. "P6\n64 48\n255\n"u8, .. photo.Rgb],
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    public static byte[] Encode(Photo photo, SKEncodedImageFormat format)
    {
        using var bitmap = PhotoWriter.ToBitmap(photo);
        using var data = bitmap.Encode(format, 100);
        return data.ToArray();
    }

    public static byte[] EncodeByOpenCv(Photo photo, string ending, params ImageEncodingParam[] options)
    {
        OpenCvRuntime.EnsureLoaded();
        using var mat = photo.ToMat();
        Cv2.ImEncode(ending, mat, out byte[] bytes, options);
        return bytes;
    }

    /// <summary>Computes the checksum of a PNG's first chunk anew (CRC-32, PNG specification, annex D).</summary>
    public static void RepairHeaderChecksum(byte[] png)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in png.AsSpan(12, 17))
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }
        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), ~crc);
    }

    private static byte[] EncodeLosslessWebp(Photo photo)
    {
        using var bitmap = PhotoWriter.ToBitmap(photo);
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, 100));
        return data!.ToArray();
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Semblance.Imaging;

/// <summary>Looks through the chunks of a PNG (PNG specification, third edition) for what the decoder does not say.</summary>
internal static class PngChunks
{
    private const int Signature = 8, Frame = 12; // a chunk's length, name and checksum
    private const int LongestProfile = 1 << 17;

    /// <summary>Whether the file ends as a PNG does, with IEND: the decoder is content with the last pixel.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        long at = Signature;
        while (Next(bytes, ref at, out var name, out _))
        {
            if (name.SequenceEqual("IEND"u8))
                return true;
        }
        return at <= bytes.Length - Frame && bytes.Slice((int)at + 4, 4).SequenceEqual("IEND"u8);
    }

    /// <summary>The EXIF orientation, 1 to 8: of the chunk eXIf, wherever it stands, else of the text "Raw profile type exif" that older programs write.</summary>
    public static int OrientationOf(ReadOnlySpan<byte> bytes)
    {
        int orientation = 1;
        long at = Signature;
        while (Next(bytes, ref at, out var name, out var body))
        {
            if (name.SequenceEqual("eXIf"u8))
                return Exif.OrientationOf(body);
            if (name.SequenceEqual("zTXt"u8) || name.SequenceEqual("tEXt"u8))
                orientation = Profile(body, isCompressed: name[0] == 'z') is { } exif ? Exif.OrientationOf(exif) : orientation;
        }
        return orientation;
    }

    private static bool Next(ReadOnlySpan<byte> bytes, ref long at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> body)
    {
        name = body = default;
        if (at + Frame > bytes.Length)
            return false;
        uint length = BinaryPrimitives.ReadUInt32BigEndian(bytes[(int)at..]);
        if (at + Frame + length > bytes.Length)
            return false;
        name = bytes.Slice((int)at + 4, 4);
        body = bytes.Slice((int)at + 8, (int)length);
        at += Frame + length;
        return true;
    }

    // "Raw profile type exif", 0, for zTXt the method 0, then: a line "exif", a line with the number of bytes, hexadecimal digits.
    private static byte[]? Profile(ReadOnlySpan<byte> body, bool isCompressed)
    {
        int end = body.IndexOf((byte)0);
        if (end < 0 || Encoding.Latin1.GetString(body[..end]) is not ("Raw profile type exif" or "Raw profile type APP1"))
            return null;
        body = body[(end + 1)..];
        string? text = !isCompressed ? Encoding.Latin1.GetString(body) : body.Length > 1 ? Inflate(body[1..].ToArray()) : null;
        string[] parts = text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (parts.Length < 3 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            return null;
        string digits = string.Concat(parts[2..]);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    // Null for a damaged or huge text: it is not the photo, and the photo is upright without it.
    private static string? Inflate(byte[] compressed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(compressed), CompressionMode.Decompress);
            var bytes = new byte[LongestProfile];
            int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return read < bytes.Length ? Encoding.Latin1.GetString(bytes, 0, read) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}

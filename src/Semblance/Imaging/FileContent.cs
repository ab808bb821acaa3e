using System.Text;

namespace Semblance.Imaging;

/// <summary>What a file holds, by its first bytes.</summary>
internal enum FileContent
{
    /// <summary>Neither a photo nor a video that is known by its first bytes.</summary>
    Other,

    /// <summary>A photo.</summary>
    Photo,

    /// <summary>A GIF with more than one picture: a clip, whose first picture may serve as a photo.</summary>
    Animation,

    /// <summary>A video.</summary>
    Video,
}

/// <summary>Tells files apart by what their bytes say, never by the ending of their name. Safe for several threads.</summary>
internal static class FileContents
{
    private const int HeadLength = 64;

    /// <summary>What a file holds. A pipe is not looked at, since what is read from it is gone: it is <see cref="FileContent.Other"/>.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileContent Of(string path)
    {
        using var file = File.OpenRead(path);
        if (!file.CanSeek)
            return FileContent.Other;
        Span<byte> head = stackalloc byte[HeadLength];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        var content = Of(head);
        if (KindOf(head) != PictureKind.Gif || file.Length > PhotoReader.MaximumBytes)
            return content;
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        return Of(bytes);
    }

    /// <summary>What bytes hold; whether a GIF moves is seen only where all its bytes are given.</summary>
    public static FileContent Of(ReadOnlySpan<byte> bytes) => KindOf(bytes) switch
    {
        PictureKind.Gif => GifReader.Moves(bytes) ? FileContent.Animation : FileContent.Photo,
        PictureKind.None => IsVideo(bytes) ? FileContent.Video : FileContent.Other,
        _ => FileContent.Photo,
    };

    internal static PictureKind KindOf(ReadOnlySpan<byte> bytes)
    {
        if (NetpbmReader.Recognises(bytes))
            return PictureKind.Netpbm;
        if (bytes.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
            return PictureKind.Jpeg;
        if (bytes.StartsWith<byte>([0x89, (byte)'P', (byte)'N', (byte)'G']))
            return PictureKind.Png;
        if (bytes.StartsWith("GIF8"u8))
            return PictureKind.Gif;
        if (bytes.StartsWith("BM"u8) && bytes.Length > 26)
            return PictureKind.Bmp;
        if (bytes.StartsWith("RIFF"u8) && bytes.Length >= 12 && bytes[8..12].SequenceEqual("WEBP"u8))
            return PictureKind.Webp;
        if (bytes.StartsWith<byte>([(byte)'I', (byte)'I', 42, 0]) || bytes.StartsWith<byte>([(byte)'M', (byte)'M', 0, 42]))
            return PictureKind.Tiff;
        return IsHeif(bytes) ? PictureKind.Heif : PictureKind.None;
    }

    // ISO/IEC 23008-12: one of the brands says that the file holds pictures.
    private static bool IsHeif(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 || !bytes[4..8].SequenceEqual("ftyp"u8))
            return false;
        int end = (int)Math.Min(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes), (uint)bytes.Length);
        for (int at = 8; at + 4 <= end; at += at == 8 ? 8 : 4)
        {
            if (Encoding.Latin1.GetString(bytes.Slice(at, 4)) is "mif1" or "msf1" or "heic" or "heix" or "heim" or "heis" or "avif" or "avis")
                return true;
        }
        return false;
    }

    private static bool IsVideo(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 12)
            return false;
        var box = bytes[4..8];
        return box.SequenceEqual("ftyp"u8) || box.SequenceEqual("moov"u8) || box.SequenceEqual("mdat"u8) || box.SequenceEqual("wide"u8)
            || bytes.StartsWith("RIFF"u8) && bytes[8..12].SequenceEqual("AVI "u8)
            || bytes.StartsWith<byte>([0x1A, 0x45, 0xDF, 0xA3]) // Matroska, WebM
            || bytes.StartsWith("FLV"u8) || bytes.StartsWith("OggS"u8) || bytes.StartsWith("YUV4MPEG2"u8)
            || bytes.StartsWith<byte>([0, 0, 0, 1]) || bytes.StartsWith<byte>([0, 0, 1, 0xBA]) || bytes.StartsWith<byte>([0, 0, 1, 0xB3]) // raw H.264 and H.265, MPEG
            || bytes[0] == 0x47 && bytes.Length < 189 || bytes.Length >= 189 && bytes[0] == 0x47 && bytes[188] == 0x47; // MPEG transport stream
    }
}

/// <summary>The formats of photos.</summary>
internal enum PictureKind
{
    None,
    Jpeg,
    Png,
    Webp,
    Bmp,
    Netpbm,
    Gif,
    Tiff,
    Heif,
}

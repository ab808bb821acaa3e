using System.Buffers.Binary;

namespace Semblance.Imaging;

/// <summary>Reads a TIFF structure, which is what EXIF data is too (Exif 2.32, TIFF 6.0): numbers of its first directory.</summary>
internal readonly ref struct Exif
{
    private const ushort OrientationTag = 0x0112, WidthTag = 0x0100, HeightTag = 0x0101;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly bool _little;

    private Exif(ReadOnlySpan<byte> bytes, bool little)
    {
        _bytes = bytes;
        _little = little;
    }

    /// <summary>The orientation, 1 to 8; 1 where there is none or the bytes are not EXIF data.</summary>
    public static int OrientationOf(ReadOnlySpan<byte> bytes) => Number(bytes, OrientationTag) is >= 1 and <= 8 and var orientation ? (int)orientation : 1;

    /// <summary>Width and height of a TIFF's first picture; null where it does not say.</summary>
    public static (long Width, long Height)? SizeOf(ReadOnlySpan<byte> bytes) =>
        Number(bytes, WidthTag) is { } width && Number(bytes, HeightTag) is { } height ? (width, height) : null;

    private static long? Number(ReadOnlySpan<byte> bytes, ushort tag)
    {
        if (bytes.StartsWith("Exif\0\0"u8))
            bytes = bytes[6..];
        bool little = bytes.StartsWith<byte>([(byte)'I', (byte)'I', 42, 0]);
        return little || bytes.StartsWith<byte>([(byte)'M', (byte)'M', 0, 42]) ? new Exif(bytes, little).Find(tag) : null;
    }

    private long? Find(ushort tag)
    {
        const int Entry = 12;
        if (UInt32(4) is not { } start || UInt16(start) is not { } count)
            return null;
        for (long i = 0, at = start + 2; i < count; i++, at += Entry)
        {
            if (UInt16(at) is not { } found || UInt16(at + 2) is not { } type)
                return null;
            if (found == tag)
                return type switch { 3 => UInt16(at + 8), 4 => UInt32(at + 8), _ => null };
        }
        return null;
    }

    private ushort? UInt16(long at)
    {
        if (at < 0 || at + 2 > _bytes.Length)
            return null;
        var two = _bytes.Slice((int)at, 2);
        return _little ? BinaryPrimitives.ReadUInt16LittleEndian(two) : BinaryPrimitives.ReadUInt16BigEndian(two);
    }

    private uint? UInt32(long at)
    {
        if (at < 0 || at + 4 > _bytes.Length)
            return null;
        var four = _bytes.Slice((int)at, 4);
        return _little ? BinaryPrimitives.ReadUInt32LittleEndian(four) : BinaryPrimitives.ReadUInt32BigEndian(four);
    }
}

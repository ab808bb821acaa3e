using System.Buffers.Binary;
using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>What an HEIC or AVIF file says of its main picture (ISO/IEC 23008-12): size and how it is to be turned.</summary>
/// <param name="Width">Pixels as stored.</param>
/// <param name="Height">Pixels as stored.</param>
/// <param name="Origin">How it is turned and mirrored, as an EXIF orientation; EXIF data of such files is for information only.</param>
internal sealed record HeifPicture(long Width, long Height, SKEncodedOrigin Origin)
{
    /// <summary>Null where the file does not say.</summary>
    public static HeifPicture? Read(ReadOnlySpan<byte> bytes)
    {
        var meta = Find(bytes, "meta"u8);
        if (meta.Length < 4)
            return null;
        meta = meta[4..]; // version and flags
        var properties = Find(meta, "iprp"u8);
        var all = Find(properties, "ipco"u8);
        var (size, turns, mirror) = ((Width: 0L, Height: 0L), 0, -1);
        foreach (int index in Associated(Find(properties, "ipma"u8), Primary(Find(meta, "pitm"u8))))
        {
            var property = At(all, index, out var type);
            if (type.SequenceEqual("ispe"u8) && property.Length >= 12)
                size = (BinaryPrimitives.ReadUInt32BigEndian(property[4..]), BinaryPrimitives.ReadUInt32BigEndian(property[8..]));
            else if (type.SequenceEqual("irot"u8) && property.Length >= 1)
                turns = property[0] & 3;
            else if (type.SequenceEqual("imir"u8) && property.Length >= 1)
                mirror = property[0] & 1;
        }
        return size.Width > 0 && size.Height > 0 ? new HeifPicture(size.Width, size.Height, OriginOf(turns, mirror)) : null;
    }

    // Quarter turns anticlockwise, then a mirror: 0 exchanges top and bottom, 1 left and right.
    private static SKEncodedOrigin OriginOf(int turns, int mirror) => (turns, mirror) switch
    {
        (0, 1) => SKEncodedOrigin.TopRight,
        (0, 0) => SKEncodedOrigin.BottomLeft,
        (1, < 0) => SKEncodedOrigin.LeftBottom,
        (1, 1) => SKEncodedOrigin.RightBottom,
        (1, 0) => SKEncodedOrigin.LeftTop,
        (2, < 0) => SKEncodedOrigin.BottomRight,
        (2, 1) => SKEncodedOrigin.BottomLeft,
        (2, 0) => SKEncodedOrigin.TopRight,
        (3, < 0) => SKEncodedOrigin.RightTop,
        (3, 1) => SKEncodedOrigin.LeftTop,
        (3, 0) => SKEncodedOrigin.RightBottom,
        _ => SKEncodedOrigin.TopLeft,
    };

    private static long Primary(ReadOnlySpan<byte> box) => box.Length < 6 ? -1
        : box[0] == 0 ? BinaryPrimitives.ReadUInt16BigEndian(box[4..])
        : box.Length >= 8 ? BinaryPrimitives.ReadUInt32BigEndian(box[4..]) : -1;

    // The numbers, from 1, of a picture's properties.
    private static List<int> Associated(ReadOnlySpan<byte> box, long item)
    {
        var numbers = new List<int>();
        if (box.Length < 8)
            return numbers;
        int idSize = box[0] == 0 ? 2 : 4, size = (box[3] & 1) == 0 ? 1 : 2, at = 8;
        for (uint left = BinaryPrimitives.ReadUInt32BigEndian(box[4..]); left > 0 && at + idSize + 1 <= box.Length; left--)
        {
            long id = idSize == 2 ? BinaryPrimitives.ReadUInt16BigEndian(box[at..]) : BinaryPrimitives.ReadUInt32BigEndian(box[at..]);
            int count = box[at + idSize];
            at += idSize + 1;
            for (int i = 0; i < count && at + size <= box.Length; i++, at += size)
            {
                if (id == item)
                    numbers.Add(size == 1 ? box[at] & 0x7F : BinaryPrimitives.ReadUInt16BigEndian(box[at..]) & 0x7FFF);
            }
        }
        return numbers;
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> boxes, ReadOnlySpan<byte> wanted)
    {
        while (Next(ref boxes, out var type, out var body))
        {
            if (type.SequenceEqual(wanted))
                return body;
        }
        return default;
    }

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> boxes, int number, out ReadOnlySpan<byte> type)
    {
        type = default;
        for (int i = 1; Next(ref boxes, out type, out var body); i++)
        {
            if (i == number)
                return body;
        }
        return default;
    }

    private static bool Next(scoped ref ReadOnlySpan<byte> boxes, out ReadOnlySpan<byte> type, out ReadOnlySpan<byte> body)
    {
        type = body = default;
        if (boxes.Length < 8)
            return false;
        ulong size = BinaryPrimitives.ReadUInt32BigEndian(boxes);
        int header = 8;
        if (size == 1 && boxes.Length >= 16)
            (size, header) = (BinaryPrimitives.ReadUInt64BigEndian(boxes[8..]), 16);
        if (size < (ulong)header || size > (ulong)boxes.Length)
            size = (ulong)boxes.Length; // 0: to the end
        type = boxes.Slice(4, 4);
        body = boxes[header..(int)size];
        boxes = boxes[(int)size..];
        return true;
    }
}

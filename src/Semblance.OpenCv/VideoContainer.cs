using System.Buffers.Binary;
using System.Text;

namespace Semblance.OpenCv;

/// <summary>What a video file says about itself: whether its container counts frames, and whether the file is shorter than the container.</summary>
/// <param name="CountsFrames">True for MP4/MOV and AVI, whose headers hold the number of frames; others only give a duration.</param>
/// <param name="IsCut">True when the container reaches over the end of the file. False where that cannot be told.</param>
/// <param name="Duration">How long an MP4/MOV plays; null elsewhere, or where the header does not say.</param>
internal sealed record VideoContainer(bool CountsFrames, bool IsCut, TimeSpan? Duration = null)
{
    /// <summary>Reads the outer structure of MP4/MOV (ISO/IEC 14496-12), AVI (RIFF) and Matroska/WebM (RFC 9559).</summary>
    public static VideoContainer Inspect(Stream file)
    {
        Span<byte> head = stackalloc byte[12];
        head = head[..Fill(file, 0, head)];
        if (head.Length < 12)
            return new VideoContainer(false, false);
        if (head[4..8].SequenceEqual("ftyp"u8) || head[4..8].SequenceEqual("moov"u8) || head[4..8].SequenceEqual("mdat"u8) || head[4..8].SequenceEqual("wide"u8))
            return Mp4(file);
        if (head[..4].SequenceEqual("RIFF"u8) && head[8..].SequenceEqual("AVI "u8))
            return new VideoContainer(true, EndOfRiff(file) > file.Length);
        bool matroska = head[..4].SequenceEqual<byte>([0x1A, 0x45, 0xDF, 0xA3]);
        return new VideoContainer(false, matroska && EndOfSegment(file) > file.Length);
    }

    private static VideoContainer Mp4(Stream file)
    {
        TimeSpan? duration = null;
        long end = 0;
        foreach (var box in Boxes(file, 0, file.Length))
        {
            end = box.End;
            if (box.Type == "moov" && Boxes(file, box.Body, Math.Min(box.End, file.Length)).FirstOrDefault(inner => inner.Type == "mvhd") is { Body: > 0 } header)
                duration = MovieDuration(file, header.Body);
        }
        return new VideoContainer(true, end > file.Length, duration);
    }

    private static IEnumerable<(string Type, long Body, long End)> Boxes(Stream file, long at, long until)
    {
        var header = new byte[16];
        while (at < until && Fill(file, at, header) is >= 8 and var read)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            int length = size == 1 && read == 16 ? 16 : 8;
            if (length == 16)
                size = BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8));
            if (size < length) // 0: the box reaches to the end of the file. Anything else is no box.
                yield break;
            long end = size > long.MaxValue - at ? long.MaxValue : at + size;
            yield return (Encoding.Latin1.GetString(header, 4, 4), at + length, end);
            at = end;
        }
    }

    // The time that is shown: edits are already taken off, which the number of frames does not do.
    private static TimeSpan? MovieDuration(Stream file, long at)
    {
        Span<byte> body = stackalloc byte[32];
        if (Fill(file, at, body) < 32)
            return null;
        bool wide = body[0] == 1;
        uint scale = BinaryPrimitives.ReadUInt32BigEndian(body[(wide ? 20 : 12)..]);
        ulong units = wide ? BinaryPrimitives.ReadUInt64BigEndian(body[24..]) : BinaryPrimitives.ReadUInt32BigEndian(body[16..]);
        double seconds = (double)units / scale;
        return seconds is > 0 and < 1e9 ? TimeSpan.FromSeconds(seconds) : null;
    }

    // A large AVI is a row of RIFF chunks.
    private static long EndOfRiff(Stream file)
    {
        Span<byte> header = stackalloc byte[8];
        long at = 0;
        while (at < file.Length && Fill(file, at, header) == 8 && header[..4].SequenceEqual("RIFF"u8))
            at += 8 + BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
        return at;
    }

    private static long EndOfSegment(Stream file)
    {
        long at = 4;
        if (Size(file, ref at) is not { } header)
            return 0;
        at += header;
        Span<byte> id = stackalloc byte[4];
        if (Fill(file, at, id) < 4 || !id.SequenceEqual<byte>([0x18, 0x53, 0x80, 0x67]))
            return 0;
        at += 4;
        return Size(file, ref at) is { } segment ? at + segment : 0;
    }

    // An EBML length: as many leading zero bits as there are further bytes; all ones mean "unknown".
    private static long? Size(Stream file, ref long at)
    {
        Span<byte> bytes = stackalloc byte[8];
        int read = Fill(file, at, bytes);
        if (read == 0 || bytes[0] == 0)
            return null;
        int length = byte.LeadingZeroCount(bytes[0]) + 1;
        if (read < length)
            return null;
        long size = bytes[0] & (0xFF >> length);
        for (int i = 1; i < length; i++)
            size = size << 8 | bytes[i];
        at += length;
        return size == (1L << 7 * length) - 1 ? null : size;
    }

    private static int Fill(Stream file, long at, Span<byte> bytes)
    {
        file.Position = at;
        return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }
}

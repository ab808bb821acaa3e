namespace Semblance.Imaging;

/// <summary>Looks through the blocks of a GIF (GIF89a specification).</summary>
internal static class GifReader
{
    /// <summary>Whether it holds a second picture.</summary>
    public static bool Moves(ReadOnlySpan<byte> bytes) => Pictures(bytes) > 1;

    // Counts pictures up to two; stops where the bytes end.
    private static int Pictures(ReadOnlySpan<byte> bytes)
    {
        const int Header = 13;
        if (bytes.Length < Header)
            return 0;
        int at = Header + TableSize(bytes[10]), pictures = 0;
        while (at < bytes.Length && pictures < 2)
        {
            switch (bytes[at])
            {
                case 0x2C when at + 10 <= bytes.Length: // a picture: its place, its colours, its data
                    pictures++;
                    at = SkipBlocks(bytes, at + 10 + TableSize(bytes[at + 9]) + 1);
                    break;
                case 0x21: // an extension
                    at = SkipBlocks(bytes, at + 2);
                    break;
                default: // the end
                    return pictures;
            }
        }
        return pictures;
    }

    private static int TableSize(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static int SkipBlocks(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] != 0)
            at += bytes[at] + 1;
        return at + 1;
    }
}

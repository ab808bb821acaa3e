namespace Semblance.Imaging;

/// <summary>
/// Decodes the Netpbm formats that face sets use: PGM plain (P2) and raw (P5), and raw PPM (P6), with 8 or 16 bits a sample
/// (https://netpbm.sourceforge.net/doc/pgm.html). Samples are scaled to 0..255 by the file's maximum.
/// </summary>
internal static class NetpbmReader
{
    public static bool Recognises(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 3 && bytes[0] == 'P' && bytes[1] is (byte)'2' or (byte)'5' or (byte)'6' && IsSpace(bytes[2]);

    public static Photo Decode(ReadOnlySpan<byte> bytes, string name, long most)
    {
        byte kind = bytes[1];
        int at = 2;
        int width = Number(bytes, ref at, name), height = Number(bytes, ref at, name), maximum = Number(bytes, ref at, name);
        PhotoReader.RefusePixels(name, width, height, most);
        if (maximum is < 1 or > 65535)
            throw new PhotoException(name, $"gives {maximum} as its brightest level; 1 to 65535 are allowed.");

        int channels = kind == '6' ? 3 : 1;
        var samples = new byte[channels * width * height];
        if (kind == '2')
        {
            for (int i = 0; i < samples.Length; i++)
                samples[i] = Scale(Number(bytes, ref at, name), maximum, name);
        }
        else
        {
            if (at < bytes.Length && !IsSpace(bytes[at]))
                throw new PhotoException(name, "is damaged: its header does not end with white space.");
            at++;
            int size = maximum < 256 ? 1 : 2;
            if (bytes.Length - at < (long)size * samples.Length)
                throw new PhotoException(name, "is truncated: the photo ends before its last row.");
            for (int i = 0; i < samples.Length; i++, at += size)
                samples[i] = Scale(size == 1 ? bytes[at] : bytes[at] << 8 | bytes[at + 1], maximum, name);
        }
        return channels == 3 ? Photo.FromRgb(width, height, samples) : Photo.FromGrey(width, height, samples);
    }

    private static byte Scale(int sample, int maximum, string name) => sample > maximum
        ? throw new PhotoException(name, $"is damaged: the level {sample} is over the file's own maximum {maximum}.")
        : (byte)((sample * 255 + maximum / 2) / maximum);

    // Skips white space and comments (# to the end of the line), then reads a decimal number.
    private static int Number(ReadOnlySpan<byte> bytes, ref int at, string name)
    {
        while (at < bytes.Length && (IsSpace(bytes[at]) || bytes[at] == '#'))
        {
            if (bytes[at] == '#')
            {
                while (at < bytes.Length && bytes[at] != '\n')
                    at++;
            }
            else
            {
                at++;
            }
        }
        if (at >= bytes.Length)
            throw new PhotoException(name, "is truncated: the photo ends before its last row.");
        int start = at;
        long value = 0;
        for (; at < bytes.Length && char.IsAsciiDigit((char)bytes[at]); at++)
        {
            value = value * 10 + (bytes[at] - '0');
            if (value > int.MaxValue)
                throw new PhotoException(name, "is damaged: a number in it is too large.");
        }
        if (at == start)
            throw new PhotoException(name, "is damaged: a number was expected in its header or pixels.");
        return (int)value;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (>= 9 and <= 13);
}

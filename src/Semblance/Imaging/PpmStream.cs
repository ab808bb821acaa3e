namespace Semblance.Imaging;

/// <summary>Takes raw PPM pictures one after another from a pipe.</summary>
internal static class PpmStream
{
    private const int LongestHeader = 32;

    /// <summary>The next picture; null where the pipe ends between two pictures.</summary>
    /// <exception cref="EndOfStreamException">The pipe ends within a picture.</exception>
    /// <exception cref="InvalidDataException">What comes is no PPM.</exception>
    public static Photo? Read(Stream pipe, string name)
    {
        Span<byte> header = stackalloc byte[LongestHeader];
        int length = 0;
        // Three lines: P6, width and height, 255.
        for (int lines = 0; lines < 3; length++)
        {
            if (length == LongestHeader)
                throw new InvalidDataException("ffmpeg sent something that is no PPM picture");
            int read = pipe.ReadByte();
            if (read < 0)
                return length == 0 ? null : throw new EndOfStreamException("the last picture is incomplete");
            header[length] = (byte)read;
            lines += read == '\n' ? 1 : 0;
        }
        string[] size = System.Text.Encoding.ASCII.GetString(header[..length]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (size is not ["P6", var w, var h, "255"] || !int.TryParse(w, out int width) || !int.TryParse(h, out int height))
            throw new InvalidDataException("ffmpeg sent something that is no PPM picture");
        PhotoReader.RefusePixels(name, width, height);
        var rgb = new byte[3 * width * height];
        pipe.ReadExactly(rgb);
        return Photo.FromRgb(width, height, rgb);
    }
}

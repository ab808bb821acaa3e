using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>Decodes TIFF, HEIC and AVIF by an <c>ffmpeg</c> child process, where one is installed. The bytes go there and back through pipes.</summary>
internal static class FfmpegPicture
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <exception cref="PhotoException">ffmpeg is not there, or cannot decode the picture; or the picture is over the limit.</exception>
    public static Photo Decode(ReadOnlySpan<byte> bytes, PictureKind kind, string name, long most, string program = "ffmpeg")
    {
        var heif = kind == PictureKind.Heif ? HeifPicture.Read(bytes) : null;
        var (width, height) = kind == PictureKind.Heif ? heif is null ? (0, 0) : (heif.Width, heif.Height) : Exif.SizeOf(bytes) ?? (0, 0);
        if (width < 1 || height < 1)
            throw new PhotoException(name, $"is damaged: the {Word(kind)} picture does not say how large it is.");
        PhotoReader.RefusePixels(name, width, height, most);
        var (shownWidth, shownHeight, rgba) = Run(bytes.ToArray(), kind, name, most, program);
        if (shownWidth != width || shownHeight != height)
            throw new PhotoException(name, $"cannot be read: {program} decodes {shownWidth} x {shownHeight} of its {width} x {height} pixels; ffmpeg 7.1 or newer puts the tiles of HEIC photos together. Or save it as JPEG.");
        return PhotoReader.Upright(shownWidth, shownHeight, RgbaPixels.OnWhite(rgba), heif?.Origin ?? (SKEncodedOrigin)Exif.OrientationOf(bytes));
    }

    private static string Word(PictureKind kind) => kind == PictureKind.Tiff ? "TIFF" : "HEIC or AVIF";

    private static (int Width, int Height, byte[] Rgba) Run(byte[] bytes, PictureKind kind, string name, long most, string program)
    {
        // A TIFF is decoded as one piece, so its length is told beforehand. HEIC and AVIF are read back and forth, which a pipe cannot do: ffmpeg's cache can.
        string[] input = kind == PictureKind.Tiff ? ["-f", "tiff_pipe", "-frame_size", $"{bytes.Length}", "-i", "pipe:0"] : ["-f", "mov", "-i", "cache:pipe:0"];
        string[] arguments =
        [
            "-hide_banner", "-nostats", "-loglevel", "error", "-protocol_whitelist", "pipe,cache", "-max_pixels", most.ToString(CultureInfo.InvariantCulture), "-noautorotate",
            .. input, "-map", "0:v:0", "-frames:v", "1", "-pix_fmt", "rgba", "-c:v", "pam", "-f", "image2pipe", "pipe:1",
        ];
        Process process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, CreateNoWindow = true })
                ?? throw new PhotoException(name, $"is a {Word(kind)} picture, and {program} cannot be started.");
        }
        catch (Win32Exception e)
        {
            throw new PhotoException(name, $"is a {Word(kind)} picture, which ffmpeg reads, and it is not installed; on Debian and Ubuntu: apt-get install -y ffmpeg. Or save it as JPEG.", e);
        }
        using (process)
        {
            var errors = process.StandardError.ReadToEndAsync();
            var sending = SendAsync(process, bytes);
            var reading = Task.Run(() => ReadPam(process.StandardOutput.BaseStream, name, most));
            try
            {
                if (!reading.Wait(s_patience))
                    throw new PhotoException(name, $"cannot be decoded: {program} took longer than {s_patience.TotalSeconds:0} seconds.");
                return reading.Result ?? throw new PhotoException(name, $"cannot be decoded by {program} ({FirstLine(errors.Result)}). Save it as JPEG.");
            }
            catch (AggregateException e) when (e.InnerException is PhotoException or InvalidDataException or EndOfStreamException)
            {
                throw e.InnerException as PhotoException ?? new PhotoException(name, $"cannot be decoded by {program} ({e.InnerException.Message.TrimEnd('.')}). Save it as JPEG.", e);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
                process.WaitForExit();
                sending.Wait();
            }
        }
    }

    // ffmpeg stops reading as soon as it has its picture: what it does not want is not an error.
    private static async Task SendAsync(Process process, byte[] bytes)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(bytes);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    // Portable arbitrary map: lines of words and numbers, then the pixels. Null where nothing comes.
    private static (int Width, int Height, byte[] Rgba)? ReadPam(Stream pipe, string name, long most)
    {
        const int LongestHeader = 200;
        var header = new List<byte>();
        using var buffered = new BufferedStream(pipe);
        while (header.Count < LongestHeader && !EndsHeader(header))
        {
            int read = buffered.ReadByte();
            if (read < 0)
                return header.Count == 0 ? null : throw new EndOfStreamException("the picture is incomplete");
            header.Add((byte)read);
        }
        string[] words = Encoding.ASCII.GetString([.. header]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        int width = Number("WIDTH"), height = Number("HEIGHT");
        if (words is not ["P7", ..] || Number("DEPTH") != 4 || Number("MAXVAL") != 255)
            throw new InvalidDataException("what comes is not a PAM picture");
        PhotoReader.RefusePixels(name, width, height, most);
        var rgba = new byte[4 * width * height];
        buffered.ReadExactly(rgba);
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            for (int c = 0; alpha < 255 && c < 3; c++)
                rgba[i + c] = (byte)((rgba[i + c] * alpha + 127) / 255);
        }
        return (width, height, rgba);

        int Number(string word) => Array.IndexOf(words, word) is >= 0 and var at && at + 1 < words.Length && int.TryParse(words[at + 1], out int number) ? number : 0;
    }

    private static bool EndsHeader(List<byte> header) => header.Count >= 7 && header[^1] == '\n' && Encoding.ASCII.GetString([.. header.TakeLast(7)]) == "ENDHDR\n";

    private static string FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault()?.TrimEnd('.') ?? "it says nothing";
}

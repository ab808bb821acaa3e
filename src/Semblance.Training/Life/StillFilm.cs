using System.ComponentModel;
using System.Diagnostics;
using Semblance.Training.Data;

namespace Semblance.Training.Life;

/// <summary>A still picture encoded as a video, by FFmpeg: what a virtual camera shows that plays a photo.</summary>
/// <param name="Name">The encoding.</param>
/// <param name="Ending">Of its files.</param>
/// <param name="Arguments">For FFmpeg.</param>
internal sealed record StillFilm(string Name, string Ending, IReadOnlyList<string> Arguments)
{
    /// <summary>Pictures a second.</summary>
    public const int Rate = 25;

    /// <summary>How long a film of one picture lasts.</summary>
    public const double Seconds = 2;

    /// <summary>Encodings whose pictures differ from frame to frame, each in its own way.</summary>
    public static IReadOnlyList<StillFilm> All { get; } =
    [
        new("H.264", "mp4", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23"]),
        new("H.264, low rate", "mp4", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "36"]),
        new("VP9", "webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k"]),
        new("MPEG-4", "avi", ["-c:v", "mpeg4", "-q:v", "6"]),
        new("MJPEG", "avi", ["-c:v", "mjpeg", "-q:v", "6"]),
    ];

    /// <summary>Encodes pictures at 25 a second.</summary>
    /// <param name="pictures">All of one size; a single one is shown for <see cref="Seconds"/>.</param>
    /// <param name="folder">Where the file is put.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DataException">There is no FFmpeg, or it cannot encode this.</exception>
    public string Encode(IReadOnlyList<Photo> pictures, string folder)
    {
        string numbered = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        foreach (var (i, picture) in pictures.Index())
            File.WriteAllBytes(Path.Combine(numbered, $"{i}.png"), picture.EncodePng());
        string film = Path.Combine(folder, $"still.{Ending}");
        string[] still = pictures.Count == 1 ? ["-loop", "1", "-t", $"{Seconds}"] : [];
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        string[] all = ["-v", "error", "-y", .. still, "-framerate", $"{Rate}", "-i", Path.Combine(numbered, "%d.png"), "-frames:v", $"{(pictures.Count == 1 ? (int)(Rate * Seconds) : pictures.Count)}",
            "-pix_fmt", "yuv420p", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2", .. Arguments, film];
        foreach (string argument in all)
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? film : throw new DataException($"FFmpeg cannot encode a still as {Name}: {errors.Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new DataException($"Stills are encoded as videos by FFmpeg, which cannot be started (apt-get install ffmpeg): {e.Message}");
        }
        finally
        {
            Directory.Delete(numbered, recursive: true);
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using Semblance.Training.Data;

namespace Semblance.Training.Liveness;

/// <summary>A still picture encoded as a video, by FFmpeg: what a virtual camera shows that plays a photo.</summary>
/// <param name="Name">The encoding.</param>
/// <param name="Ending">Of its files.</param>
/// <param name="Arguments">For FFmpeg.</param>
internal sealed record StillFilm(string Name, string Ending, IReadOnlyList<string> Arguments)
{
    private const double Seconds = 2;

    /// <summary>Encodings whose pictures differ from frame to frame, each in its own way.</summary>
    public static IReadOnlyList<StillFilm> All { get; } =
    [
        new("H.264", "mp4", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23"]),
        new("H.264, low rate", "mp4", ["-c:v", "libx264", "-preset", "veryfast", "-crf", "36"]),
        new("VP9", "webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "300k"]),
        new("MPEG-4", "avi", ["-c:v", "mpeg4", "-q:v", "6"]),
        new("MJPEG", "avi", ["-c:v", "mjpeg", "-q:v", "6"]),
    ];

    /// <summary>Encodes a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="folder">Where the file is put.</param>
    /// <returns>The file.</returns>
    /// <exception cref="DataException">There is no FFmpeg, or it cannot encode this.</exception>
    public string Encode(Photo photo, string folder)
    {
        string picture = Path.Combine(folder, "still.png"), film = Path.Combine(folder, $"still.{Ending}");
        File.WriteAllBytes(picture, photo.EncodePng());
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        string[] before = ["-v", "error", "-y", "-loop", "1", "-framerate", "25", "-t", $"{Seconds}", "-i", picture, "-pix_fmt", "yuv420p", "-vf", "scale=trunc(iw/2)*2:trunc(ih/2)*2"];
        foreach (string argument in (string[])[.. before, .. Arguments, film])
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
    }
}

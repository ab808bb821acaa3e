using System.Diagnostics;

namespace Semblance.Tests.OpenCv;

/// <summary>The ffmpeg and ffprobe programs, with which tests make and measure videos; a test that needs them is skipped where they are missing.</summary>
internal static class Ffmpeg
{
    /// <summary>Makes a video of a moving test pattern, 160 x 120, 10 frames a second.</summary>
    public static string MakeVideo(string path, double seconds, params string[] options)
    {
        Run("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", $"testsrc=size=160x120:rate=10:duration={seconds}", .. options, path]);
        return path;
    }

    /// <summary>Presentation times of a video's frames in seconds, less the first one's.</summary>
    public static double[] FrameTimes(string path)
    {
        string csv = Run("ffprobe", ["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0", path]);
        double[] times = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line.Trim(',', ' ')))];
        return [.. times.Select(time => time - times[0])];
    }

    /// <summary>Skips the test where ffmpeg is missing.</summary>
    public static void Require() => Run("ffmpeg", ["-v", "error", "-version"]);

    public static string Run(string program, string[] arguments)
    {
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed; apt-get install -y ffmpeg");
        }
        using (process)
        {
            string output = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}");
        }
    }
}

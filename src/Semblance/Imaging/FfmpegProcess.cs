using System.ComponentModel;
using System.Diagnostics;

namespace Semblance.Imaging;

/// <summary>Starts the child process that decodes a stream: pictures as raw PPM on stdout, their times and errors on stderr.</summary>
internal static class FfmpegProcess
{
    /// <param name="program">The program's name or path.</param>
    /// <param name="address">The stream; handed over as one argument, no shell in between.</param>
    /// <param name="name">What to call the stream in errors.</param>
    /// <exception cref="FrameSourceException">The program is not installed.</exception>
    public static Process Start(string program, string address, string name)
    {
        bool rtsp = address.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase);
        string[] transport = rtsp ? ["-rtsp_transport", "tcp"] : [];
        // What a playlist may lead to: never a file of this machine.
        string protocols = rtsp ? "rtsp,rtsps,rtp,tcp,tls" : "http,https,httpproxy,crypto,tcp,tls";
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-nostats", "-loglevel", "level+info",
            "-protocol_whitelist", protocols, .. transport, "-max_pixels", $"{PhotoReader.MaximumPixels}", "-i", address,
            "-map", "0:v:0", "-vf", "showinfo", "-fps_mode", "passthrough", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe", "pipe:1",
        ];
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                CreateNoWindow = true,
            }) ?? throw new FrameSourceException(name, FrameSourceProblem.Unavailable, $"{program} cannot be started.");
        }
        catch (Win32Exception e)
        {
            throw new FrameSourceException(name, FrameSourceProblem.Unavailable,
                $"streams need ffmpeg, which cannot be started ({e.Message.TrimEnd('.')}); on Debian and Ubuntu: apt-get install -y ffmpeg", e);
        }
    }
}

using System.Diagnostics;

namespace Semblance.Server.Tests.Browser;

/// <summary>What cameras of the browser see, as arguments for ffmpeg. All give 15 pictures a second and are played over and over.</summary>
internal static class Cameras
{
    /// <summary>As a camera of 640 x 480 would see it, without stretching anybody.</summary>
    public static string[] Padded(string video) => ["-i", video, "-vf", "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2"];

    /// <summary>In the size that it has: nothing but what the camera saw.</summary>
    public static string[] Whole(string video) => ["-i", video];

    /// <summary>
    /// The clip on the screen of a phone with a bezel that a hand holds before a background out of focus: the screen's pixels and what comes of sampling them again, its blue cast, the camera's
    /// blur and noise. The hand comes back to where it was by the end of the clip, so that nothing jumps.
    /// </summary>
    /// <param name="video">The clip, upright.</param>
    /// <param name="background">A picture.</param>
    /// <param name="seconds">How long the clip is.</param>
    public static string[] OnAPhone(string video, string background, double seconds)
    {
        string Sway(int times, double amount) => FormattableString.Invariant($"{amount}*sin(2*PI*t*{times}/{seconds})");
        return
        [
            "-i", video, "-loop", "1", "-framerate", "15", "-i", background, "-filter_complex",
            "[0:v]fps=15,scale=248:-2,scale=iw*3:ih*3:flags=neighbor,drawgrid=w=3:h=3:t=1:color=black@0.35,scale=iw*0.337:-2:flags=bilinear,"
            + "eq=gamma=1.12:saturation=1.1,colorbalance=bm=0.12:rm=-0.05,pad=iw+18:ih+40:9:20:color=0x0b0b0d,format=rgba,"
            + $"rotate='{Sway(4, 0.025)}':c=none:ow=iw+30:oh=ih+30[phone];"
            + "[1:v]scale=640:480:force_original_aspect_ratio=increase,crop=640:480,gblur=sigma=10[room];"
            + $"[room][phone]overlay=x='(W-w)/2+{Sway(3, 9)}+{Sway(7, 3)}':y='(H-h)/2+{Sway(2, 5)}+{Sway(5, 2)}':shortest=1,gblur=sigma=0.6,noise=alls=5:allf=t",
        ];
    }

    /// <summary>Makes the file that Chromium plays as its camera.</summary>
    public static async Task ConvertAsync(string[] picture, string clip)
    {
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", .. picture, "-r", "15", "-pix_fmt", "yuv420p", clip]);
        await ffmpeg.WaitForExitAsync();
        Assert.True(ffmpeg.ExitCode == 0, $"ffmpeg could not make {Path.GetFileName(clip)}.");
    }
}

using Semblance.Cli.Output;
using Semblance.Testing;
using Semblance.Tests.OpenCv;

namespace Semblance.Tests.Cli;

public class AnnotatedVideoTests
{
    [Fact]
    public void Write_FirstFrameApart_KeepsLengthAndRate()
    {
        // As a clip of a telephone: the second frame comes late, times are rounded to milliseconds.
        double[] times = [0, 0.067, .. Enumerable.Range(3, 237).Select(i => Math.Round(i / 30.0, 3))];

        double[] written = Write(times);

        Assert.Equal(8, written[^1], 0.1);
        Assert.InRange(written.Length, 236, 244);
    }

    [Fact]
    public void Write_SourceThatStops_ShowsTheLastFrameMeanwhile()
    {
        double[] written = Write([.. Enumerable.Range(0, 20).Select(i => i / 10.0), .. Enumerable.Range(50, 10).Select(i => i / 10.0)]);

        Assert.Equal(60, written.Length);
        Assert.Equal(5.9, written[^1], 0.05);
    }

    [Fact]
    public void Write_FramesWithoutTimes_AreAllThere() => Assert.Equal(15, Write(new double[15]).Length);

    [Fact]
    public void Write_Photos_AreASecondEach() => Assert.Equal(3, Write([0, 1, 2]).Length);

    private static double[] Write(double[] times)
    {
        Ffmpeg.Require();
        using var folder = new TemporaryFolder();
        using (var video = new AnnotatedVideo(folder.File("a.mp4")))
        {
            foreach (var (index, time) in times.Index())
                video.Write(new Frame(index, TimeSpan.FromSeconds(time), Photo.FromGrey(32, 32, new byte[1024]), "a"));
        }
        return Ffmpeg.FrameTimes(folder.File("a.mp4"));
    }
}

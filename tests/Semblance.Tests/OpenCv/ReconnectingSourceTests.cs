using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

/// <summary>Streams of a real server that breaks.</summary>
public class ReconnectingSourceTests
{
    private static readonly ReconnectOptions s_quick = new() { FirstPause = TimeSpan.FromMilliseconds(50), LongestPause = TimeSpan.FromMilliseconds(400), Patience = TimeSpan.FromSeconds(2) };

    public ReconnectingSourceTests() => Ffmpeg.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Read_StreamThatBreaksTwice_GoesOnCountingAndSaysSo()
    {
        using var server = StreamServer.BreakingCamera(Photo.FromGrey(64, 48, new byte[64 * 48]), connections: 3);
        var states = new List<ReconnectState>();
        int tries = 0;
        using var source = new ReconnectingSource(FrameSources.Open(server.Url("camera"), Cancellation), Reopen, s_quick, states.Add);

        // Twice it comes back; then there is no way to the camera.
        IFrameSource Reopen(CancellationToken token) => ++tries <= 2
            ? FrameSources.Open(server.Url("camera"), token)
            : throw new FrameSourceException(server.Url("camera"), FrameSourceProblem.Unavailable, "no route to the camera.");

        var frames = new List<Frame>();
        var error = Assert.Throws<FrameSourceException>(() =>
        {
            while (source.Read(Cancellation) is { } frame)
                frames.Add(frame);
        });

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
        Assert.Contains("did not come back within 2 s and is given up", error.Message);
        Assert.True(frames.Count > 2);
        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(frame => frame.Index));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Time <= pair.Second.Time));
        Assert.Equal(2, states.Count(state => state.Reason is null));
        var last = states.Skip(states.FindLastIndex(state => state.Reason is null) + 1).Select(state => state.Pause).ToList();
        Assert.True(last.Count >= 3 && last[0] < last[1] && last[1] < last[2], "The pauses do not grow.");
    }

    [Fact]
    public void Read_NoPatience_GivesUpAtOnce()
    {
        using var server = StreamServer.BreakingCamera(Photo.FromGrey(64, 48, new byte[64 * 48]), connections: 1);
        var states = new List<ReconnectState>();
        using var source = Open(server, states, s_quick with { Patience = TimeSpan.Zero });

        Assert.Throws<FrameSourceException>(() =>
        {
            while (source.Read(Cancellation) is not null)
            {
            }
        });

        Assert.Empty(states);
    }

    [Fact]
    public void Read_File_EndsWhereItEnds()
    {
        using var folder = new TemporaryFolder();
        string video = Ffmpeg.MakeVideo(folder.File("a.mp4"), 0.5);
        using var source = new ReconnectingSource(new VideoFileSource(video), _ => throw new InvalidOperationException("A file is not opened again."), s_quick);

        int frames = 0;
        while (source.Read(Cancellation) is not null)
            frames++;
        Assert.Equal(5, frames);
    }

    private static ReconnectingSource Open(StreamServer server, List<ReconnectState> states, ReconnectOptions options) =>
        new(FrameSources.Open(server.Url("camera"), Cancellation), token => FrameSources.Open(server.Url("camera"), token), options, states.Add);
}

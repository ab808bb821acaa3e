using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

public class StreamSourceTests
{
    public StreamSourceTests() => Ffmpeg.Require();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Read_FileOverHttp_GivesEveryFrameAtItsTimeAndEnds()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.MakeVideo(folder.File("a.mkv"), 3, "-vf", "select=not(mod(n\\,7))+not(mod(n\\,3))", "-vsync", "vfr", "-c:v", "mpeg4");
        using var server = Serve(File.ReadAllBytes(path));
        using var source = new StreamSource(server.Url("a.mkv"), Cancellation);

        Assert.False(source.IsLive);
        Assert.Null(source.Count);
        var frames = new List<Frame>();
        while (source.Read(Cancellation) is { } frame)
        {
            frames.Add(frame);
            Cancellation.WaitHandle.WaitOne(20); // slower than the download: nothing may be lost
        }

        double[] expected = Ffmpeg.FrameTimes(path);
        Assert.Equal(expected.Length, frames.Count);
        Assert.All(frames, frame => Assert.Equal(expected[frame.Index], frame.Time.TotalSeconds, 0.0015));
        Assert.All(frames, frame => Assert.Equal((160, 120), (frame.Photo.Width, frame.Photo.Height)));
        Assert.Null(source.Read(Cancellation));
    }

    [Fact]
    public void Read_ConnectionLostInTheMiddle_ThrowsInterrupted()
    {
        using var folder = new TemporaryFolder();
        byte[] video = File.ReadAllBytes(Ffmpeg.MakeVideo(folder.File("a.mkv"), 5, "-c:v", "mjpeg"));
        using var server = new StreamServer(async (socket, cancellation) =>
        {
            await socket.SendAsync(StreamServer.Header("200 OK", "video/x-matroska", video.Length), cancellation);
            await socket.SendAsync(video.AsMemory(0, video.Length * 2 / 3), cancellation);
        });
        using var source = new StreamSource(server.Url("a.mkv"), Cancellation);

        var (frames, error) = ReadUntilError(source);

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
        Assert.InRange(frames, 10, 49);
        Assert.Throws<FrameSourceException>(() => source.Read(Cancellation));
    }

    [Fact]
    public void Read_LiveMjpeg_IsTimedByArrivalAndGivesTheNewest()
    {
        byte[][] pictures = [.. Enumerable.Range(0, 30).Select(i => Grey((byte)(8 * i)).EncodeJpeg())];
        using var server = new StreamServer(async (socket, cancellation) =>
        {
            await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=cut\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellation);
            foreach (byte[] picture in pictures)
            {
                await SendChunk(socket, Part(picture), cancellation);
                await Task.Delay(100, cancellation);
            }
            await SendChunk(socket, "--cut--\r\n"u8.ToArray(), cancellation);
            await SendChunk(socket, [], cancellation);
        });
        using var source = new StreamSource(server.Url("live", "anna:secret@"), Cancellation);

        Assert.True(source.IsLive);
        Assert.Equal(server.Url("live"), source.Name);
        var frames = new List<Frame>();
        while (source.Read(Cancellation) is { } frame)
        {
            frames.Add(frame);
            Cancellation.WaitHandle.WaitOne(350);
        }

        Assert.InRange(frames.Count, 3, 20);
        Assert.Contains(frames.Zip(frames.Skip(1)), pair => pair.Second.Index > pair.First.Index + 1);
        foreach (var frame in frames)
            Assert.InRange(frame.Photo.Rgb[0], Math.Max(0, 8 * frame.Index - 3), 8 * frame.Index + 3);
        var (first, last) = (frames[0], frames[^1]);
        Assert.InRange((last.Time - first.Time).TotalSeconds / (last.Index - first.Index), 0.05, 0.3);
    }

    [Fact]
    public void Read_Rtsp_IsLiveAndTimedByTheStream()
    {
        using var server = new RtspServer(seconds: 3);
        using var source = FrameSources.Open(server.Url("anna:secret@"), Cancellation);

        Assert.True(source.IsLive);
        Assert.Equal(server.Url(), source.Name);
        var frames = new List<Frame>();
        while (source.Read(Cancellation) is { } frame)
            frames.Add(frame);

        Assert.InRange(frames.Count, 5, 30);
        Assert.All(frames, frame => Assert.Equal((160, 120), (frame.Photo.Width, frame.Photo.Height)));
        var (first, last) = (frames[0], frames[^1]);
        Assert.Equal(0.1 * (last.Index - first.Index), (last.Time - first.Time).TotalSeconds, 0.01);
    }

    [Fact]
    public void Read_ResetConnection_ThrowsInterruptedWithoutCredentials()
    {
        byte[] picture = Grey(99).EncodeJpeg();
        using var server = new StreamServer(async (socket, cancellation) =>
        {
            await socket.SendAsync(StreamServer.Header("200 OK", "multipart/x-mixed-replace; boundary=cut"), cancellation);
            for (int i = 0; i < 10; i++)
                await socket.SendAsync(Part(picture), cancellation);
            await Task.Delay(1500, cancellation);
            socket.LingerState = new LingerOption(true, 0); // closes with a reset
        });
        using var source = new StreamSource(server.Url("live", "anna:secret@"), Cancellation);

        var (_, error) = ReadUntilError(source);

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
        Assert.DoesNotContain("secret", error.ToString());
        Assert.DoesNotContain("anna", error.ToString());
    }

    [Fact]
    public void Read_SilentStream_ThrowsInterruptedAndReadCanBeCancelled()
    {
        byte[] picture = Grey(99).EncodeJpeg();
        using var server = new StreamServer(async (socket, cancellation) =>
        {
            await socket.SendAsync(StreamServer.Header("200 OK", "multipart/x-mixed-replace; boundary=cut"), cancellation);
            for (int i = 0; i < 10; i++)
                await socket.SendAsync(Part(picture), cancellation);
            await Task.Delay(Timeout.Infinite, cancellation);
        });
        using var source = new StreamSource(server.Url("live"), "ffmpeg", TimeSpan.FromSeconds(4), Cancellation);
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));

        Assert.Throws<OperationCanceledException>(() =>
        {
            while (source.Read(soon.Token) is not null)
            {
            }
        });
        var (_, error) = ReadUntilError(source);

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
        Assert.Contains("4 seconds", error.Message);
    }

    [Fact]
    public void Open_NothingThere_IsUnavailableWithoutCredentials()
    {
        using var missing = new StreamServer(async (socket, cancellation) => await socket.SendAsync(StreamServer.Header("404 Not Found", "text/plain", 0), cancellation));
        using var denied = new StreamServer(async (socket, cancellation) => await socket.SendAsync(StreamServer.Header("401 Unauthorized", "text/plain", 0), cancellation));
        int closed = FreePort();

        foreach (string address in (string[])
            [
                missing.Url("a.mp4", "anna:sec:ret@"), denied.Url("a.mp4", "anna:sec%40ret@"),
                $"http://anna:secret@127.0.0.1:{closed}/", $"rtsp://anna:secret@127.0.0.1:{closed}/live",
            ])
        {
            var error = Assert.Throws<FrameSourceException>(() => FrameSources.Open(address, Cancellation));
            Assert.Equal(FrameSourceProblem.Unavailable, error.Problem);
            Assert.DoesNotContain("anna", error.ToString());
            Assert.DoesNotContain("sec", error.Message);
        }
    }

    [Fact]
    public void Open_PageThatIsNoVideo_IsUnreadable()
    {
        byte[] page = Encoding.ASCII.GetBytes("<html><body>" + new string('x', 2000) + "</body></html>");
        using var server = Serve(page);

        Assert.Equal(FrameSourceProblem.Unreadable, Assert.Throws<FrameSourceException>(() => new StreamSource(server.Url("a.html"), Cancellation)).Problem);
    }

    [Fact]
    public void Open_PlaylistThatNamesALocalFile_ReadsItNot()
    {
        using var folder = new TemporaryFolder();
        string video = Ffmpeg.MakeVideo(folder.File("private.ts"), 1, "-c:v", "mpeg2video");
        using var server = Serve(Encoding.ASCII.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{video}\n#EXT-X-ENDLIST\n"));

        Assert.Throws<FrameSourceException>(() => new StreamSource(server.Url("a.m3u8"), Cancellation));
    }

    [Fact]
    public void Open_WithoutFfmpeg_SaysHowToInstallIt()
    {
        var error = Assert.Throws<FrameSourceException>(() => new StreamSource("http://127.0.0.1/", "no-such-ffmpeg", TimeSpan.FromSeconds(1), Cancellation));

        Assert.Equal(FrameSourceProblem.Unavailable, error.Problem);
        Assert.Contains("apt-get install -y ffmpeg", error.Message);
    }

    [Fact]
    public void Dispose_InTheMiddle_EndsFfmpeg()
    {
        using var folder = new TemporaryFolder();
        using var server = Serve(File.ReadAllBytes(Ffmpeg.MakeVideo(folder.File("a.mkv"), 60, "-c:v", "mpeg4")));
        var source = new StreamSource(server.Url("a.mkv"), Cancellation);
        source.Read(Cancellation);
        using var ffmpeg = Process.GetProcessById(source.ProcessId);
        var watch = Stopwatch.StartNew();

        source.Dispose();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"Dispose took {watch.Elapsed}");
        Assert.True(ffmpeg.WaitForExit(1000));
        Assert.Throws<ObjectDisposedException>(() => source.Read(Cancellation));
        source.Dispose();
    }

    [Theory]
    [InlineData("rtsp://anna:secret@camera/live", "rtsp://camera/live")]
    [InlineData("rtsp://anna:se/cr@t@camera/live", "rtsp://camera/live")]
    [InlineData("rtsp://anna:se@cret@camera:554/live?a=b@c", "rtsp://c")]
    [InlineData("http://camera/live?mail=a@b", "http://camera/live?mail=a@b")]
    [InlineData("folder/a@b.mp4", "folder/a@b.mp4")]
    public void WithoutCredentials_Address_KeepsTheRest(string address, string expected) =>
        Assert.Equal(expected, StreamSource.WithoutCredentials(address));

    [Theory]
    [InlineData("rtsp://")]
    [InlineData("http:///path")]
    [InlineData("rtsp://anna:se/cret@camera/live")]
    public void Open_MalformedAddress_IsNotFound(string address) =>
        Assert.Equal(FrameSourceProblem.NotFound, Assert.Throws<FrameSourceException>(() => new StreamSource(address, Cancellation)).Problem);

    private static StreamServer Serve(byte[] bytes) => new(async (socket, cancellation) =>
    {
        await socket.SendAsync(StreamServer.Header("200 OK", "application/octet-stream", bytes.Length), cancellation);
        await socket.SendAsync(bytes, cancellation);
    });

    private static byte[] Part(byte[] picture) =>
        [.. Encoding.ASCII.GetBytes($"--cut\r\nContent-Type: image/jpeg\r\nContent-Length: {picture.Length}\r\n\r\n"), .. picture, .. "\r\n"u8];

    private static async Task SendChunk(Socket socket, byte[] bytes, CancellationToken cancellation) =>
        await socket.SendAsync((byte[])[.. Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"), .. bytes, .. "\r\n"u8], cancellation);

    private static (int Frames, FrameSourceException Error) ReadUntilError(StreamSource source)
    {
        for (int frames = 0; ; frames++)
        {
            try
            {
                Assert.NotNull(source.Read(Cancellation));
            }
            catch (FrameSourceException e)
            {
                return (frames, e);
            }
        }
    }

    private static Photo Grey(byte level) => Photo.FromGrey(64, 48, Enumerable.Repeat(level, 64 * 48).ToArray());

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

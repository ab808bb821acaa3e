using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

public class VideoFileSourceTests
{
    [Theory]
    [InlineData("videos/person-b.mp4")]
    [InlineData("videos/headpose-a.mp4")]
    [InlineData("videos/turning-live.mp4")]
    public void Read_RealVideo_GivesEveryFrameAtTheTimeFfprobeSays(string relative)
    {
        string path = TestData.Require(relative);
        double[] expected = Ffmpeg.FrameTimes(path);
        using var source = new VideoFileSource(path);

        var frames = ReadAll(source);

        Assert.Equal(expected.Length, source.Count);
        Assert.Equal(expected.Length, frames.Count);
        Assert.Equal(Enumerable.Range(0, expected.Length), frames.Select(frame => frame.Index));
        Assert.All(frames, frame => Assert.Equal(expected[frame.Index], frame.Time.TotalSeconds, 0.002));
        Assert.Null(source.Read(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Read_UnevenTimes_GivesThemUnchanged()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.MakeVideo(folder.File("uneven.mp4"), 2, "-vf", "select=not(mod(n\\,7))+not(mod(n\\,3))", "-vsync", "vfr", "-c:v", "mpeg4");
        using var source = new VideoFileSource(path);

        Assert.Equal(Ffmpeg.FrameTimes(path), ReadAll(source).Select(frame => Math.Round(frame.Time.TotalSeconds, 6)));
    }

    [Theory]
    [InlineData("avi")]
    [InlineData("mkv")]
    [InlineData("mp4")]
    public void Read_WholeFile_EndsProperly(string container)
    {
        using var folder = new TemporaryFolder();
        using var source = new VideoFileSource(Ffmpeg.MakeVideo(folder.File($"whole.{container}"), 2, "-c:v", "mpeg4"));

        Assert.Equal(20, ReadAll(source).Count);
        Assert.Equal(container == "mkv" ? null : 20, source.Count);
    }

    [Theory]
    [InlineData("avi", 0.5)]
    [InlineData("avi", 0.95)]
    [InlineData("mkv", 0.5)]
    [InlineData("mkv", 0.95)]
    [InlineData("mp4", 0.5)]
    [InlineData("mp4", 0.95)]
    public void Read_CutFile_ThrowsInterruptedAfterItsFrames(string container, double kept)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.MakeVideo(folder.File($"cut.{container}"), 3, "-c:v", "mpeg4", "-movflags", "faststart");
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(int)(bytes.Length * kept)]);
        using var source = new VideoFileSource(path);

        for (int i = 0; i < 10; i++)
            Assert.NotNull(source.Read(TestContext.Current.CancellationToken));
        var error = Assert.Throws<FrameSourceException>(() => ReadAll(source));

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
        Assert.Equal(path, error.SourceName);
        Assert.Throws<FrameSourceException>(() => source.Read(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Read_TrimmedClip_EndsProperlyAlthoughItsHeaderCountsHiddenFrames()
    {
        using var folder = new TemporaryFolder();
        string whole = Ffmpeg.MakeVideo(folder.File("whole.mp4"), 10, "-c:v", "mpeg4", "-g", "200");
        string path = folder.File("trimmed.mp4");
        Ffmpeg.Run("ffmpeg", ["-v", "error", "-ss", "8", "-i", whole, "-c", "copy", path]);
        using var source = new VideoFileSource(path);

        int shown = ReadAll(source).Count;

        Assert.InRange(shown, 15, 25);
        Assert.InRange(source.Count!.Value, 90, 110);
    }

    [Fact]
    public void Read_TailOfZeros_ThrowsInterrupted()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.MakeVideo(folder.File("zeros.mp4"), 3, "-c:v", "mpeg4", "-movflags", "faststart");
        byte[] bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2).Clear();
        File.WriteAllBytes(path, bytes);
        using var source = new VideoFileSource(path);

        var error = Assert.Throws<FrameSourceException>(() => ReadAll(source));

        Assert.Equal(FrameSourceProblem.Interrupted, error.Problem);
    }

    // The top left quarter of the upright picture is white: where it stands shows how the picture was turned.
    [Theory]
    [InlineData(0, 160, 120, 20, 20)]
    [InlineData(90, 120, 160, 100, 20)]
    [InlineData(180, 160, 120, 140, 100)]
    [InlineData(270, 120, 160, 20, 140)]
    public void Read_RotatedVideo_IsUpright(int degrees, int width, int height, int whiteX, int whiteY)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.MakeVideo(folder.File("turned.mp4"), 0.5, "-vf", "drawbox=c=black:t=fill,drawbox=w=80:h=60:c=white:t=fill", "-c:v", "mpeg4");
        Rotate(path, degrees);
        using var source = new VideoFileSource(path);

        var photo = source.Read(TestContext.Current.CancellationToken)!.Photo;

        Assert.Equal((width, height), (photo.Width, photo.Height));
        Assert.InRange(photo.ToGrey()[whiteY * width + whiteX], 200, 255);
        Assert.InRange(photo.ToGrey()[(height - 1 - whiteY) * width + width - 1 - whiteX], 0, 50);
    }

    [Fact]
    public void Open_FilesThatAreNoVideo_AreUnreadable()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.mp4"), []);
        File.WriteAllText(folder.File("text.mp4"), "This is no video.\n");
        File.WriteAllBytes(folder.File("noise.mp4"), [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * i * 31 >> 3))]);
        byte[] video = File.ReadAllBytes(Ffmpeg.MakeVideo(folder.File("a.mp4"), 1, "-c:v", "mpeg4"));
        File.WriteAllBytes(folder.File("noindex.mp4"), video[..(video.Length / 2)]);

        foreach (string name in (string[])["empty.mp4", "text.mp4", "noise.mp4", "noindex.mp4"])
        {
            var error = Assert.Throws<FrameSourceException>(() => new VideoFileSource(folder.File(name)));
            Assert.Equal(FrameSourceProblem.Unreadable, error.Problem);
            Assert.StartsWith(folder.File(name), error.Message);
        }
    }

    [Fact]
    public void Open_MissingFile_IsNotFound() =>
        Assert.Equal(FrameSourceProblem.NotFound, Assert.Throws<FrameSourceException>(() => new VideoFileSource("/nowhere/a.mp4")).Problem);

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var folder = new TemporaryFolder();
        using var source = new VideoFileSource(Ffmpeg.MakeVideo(folder.File("a.mp4"), 1, "-c:v", "mpeg4"));

        Assert.Throws<OperationCanceledException>(() => source.Read(new CancellationToken(canceled: true)));
    }

    private static List<Frame> ReadAll(VideoFileSource source)
    {
        var frames = new List<Frame>();
        while (source.Read(TestContext.Current.CancellationToken) is { } frame)
            frames.Add(frame);
        return frames;
    }

    // Writes the matrix of a clockwise turn into the track header (ISO/IEC 14496-12, 8.3.2), as a phone does.
    private static void Rotate(string path, int degrees)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int matrix = bytes.AsSpan().IndexOf("tkhd"u8) + 44;
        const int One = 0x10000;
        int[] values = degrees switch
        {
            90 => [0, One, 0, -One, 0, 0, 120 * One, 0],
            180 => [-One, 0, 0, 0, -One, 0, 160 * One, 120 * One],
            270 => [0, -One, 0, One, 0, 0, 0, 160 * One],
            _ => [One, 0, 0, 0, One, 0, 0, 0],
        };
        for (int i = 0; i < values.Length; i++)
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(matrix + 4 * i), values[i]);
        File.WriteAllBytes(path, bytes);
    }
}

using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

public class AnnotatedVideoWriterTests
{
    [Theory]
    [InlineData(160, 120)]
    [InlineData(161, 121)]
    public void Write_Frames_CanBeReadAgain(int width, int height)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("out.mp4");
        using (var writer = new AnnotatedVideoWriter(path, width, height, 25))
        {
            for (int i = 0; i < 10; i++)
                writer.Write(Plain(width, height, 200, (byte)(20 * i), 40));
        }

        Assert.Equal(10, Ffmpeg.FrameTimes(path).Length);
        using var source = new VideoFileSource(path);
        for (int i = 0; i < 10; i++)
        {
            var frame = source.Read(TestContext.Current.CancellationToken)!;
            Assert.Equal(i / 25.0, frame.Time.TotalSeconds, 0.002);
            Assert.Equal((width & ~1, height & ~1), (frame.Photo.Width, frame.Photo.Height));
            int middle = 3 * (height / 2 * frame.Photo.Width + width / 2);
            Assert.InRange(frame.Photo.Rgb[middle], 190, 210);
            Assert.InRange(frame.Photo.Rgb[middle + 1], Math.Max(0, 20 * i - 10), 20 * i + 10);
            Assert.InRange(frame.Photo.Rgb[middle + 2], 30, 50);
        }
        Assert.Null(source.Read(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Write_PhotoOfAnotherSize_Throws()
    {
        using var folder = new TemporaryFolder();
        using var writer = new AnnotatedVideoWriter(folder.File("out.mp4"), 160, 120, 25);

        var error = Assert.Throws<ArgumentException>(() => writer.Write(Plain(120, 160, 0, 0, 0)));

        Assert.Contains("160 x 120", error.Message);
        Assert.Contains("120 x 160", error.Message);
    }

    [Fact]
    public void Constructor_FolderThatDoesNotExist_SaysWhy()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "gone", "out.mp4");

        Assert.StartsWith(path, Assert.Throws<IOException>(() => new AnnotatedVideoWriter(path, 160, 120, 25)).Message);
    }

    [Fact]
    public void Constructor_ArgumentsOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new AnnotatedVideoWriter("out.avi", 160, 120, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnnotatedVideoWriter("out.mp4", 1, 120, 25));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AnnotatedVideoWriter("out.mp4", 160, 120, double.NaN));
    }

    private static Photo Plain(int width, int height, byte red, byte green, byte blue)
    {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = (red, green, blue);
        return Photo.FromRgb(width, height, rgb);
    }
}

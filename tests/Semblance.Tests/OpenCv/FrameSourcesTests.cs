using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

public class FrameSourcesTests
{
    [Fact]
    public void Open_PhotoFolderOrVideo_PicksTheSource()
    {
        using var folder = new TemporaryFolder();
        Photo.FromGrey(2, 1, [0, 255]).Save(folder.File("a.png"));
        Ffmpeg.MakeVideo(folder.File("a.mkv"), 0.5, "-c:v", "mpeg4");
        File.Move(folder.File("a.mkv"), folder.File("video without ending"));

        Assert.IsType<PhotoSource>(FrameSources.Open(folder.Path, TestContext.Current.CancellationToken)).Dispose();
        Assert.IsType<PhotoSource>(FrameSources.Open(folder.File("a.png"), TestContext.Current.CancellationToken)).Dispose();
        Assert.IsType<VideoFileSource>(FrameSources.Open(folder.File("video without ending"), TestContext.Current.CancellationToken)).Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing.mp4")]
    [InlineData("camera:")]
    [InlineData("camera:one")]
    [InlineData("camera:-1")]
    [InlineData("camera:99999999999")]
    [InlineData("ftp://host/a.mp4")]
    public void Open_UnknownName_IsNotFoundAndListsTheForms(string source)
    {
        var error = Assert.Throws<FrameSourceException>(() => FrameSources.Open(source, TestContext.Current.CancellationToken));

        Assert.Equal(FrameSourceProblem.NotFound, error.Problem);
        Assert.Contains(FrameSources.AcceptedForms, error.Message);
    }

    [Fact]
    public void Open_AbsentCamera_IsUnavailable()
    {
        Assert.SkipWhen(File.Exists("/dev/video63"), "This machine has 64 cameras.");

        var error = Assert.Throws<FrameSourceException>(() => FrameSources.Open("camera:63", TestContext.Current.CancellationToken));

        Assert.Equal(FrameSourceProblem.Unavailable, error.Problem);
        Assert.StartsWith("camera:63", error.Message);
    }

    [Fact]
    public void Open_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => FrameSources.Open("camera:63", new CancellationToken(canceled: true)));
}

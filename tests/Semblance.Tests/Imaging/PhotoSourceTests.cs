using Semblance.Testing;

namespace Semblance.Tests.Imaging;

public class PhotoSourceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Read_Folder_GivesItsPhotosInOrdinalOrder()
    {
        using var folder = new TemporaryFolder();
        foreach (string name in (string[])["b.png", "a10.png", "a2.PNG", "B.jpg"])
            TestPhotos.Gradient(4, 4).Save(folder.File(name));
        File.WriteAllText(folder.File(".hidden"), "no photo");
        Directory.CreateDirectory(folder.File("deeper.png"));
        using var source = new PhotoSource(folder.Path);

        var frames = new List<Frame>();
        while (source.Read(Cancellation) is { } frame)
            frames.Add(frame);

        Assert.Equal(4, source.Count);
        Assert.False(source.IsLive);
        Assert.Equal(["B.jpg", "a10.png", "a2.PNG", "b.png"], frames.Select(frame => Path.GetFileName(frame.Name)));
        Assert.Equal([0, 1, 2, 3], frames.Select(frame => frame.Index));
        Assert.Equal([0, 1, 2, 3], frames.Select(frame => frame.Time.TotalSeconds));
        Assert.Null(source.Read(Cancellation));
    }

    [Fact]
    public void Read_DamagedPhotoInFolder_ThrowsOnceAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a.png"), "no photo");
        TestPhotos.Gradient(4, 4).Save(folder.File("b.png"));
        using var source = new PhotoSource(folder.Path);

        Assert.Equal(folder.File("a.png"), Assert.Throws<PhotoException>(() => source.Read(Cancellation)).Name);
        Assert.Equal(1, source.Read(Cancellation)!.Index);
        Assert.Null(source.Read(Cancellation));
    }

    [Fact]
    public void Read_FolderWithOtherFiles_NamesEachOfThem()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("1-photo-without-ending"), TestPhotos.OfKind("jpeg"));
        File.WriteAllText(folder.File("2.txt"), "a letter");
        File.WriteAllBytes(folder.File("3.mp4"), [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0, .. "isomiso2"u8]);
        File.WriteAllBytes(folder.File("4.jfif"), TestPhotos.OfKind("jpeg"));
        using var source = new PhotoSource(folder.Path);

        Assert.NotNull(source.Read(Cancellation));
        Assert.Contains("2.txt: is not a photo", Assert.Throws<PhotoException>(() => source.Read(Cancellation)).Message);
        Assert.Contains("3.mp4: is a video", Assert.Throws<PhotoException>(() => source.Read(Cancellation)).Message);
        Assert.NotNull(source.Read(Cancellation));
        Assert.Null(source.Read(Cancellation));
    }

    [Fact]
    public void Read_SingleFile_GivesItOnce()
    {
        using var folder = new TemporaryFolder();
        TestPhotos.Gradient(4, 4).Save(folder.File("a.png"));
        using var source = new PhotoSource(folder.File("a.png"));

        Assert.Equal(1, source.Count);
        Assert.NotNull(source.Read(Cancellation));
        Assert.Null(source.Read(Cancellation));
    }

    [Fact]
    public void Constructor_NothingThereOrNoPhotos_SaysWhich()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal(FrameSourceProblem.NotFound, Assert.Throws<FrameSourceException>(() => new PhotoSource(folder.File("gone"))).Problem);
        Assert.Equal(FrameSourceProblem.Unreadable, Assert.Throws<FrameSourceException>(() => new PhotoSource(folder.Path)).Problem);
    }

    [Fact]
    public void Read_Cancelled_ThrowsAndLosesNoPhoto()
    {
        using var folder = new TemporaryFolder();
        TestPhotos.Gradient(4, 4).Save(folder.File("a.png"));
        using var source = new PhotoSource(folder.Path);

        Assert.Throws<OperationCanceledException>(() => source.Read(new CancellationToken(canceled: true)));
        Assert.Equal(0, source.Read(Cancellation)!.Index);
    }
}

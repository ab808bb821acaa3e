using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

/// <summary>Where the faces of a data folder come from, and what counts as their surroundings.</summary>
public sealed class SpoofDataTests
{
    private const int Side = 200;

    [Fact]
    public void Faces_CropFilledByItsFace_HasItInItsOwnPixelsAndNoSurroundings()
    {
        using var data = new TemporaryFolder();
        Save(data, "screen-x", "live", "1.jpg");
        Save(data, "screen-x", "screen", "2.jpg");
        using var detector = new LargePicturesOnly();

        var faces = SpoofData.Faces(data.Path, detector, (_, _) => { }).ToList();

        Assert.Equal([null, "screen"], faces.Select(face => face.Attack));
        Assert.All(faces, face =>
        {
            Assert.Equal((Side, Side), (face.Photo.Width, face.Photo.Height));
            Assert.Equal(new Box(20, 20, 160, 160), face.Face.Box);
            Assert.Equal(new Point(100, 110), face.Face.Landmarks!.NoseTip);
            // Repeated edge is nothing that was before the camera.
            Assert.Null(SpoofSource.Of(face.Set, face.Subject, face.Attack, face.File, face.Photo, face.Face)!.Wide);
        });
    }

    [Fact]
    public void Faces_OneManOfASet_IsOneSubject()
    {
        using var data = new TemporaryFolder();
        Save(data, "screen-x", "live", "1.jpg");
        Save(data, "nuaa", Path.Combine("live", "0001"), "1.jpg");
        Save(data, "nuaa", Path.Combine("print", "0001"), "2.jpg");
        Save(data, "msu", "live", "003.jpg");
        Save(data, "msu", "ipad", "003.jpg");
        using var detector = new LargePicturesOnly();

        var faces = SpoofData.Faces(data.Path, detector, (_, _) => { }).ToList();

        Assert.Equal(["nuaa/0001", "nuaa/0001", "msu/003", "msu/003", "screen-x"], faces.Select(face => face.Subject));
        Assert.Equal([null, "print", "ipad", null, null], faces.Select(face => face.Attack));
    }

    [Fact]
    public void Faces_FolderWithoutAny_IsRefused()
    {
        using var data = new TemporaryFolder();
        using var detector = new LargePicturesOnly();

        Assert.Throws<DataException>(() => SpoofData.Faces(data.Path, detector, (_, _) => { }).ToList());
    }

    private static void Save(TemporaryFolder data, string set, string kind, string name)
    {
        string folder = Path.Combine(data.Path, "liveness", set, kind);
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name), MadeSpoofs.Smooth(1, Side).EncodeJpeg());
    }

    // As real detectors with faces that fill the picture: it finds one only where there is a border around.
    private sealed class LargePicturesOnly : IFaceDetector
    {
        public IReadOnlyList<Face> Detect(Photo photo)
        {
            if (photo.Width <= Side)
                return [];
            int border = (photo.Width - Side) / 2;
            Point At(float x, float y) => new(x + border, y + border);
            return [new Face(new Box(20 + border, 20 + border, 160, 160), 0.9f, new Landmarks(At(75, 80), At(125, 80), At(100, 110), At(80, 135), At(120, 135)))];
        }

        public void Dispose()
        {
            // It holds nothing.
        }
    }
}

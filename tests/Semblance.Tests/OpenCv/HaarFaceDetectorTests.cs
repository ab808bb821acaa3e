using OpenCvSharp;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.OpenCv;

public class HaarFaceDetectorTests
{
    [Fact]
    public void Detect_AttFaces_FindsAFaceInNearlyAll()
    {
        string folder = TestData.Require("att_faces");
        using var detector = Create();
        int found = 0;
        for (int subject = 1; subject <= 40; subject++)
        {
            var photo = PhotoReader.Read(Path.Combine(folder, $"s{subject}", "1.pgm")).Pad(30);
            var faces = detector.Detect(photo);
            found += faces.Count > 0 ? 1 : 0;
            Assert.Equal(faces.OrderByDescending(face => face.Score), faces);
            Assert.All(faces, face =>
            {
                Assert.True(face.Box.X >= 0 && face.Box.Y >= 0);
                Assert.True(face.Box.X + face.Box.Width <= photo.Width && face.Box.Y + face.Box.Height <= photo.Height);
                Assert.True(face.Score > 5);
            });
        }
        Assert.InRange(found, 38, 40);
    }

    [Fact]
    public void Detect_AnyPhoto_GivesTheBoxesOfOpenCvsOwnGrouping()
    {
        string folder = TestData.Require("scenes/portraits");
        using var detector = Create();
        using var plain = new CascadeClassifier(detector.CascadeFile);
        int faces = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(8))
        {
            var photo = PhotoReader.Read(file);
            using var grey = photo.ToGreyMat();
            var expected = plain.DetectMultiScale(grey, 1.1, 5, minSize: new Size(30, 30));

            var actual = detector.Detect(photo);

            Assert.Equal(expected.Length, actual.Count);
            Assert.All(expected, rect => Assert.Contains(actual, face =>
                Math.Abs(face.Box.X - rect.X) <= 1 && Math.Abs(face.Box.Y - rect.Y) <= 1
                && Math.Abs(face.Box.Width - rect.Width) <= 1 && Math.Abs(face.Box.Height - rect.Height) <= 1));
            faces += expected.Length;
        }
        Assert.True(faces > 0, "the photos hold no face: nothing was compared");
    }

    [Fact]
    public void Detect_BlankOrTinyPhoto_FindsNone()
    {
        using var detector = Create();

        Assert.Empty(detector.Detect(Photo.FromGrey(320, 240, Enumerable.Repeat((byte)128, 320 * 240).ToArray())));
        Assert.Empty(detector.Detect(Photo.FromGrey(1, 1, [7])));
    }

    [Fact]
    public async Task Detect_FromSeveralThreads_GivesTheSameFaces()
    {
        var photo = PhotoReader.Read(TestData.Require("att_faces/s1/1.pgm")).Pad(30);
        using var detector = Create();
        var expected = detector.Detect(photo);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => detector.Detect(photo))));

        Assert.All(results, faces => Assert.Equal(expected, faces));
    }

    [Fact]
    public void Constructor_MissingCascade_NamesThePlaceAndTheCommand()
    {
        var error = Assert.Throws<CascadeMissingException>(() => new HaarFaceDetector(new HaarOptions { CascadeFile = "/nowhere/cascade.xml" }));

        Assert.Contains("/nowhere/cascade.xml", error.Message);
        Assert.Contains("apt-get install -y opencv-data", error.Message);
        Assert.Equal(["/nowhere/cascade.xml"], error.Places);
    }

    [Fact]
    public void Find_OptionBeforeVariableBeforeFolders()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("option.xml"), "");
        File.WriteAllText(folder.File("variable.xml"), "");

        Assert.Equal(folder.File("option.xml"), HaarCascade.Find(folder.File("option.xml"), folder.File("variable.xml")));
        Assert.Equal(folder.File("variable.xml"), HaarCascade.Find(null, folder.File("variable.xml")));
        Assert.Throws<CascadeMissingException>(() => HaarCascade.Find(null, folder.File("gone.xml")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML at all")]
    [InlineData("<?xml version=\"1.0\"?><opencv_storage><other>1</other></opencv_storage>")]
    public void Constructor_FileThatIsNoCascade_SaysSo(string content)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("not.xml"), content);

        var error = Assert.Throws<InvalidDataException>(() => new HaarFaceDetector(new HaarOptions { CascadeFile = folder.File("not.xml") }));

        Assert.StartsWith(folder.File("not.xml"), error.Message);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HaarFaceDetector(new HaarOptions { ScaleFactor = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HaarFaceDetector(new HaarOptions { MinNeighbours = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HaarFaceDetector(new HaarOptions { MinSize = 0 }));
    }

    [Fact]
    public void Detect_AfterDispose_Throws()
    {
        var detector = Create();
        detector.Dispose();

        Assert.Throws<ObjectDisposedException>(() => detector.Detect(Photo.FromGrey(1, 1, [0])));
    }

    private static HaarFaceDetector Create()
    {
        try
        {
            return new HaarFaceDetector();
        }
        catch (Exception e) when (e is CascadeMissingException or OpenCvMissingException)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }
}

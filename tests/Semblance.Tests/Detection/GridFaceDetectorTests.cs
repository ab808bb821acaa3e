using OpenCvSharp;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.Detection;

/// <summary>Our reading of YuNet's outputs over ONNX Runtime, against OpenCV's own.</summary>
public class GridFaceDetectorTests
{
    // The same weights: OpenCV reads only the first, whose size it ignores; ONNX Runtime takes any photo only with the second.
    private const string OneSize = "face_detection_yunet_2023mar.onnx", AnySize = "yunet_s_dynamic.onnx";

    [Fact]
    public void Detect_FiftyPhotos_GivesTheFacesOfOpenCvsFaceDetectorYN()
    {
        using var ours = Create();
        RequireOpenCv();
        int faces = 0, photos = 0;
        foreach (string file in Photos("scenes/portraits", 25).Concat(Photos("scenes/wider-val", 25)))
        {
            var photo = PhotoReader.Read(file);
            var expected = DetectByOpenCv(photo);

            var actual = ours.Detect(photo);

            Assert.True(expected.Count == actual.Count, $"{file}: OpenCV finds {expected.Count} faces, we find {actual.Count}");
            foreach (var face in expected)
            {
                var same = actual.MaxBy(other => other.Box.Overlap(face.Box))!;
                Assert.True(same.Box.Overlap(face.Box) > 0.98, $"{file}: {same.Box} is not {face.Box}");
                Assert.Equal(face.Score, same.Score, 0.01f);
                Assert.True(Farthest(face.Landmarks!, same.Landmarks!) < 0.5, $"{file}: {same.Landmarks} is not {face.Landmarks}");
            }
            Assert.Equal(actual.OrderByDescending(face => face.Score), actual);
            faces += expected.Count;
            photos++;
        }
        Assert.True(photos == 50 && faces > 150, $"{photos} photos with {faces} faces: too few to say anything");
    }

    [Theory]
    [InlineData(null, 0.93, 0.03)] // Reduced to the size it had.
    [InlineData(1920, 0.85, 0.12)] // A face of 1100 pixels, found in the copy of a quarter the side.
    public void Detect_LargePhoto_IsReducedAndMappedBack(int? maxSide, float overlap, float distance)
    {
        var photo = PhotoReader.Read(TestData.Require("scenes/portraits/0002.jpg"));
        using var plain = Create();
        var expected = Assert.Single(plain.Detect(photo));
        using var detector = Create(new GridOptions { MaxSide = maxSide ?? Math.Max(photo.Width, photo.Height) });
        const int Factor = 16;

        var actual = Assert.Single(detector.Detect(photo.Resize(Factor * photo.Width, Factor * photo.Height)));

        float same = Scale(actual.Box, 1f / Factor).Overlap(expected.Box);
        var landmarks = actual.Landmarks!.ToList().Select(point => new Semblance.Point((point.X + 0.5f) / Factor - 0.5f, (point.Y + 0.5f) / Factor - 0.5f)).ToList();
        double apart = Farthest(expected.Landmarks!, new Landmarks(landmarks[0], landmarks[1], landmarks[2], landmarks[3], landmarks[4])) / expected.Box.Width;
        Assert.True(same > overlap && apart < distance, $"overlap {same}, landmarks {apart} of the width apart");
    }

    [Fact]
    public void Detect_SmallFaceInALargePhoto_IsFound()
    {
        var portrait = PhotoReader.Read(TestData.Require("scenes/portraits/0002.jpg"));
        using var detector = Create();
        float width = Assert.Single(detector.Detect(portrait)).Box.Width;
        const int Width = 4000, Height = 3000, Left = 2500, Top = 1800, Face = 80;
        var small = portrait.Resize((int)(portrait.Width * Face / width), (int)(portrait.Height * Face / width));
        var rgb = new byte[3 * Width * Height];
        for (int y = 0; y < small.Height; y++)
            small.Rgb.Slice(3 * y * small.Width, 3 * small.Width).CopyTo(rgb.AsSpan(3 * ((Top + y) * Width + Left)));
        var expected = Assert.Single(detector.Detect(small));

        var actual = Assert.Single(detector.Detect(Photo.FromRgb(Width, Height, rgb)));

        Assert.True((expected.Box with { X = expected.Box.X + Left, Y = expected.Box.Y + Top }).Overlap(actual.Box) > 0.7, $"{actual.Box} is not {expected.Box}");
    }

    [Fact]
    public void Detect_NetworkOfOneSize_ReducesPhotosToIt()
    {
        var photo = PhotoReader.Read(Photos("scenes/wider-val", 1).Single());
        using var anySize = Create();
        using var oneSize = new GridFaceDetector(File.ReadAllBytes(TestData.RequireModel(OneSize)));
        Assert.True(Math.Max(photo.Width, photo.Height) > 640);

        var actual = oneSize.Detect(photo);

        var large = anySize.Detect(photo).Where(face => face is { Score: > 0.8f, Box.ShorterSide: > 30 }).ToList();
        Assert.NotEmpty(large);
        Assert.All(large, face => Assert.Contains(actual, other => other.Box.Overlap(face.Box) > 0.6));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(320, 240)]
    [InlineData(33, 31)]
    public void Detect_BlankPhotoOfAnySize_FindsNone(int width, int height)
    {
        using var detector = Create();

        Assert.Empty(detector.Detect(Photo.FromGrey(width, height, Enumerable.Repeat((byte)128, width * height).ToArray())));
    }

    [Fact]
    public async Task Detect_FromSeveralThreads_GivesTheSameFaces()
    {
        var photos = Photos("scenes/portraits", 4).Select(PhotoReader.Read).ToList();
        using var detector = Create();
        var expected = photos.ConvertAll(detector.Detect);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => detector.Detect(photos[i % 4]))));

        Assert.All(results.Index(), result => Assert.Equal(expected[result.Index % 4], result.Item));
    }

    [Fact]
    public void Constructor_NetworkThatIsNoDetector_SaysWhatIsMissing()
    {
        byte[] embedder = File.ReadAllBytes(TestData.RequireModel("mobileface_v2.onnx"));

        var error = Assert.Throws<InvalidDataException>(() => new GridFaceDetector(embedder));

        Assert.Contains("no output cls_8, so it is no detector of the kind grid", error.Message);
    }

    [Fact]
    public void Constructor_OptionOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new GridFaceDetector([], new GridOptions { Channels = "grey" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridFaceDetector([], new GridOptions { MinScore = float.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridFaceDetector([], new GridOptions { MaxSide = 31 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GridFaceDetector([], runtime: new() { Threads = 0 }));
    }

    [Fact]
    public void Detect_AfterDispose_Throws()
    {
        var detector = Create();
        detector.Dispose();

        Assert.Throws<ObjectDisposedException>(() => detector.Detect(Photo.FromGrey(1, 1, [0])));
    }

    private static GridFaceDetector Create(GridOptions? options = null) => new(File.ReadAllBytes(TestData.RequireModel(AnySize)), options);

    private static void RequireOpenCv()
    {
        try
        {
            OpenCvRuntime.EnsureLoaded();
        }
        catch (OpenCvMissingException e)
        {
            Assert.Skip(e.Message);
        }
    }

    private static List<Face> DetectByOpenCv(Photo photo)
    {
        using var rgb = Mat.FromPixelData(photo.Height, photo.Width, MatType.CV_8UC3, photo.Rgb.ToArray());
        using var bgr = rgb.CvtColor(ColorConversionCodes.RGB2BGR);
        using var found = new Mat();
        using var detector = FaceDetectorYN.Create(TestData.RequireModel(OneSize), "", bgr.Size(), scoreThreshold: 0.6f, nmsThreshold: 0.3f, topK: 5000);
        detector.Detect(bgr, found);
        var faces = new List<Face>();
        int rows = found.Rows;
        for (int row = 0; row < rows; row++)
        {
            float At(int column) => found.At<float>(row, column);
            Semblance.Point PointAt(int i) => new(At(4 + 2 * i), At(5 + 2 * i));
            faces.Add(new Face(new Box(At(0), At(1), At(2), At(3)), At(14), new Landmarks(PointAt(0), PointAt(1), PointAt(2), PointAt(3), PointAt(4))));
        }
        return faces;
    }

    private static IEnumerable<string> Photos(string folder, int count) =>
        Directory.EnumerateFiles(TestData.Require(folder), "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Take(count);

    private static double Farthest(Landmarks a, Landmarks b) =>
        a.ToList().Zip(b.ToList(), (p, q) => Math.Sqrt((p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y))).Max();

    private static Box Scale(Box box, float factor) => new(box.X * factor, box.Y * factor, box.Width * factor, box.Height * factor);
}

using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Recognition;
using Semblance.Testing;
using Semblance.Tests.Cli;

namespace Semblance.Tests.Recognition;

/// <summary>The pieces from photo to decision together: real detector, real network, real photos.</summary>
public sealed class ReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HaarFaceDetector _detector = new();
    private readonly ModelPack _pack;
    private readonly IFaceEmbedder _embedder;
    private readonly FacePipeline _pipeline;
    private readonly FaceVerifier _verifier;

    public ReadingTests()
    {
        _pack = ModelPack.Load(TinyPack.Write(_folder.File("tiny")));
        _embedder = _pack.CreateEmbedder();
        _pipeline = new FacePipeline(_detector, _pack.CreateAligner(), _embedder, QualityOptions.Default.Verification);
        _verifier = new FaceVerifier(_pipeline, _pack.Comparator, _pack.ThresholdFor());
    }

    public void Dispose()
    {
        _embedder.Dispose();
        _detector.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void ReadMain_EmptyWall_IsNoFace() => AssertUnusable(Outcome.NoFace, _pipeline.ReadMain(Wall));

    [Fact]
    public void ReadMain_TwoLargeFaces_IsSeveralFaces() =>
        AssertUnusable(Outcome.SeveralFaces, _pipeline.ReadMain(Beside(Lfw("Ahmed_Ghazi"), Lfw("Agbani_Darego"))));

    [Fact]
    public void ReadMain_SmallFace_IsPoorQuality() =>
        AssertUnusable(Outcome.PoorQuality, _pipeline.ReadMain(Lfw("Ahmed_Ghazi").Resize(75, 75)));

    [Fact]
    public void ReadAll_TwoFaces_ReadsEachForItself()
    {
        var readings = _pipeline.ReadAll(Beside(Lfw("Ahmed_Ghazi"), Lfw("Agbani_Darego")));

        Assert.Equal(2, readings.Count);
        Assert.All(readings, read => Assert.IsType<FaceReading.Usable>(read.Reading));
    }

    [Fact]
    public void Compare_SamePhoto_Matches() =>
        Assert.Equal(Outcome.Match, _verifier.Compare(Lfw("Ahmed_Ghazi"), Lfw("Ahmed_Ghazi")).Outcome);

    [Fact]
    public void Compare_TwoPeople_DoNotMatch() =>
        Assert.Equal(Outcome.NoMatch, _verifier.Compare(Lfw("Ahmed_Ghazi"), Lfw("Agbani_Darego")).Outcome);

    [Fact]
    public void Compare_SecondPhotoWithoutAFace_SaysWhichPhoto()
    {
        var decision = _verifier.Compare(Lfw("Ahmed_Ghazi"), Wall);

        Assert.Equal((Outcome.NoFace, null), (decision.Outcome, decision.Score));
        Assert.StartsWith("Second photo:", Assert.Single(decision.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyPhotos_OneUnusableAmongThem_DecidesByTheOthers() =>
        Assert.Equal(Outcome.Match, _verifier.VerifyPhotos([Wall, Lfw("Ahmed_Ghazi"), Lfw("Ahmed_Ghazi")], Template("Ahmed_Ghazi")).Outcome);

    [Fact]
    public void Verify_TemplateOfAnotherModel_Throws()
    {
        var foreign = new Template("x", "other", [new Embedding("other", [1, 2])], [], DateTimeOffset.UnixEpoch);

        Assert.Throws<InvalidOperationException>(() => _verifier.Verify(_pipeline.ReadMain(Lfw("Ahmed_Ghazi")), foreign));
    }

    [Fact]
    public void Constructor_ThresholdOfAnotherModel_Throws() =>
        Assert.Throws<ArgumentException>(() => new FaceVerifier(_pipeline, _pack.Comparator, new Threshold(0.5, "other", null, "")));

    private static Photo Wall { get; } = Photo.FromGrey(250, 250, Enumerable.Repeat((byte)128, 250 * 250).ToArray());

    private Template Template(string person)
    {
        var reading = Assert.IsType<FaceReading.Usable>(_pipeline.ReadMain(Lfw(person)));
        return new Template(person, _pack.Id, [reading.Embedding], [reading.Quality], DateTimeOffset.UnixEpoch);
    }

    private static void AssertUnusable(Outcome outcome, FaceReading reading)
    {
        var unusable = Assert.IsType<FaceReading.Unusable>(reading);
        Assert.Equal(outcome, unusable.Outcome);
        Assert.NotEmpty(unusable.Reasons);
    }

    private static Photo Lfw(string person) => PhotoReader.Read(TestData.Require($"lfw-dev/images/{person}/{person}_0001.jpg"));

    internal static Photo Beside(Photo left, Photo right)
    {
        int width = left.Width + right.Width;
        var rgb = new byte[3 * width * left.Height];
        for (int y = 0; y < left.Height; y++)
        {
            left.Rgb.Slice(3 * y * left.Width, 3 * left.Width).CopyTo(rgb.AsSpan(3 * y * width));
            right.Rgb.Slice(3 * y * right.Width, 3 * right.Width).CopyTo(rgb.AsSpan(3 * (y * width + left.Width)));
        }
        return Photo.FromRgb(width, left.Height, rgb);
    }
}

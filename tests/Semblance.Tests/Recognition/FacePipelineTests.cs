using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

/// <summary>In which order a face is read, with the built-in pack.</summary>
public sealed class FacePipelineTests : IDisposable
{
    private readonly FaceEngine _engine = ModelPack.Builtin().Start();
    private readonly Photo _photo = PhotoReader.Read(TestData.Require("lfw-dev/images/Ahmed_Ghazi/Ahmed_Ghazi_0001.jpg"));

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void Read_FaceThatIsTooSmall_IsRefusedBeforeItIsAligned()
    {
        var aligner = new CountingAligner();
        var small = _photo.Resize(50, 50);

        var reading = Assert.IsType<FaceReading.Unusable>(Pipeline(aligner).Read(small, Scaled(Main(), 50f / _photo.Width)));

        Assert.Equal((Outcome.PoorQuality, 0), (reading.Outcome, aligner.Aligned));
        Assert.Equal([QualityProblem.TooSmall], reading.Problems);
        Assert.Contains("pixels wide", Assert.Single(reading.Reasons));
    }

    [Fact]
    public void Read_GoodFace_IsAlignedOnceAndMeasuredOnThat()
    {
        var aligner = new CountingAligner();

        var reading = Assert.IsType<FaceReading.Usable>(Pipeline(aligner).Read(_photo, Main()));

        Assert.Equal(1, aligner.Aligned);
        Assert.Same(aligner.Last, reading.Aligned);
        Assert.Same(aligner.Last, aligner.Measured);
        Assert.Equal(FaceQuality.Measure(_photo, Main()), reading.Quality);
    }

    [Theory]
    [InlineData(0, "black")]
    [InlineData(20, "dark")]
    [InlineData(128, "look at the camera")]
    [InlineData(255, "white")]
    public void ReadMain_NoFace_SaysWhatTheLightHasToDoWithIt(byte level, string word)
    {
        var reading = Assert.IsType<FaceReading.Unusable>(Pipeline(new CountingAligner()).ReadMain(Photo.FromGrey(320, 240, Enumerable.Repeat(level, 320 * 240).ToArray())));

        Assert.Equal(Outcome.NoFace, reading.Outcome);
        Assert.Contains(word, Assert.Single(reading.Reasons));
    }

    [Fact]
    public void SideOf_FaceWithAndWithoutLandmarks_IsTheSideThatIsMeasured()
    {
        var face = Main();
        var boxOnly = new Face(face.Box, face.Score);

        Assert.Equal(FaceQuality.Measure(_photo, face).Side, FaceQuality.SideOf(face));
        Assert.Equal(FaceQuality.Measure(_photo, boxOnly).Side, FaceQuality.SideOf(boxOnly));
    }

    [Fact]
    public void Measure_FaceWithLandmarksAlignedByItsBox_HasAPose()
    {
        var aligner = new BoxAligner(92, 112);
        var face = Main();

        Assert.NotNull(aligner.Measure(_photo, face, aligner.Align(_photo, face)).Pose);
        Assert.Null(aligner.Measure(_photo, new Face(face.Box, 1), aligner.Align(_photo, face)).Pose);
    }

    private FacePipeline Pipeline(IFaceAligner aligner) => new(_engine.Detector, aligner, _engine.Embedder, QualityOptions.Default.Verification);

    private Face Main() => Assert.IsType<FaceSelection.Main>(FaceSelection.Largest(_engine.Detector.Detect(_photo))).Face;

    private static Face Scaled(Face face, float scale)
    {
        var l = face.Landmarks!;
        return new Face(
            new Box(scale * face.Box.X, scale * face.Box.Y, scale * face.Box.Width, scale * face.Box.Height), face.Score,
            new Landmarks(At(l.RightEye), At(l.LeftEye), At(l.NoseTip), At(l.RightMouthCorner), At(l.LeftMouthCorner)));

        Point At(Point point) => new(scale * point.X, scale * point.Y);
    }

    /// <summary>A five-point aligner that is none by its type.</summary>
    private sealed class CountingAligner : IFaceAligner
    {
        private readonly FivePointAligner _inner = new();

        public int Aligned { get; private set; }

        public Photo? Last { get; private set; }

        public Photo? Measured { get; private set; }

        public (int Width, int Height) Size => _inner.Size;

        public Photo Align(Photo photo, Face face)
        {
            Aligned++;
            return Last = _inner.Align(photo, face);
        }

        public FaceQuality Measure(Photo photo, Face face, Photo aligned) => _inner.Measure(photo, face, Measured = aligned);
    }
}

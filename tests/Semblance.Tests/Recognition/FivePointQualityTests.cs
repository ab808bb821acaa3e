using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

/// <summary>A real face, spoilt in one way after the other: the measure that is meant to see it sees it, and the others hardly move.</summary>
public sealed class FivePointQualityTests : IDisposable
{
    private readonly GridFaceDetector _detector = new(File.ReadAllBytes(TestData.RequireModel("yunet_s_dynamic.onnx")), new GridOptions { Channels = "bgr" });
    private readonly Photo _photo = PhotoReader.Read(TestData.Require("lfw-dev/images/Ahmed_Ghazi/Ahmed_Ghazi_0001.jpg"));

    public void Dispose() => _detector.Dispose();

    [Fact]
    public void Measure_GoodPhoto_MayBeEnrolled() => Assert.Empty(QualityOptions.Default.Enrolment.Refuse(Measure(_photo)));

    [Fact]
    public void Measure_PhotoOfOtherScale_HasTheSameSharpness()
    {
        double sharpness = Measure(_photo).Sharpness;

        Assert.Equal(sharpness, Measure(_photo.Resize(500, 500)).Sharpness, tolerance: 0.12 * sharpness);
        Assert.Equal(2, Measure(_photo.Resize(500, 500)).Side / Measure(_photo).Side, tolerance: 0.2);
    }

    [Fact]
    public void Measure_Noise_IsNotTakenForSharpness()
    {
        var random = new Random(1);
        double noisy = Changed(level => level + 10 * 2.45 * (random.NextDouble() + random.NextDouble() - 1)).Sharpness;

        Assert.Equal(Measure(_photo).Sharpness, noisy, tolerance: 0.04);
    }

    [Fact]
    public void Measure_LessContrast_KeepsSharpnessAndHalvesContrast()
    {
        var (whole, half) = (Measure(_photo), Changed(level => 64 + level / 2));

        Assert.Equal(whole.Sharpness, half.Sharpness, tolerance: 0.03);
        Assert.Equal(whole.Contrast / 2, half.Contrast, tolerance: 1.5);
    }

    [Fact]
    public void Refuse_FaceEnlargedFromFewPixels_IsBlurred() =>
        Assert.Contains(QualityOptions.Default.Verification.Refuse(Measure(_photo.Resize(40, 40).Resize(250, 250))), reason => reason.Contains("blurred"));

    [Fact]
    public void Refuse_SmallFace_IsSmall() =>
        Assert.Contains(QualityOptions.Default.Verification.Refuse(Measure(_photo.Resize(60, 60))), reason => reason.Contains("pixels wide"));

    [Fact]
    public void Refuse_DarkFace_IsDark() =>
        Assert.Contains(QualityOptions.Default.Verification.Refuse(Changed(level => level * 0.13)), reason => reason.Contains("too dark"));

    [Fact]
    public void Refuse_BrightFace_IsBright() =>
        Assert.Contains(QualityOptions.Default.Verification.Refuse(Changed(level => 228 + level * 0.08)), reason => reason.Contains("too bright"));

    [Fact]
    public void Refuse_FlatFace_HasTooLittleContrast() =>
        Assert.Contains(QualityOptions.Default.Verification.Refuse(Changed(level => 120 + (level - 120) * 0.12)), reason => reason.Contains("contrast"));

    [Fact]
    public void Refuse_FaceAtTheEdge_IsCutOff()
    {
        var box = Main(_photo).Box;
        int left = (int)(box.X + 0.4 * box.Width);

        Assert.Contains(QualityOptions.Default.Verification.Refuse(Measure(_photo.Crop(left, 0, _photo.Width - left, _photo.Height))), reason => reason.Contains("cut off"));
    }

    [Fact]
    public void Refuse_MeasuresThatAreNoNumbers_AreAllRefused() => Assert.Equal(
        8,
        QualityOptions.Default.Verification.Refuse(new(float.NaN, double.NaN, double.NaN, double.NaN, double.NaN, Pose: new HeadPose(double.NaN, double.NaN, double.NaN))).Count);

    [Fact]
    public void Refuse_TurnedOrRaisedHead_SaysWhich()
    {
        var good = Measure(_photo);

        Assert.Contains("turned aside", Assert.Single(QualityOptions.Default.Verification.Refuse(good with { Pose = new HeadPose(50, 0, 0) })));
        Assert.Contains("up or down", Assert.Single(QualityOptions.Default.Verification.Refuse(good with { Pose = new HeadPose(0, -40, 0) })));
        Assert.Empty(QualityOptions.Default.Enrolment.Refuse(good with { Pose = new HeadPose(0, 0, 60) }));
    }

    [Fact]
    public void Enrolment_AsksForMoreThanVerification()
    {
        foreach (var (strict, wide) in ((QualityLimits, QualityLimits)[])[(QualityOptions.Default.Enrolment.FivePoint, QualityOptions.Default.Verification.FivePoint), (QualityOptions.Default.Enrolment.Box, QualityOptions.Default.Verification.Box)])
        {
            Assert.True(strict.MinSide > wide.MinSide && strict.MinMargin >= wide.MinMargin && strict.MinSharpness > wide.MinSharpness);
            Assert.True(strict.MinBrightness > wide.MinBrightness && strict.MaxBrightness < wide.MaxBrightness && strict.MinContrast > wide.MinContrast);
        }
        Assert.True(QualityOptions.Default.Enrolment.FivePoint.MaxYaw < QualityOptions.Default.Verification.FivePoint.MaxYaw && QualityOptions.Default.Enrolment.FivePoint.MaxPitch < QualityOptions.Default.Verification.FivePoint.MaxPitch);
    }

    private FaceQuality Measure(Photo photo) => FaceQuality.Measure(photo, Main(photo));

    private Face Main(Photo photo) => Assert.IsType<FaceSelection.Main>(FaceSelection.Largest(_detector.Detect(photo))).Face;

    // The face where it was found before: a detector may not find it any more.
    private FaceQuality Changed(Func<double, double> change) => FaceQuality.Measure(
        Photo.FromRgb(_photo.Width, _photo.Height, Array.ConvertAll(_photo.Rgb.ToArray(), level => (byte)Math.Clamp(change(level) + 0.5, 0, 255))), Main(_photo));
}

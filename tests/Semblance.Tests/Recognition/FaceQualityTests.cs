using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

public class FaceQualityTests
{
    private static readonly FaceQuality s_good = new(120, 0.2, 0.2, 120, 40, 0.8);

    [Fact]
    public void Measure_FaceMadeCoarse_IsLessSharp()
    {
        var photo = RealFace();
        var blurred = photo.Resize(photo.Width / 5, photo.Height / 5).Resize(photo.Width, photo.Height);

        double sharp = Whole(photo).Sharpness, coarse = Whole(blurred).Sharpness;

        Assert.True(coarse < sharp / 10, $"sharpness fell from {sharp} to {coarse} only");
        Assert.True(coarse < QualityOptions.Default.Verification.Box.MinSharpness);
    }

    [Fact]
    public void Measure_LessContrast_KeepsSharpness()
    {
        var photo = RealFace();

        var flat = Whole(Levels(photo, level => 64 + level / 2));

        Assert.Equal(Whole(photo).Sharpness, flat.Sharpness, tolerance: 0.1 * flat.Sharpness);
        Assert.Equal(Whole(photo).Contrast / 2, flat.Contrast, tolerance: 1);
    }

    [Fact]
    public void Measure_FaceAndItsMirrorImageSideBySide_IsSymmetric()
    {
        var photo = RealFace();
        var half = photo.Crop(0, 0, photo.Width / 2, photo.Height);
        var rgb = new byte[3 * 2 * half.Width * half.Height];
        for (int y = 0; y < half.Height; y++)
        {
            for (int x = 0; x < half.Width; x++)
            {
                var pixel = half.Rgb.Slice(3 * (y * half.Width + x), 3);
                pixel.CopyTo(rgb.AsSpan(3 * (y * 2 * half.Width + x)));
                pixel.CopyTo(rgb.AsSpan(3 * (y * 2 * half.Width + 2 * half.Width - 1 - x)));
            }
        }

        Assert.InRange(Whole(Photo.FromRgb(2 * half.Width, half.Height, rgb)).Symmetry!.Value, 0.999, 1);
    }

    [Fact]
    public void Measure_FrontalAndProfileFaces_AreToldApartBySymmetry()
    {
        string faces = TestData.Require("faces/labelled");
        var photos = Directory.GetDirectories(faces, "cfp_*").Order().Take(40).SelectMany(folder => Directory.GetFiles(folder)).ToLookup(file => Path.GetFileName(file)[0]);
        Assert.SkipWhen(photos['f'].Count() < 20 || photos['p'].Count() < 20, "too few frontal and profile faces");

        double Share(char kind) => photos[kind].Average(file => Whole(PhotoReader.Read(file)).Symmetry >= QualityOptions.Default.Enrolment.Box.MinSymmetry ? 1.0 : 0);

        Assert.True(Share('f') > 0.85, $"only {Share('f'):P0} of frontal faces pass");
        Assert.True(Share('p') < 0.3, $"{Share('p'):P0} of profiles pass");
    }

    [Fact]
    public void Measure_BoxOverTheEdge_HasANegativeMargin()
    {
        var photo = RealFace();

        Assert.True(FaceQuality.Measure(photo, new Face(new Box(-10, 5, 50, 50), 1)).Margin < 0);
        Assert.Equal(0.1, FaceQuality.Measure(photo, new Face(new Box(5, 20, 50, 50), 1)).Margin, 6);
    }

    [Fact]
    public void Refuse_GoodFace_GivesNoReason() => Assert.Empty(QualityOptions.Default.Enrolment.Refuse(s_good));

    [Fact]
    public void Refuse_EachFault_IsNamed()
    {
        var policy = QualityOptions.Default.Verification;

        Assert.Contains("pixels wide", Assert.Single(policy.Refuse(s_good with { Side = 40 })));
        Assert.Contains("cut off", Assert.Single(policy.Refuse(s_good with { Margin = -0.1 })));
        Assert.Contains("too dark", Assert.Single(policy.Refuse(s_good with { Brightness = 10 })));
        Assert.Contains("too bright", Assert.Single(policy.Refuse(s_good with { Brightness = 250 })));
        Assert.Contains("contrast", Assert.Single(policy.Refuse(s_good with { Contrast = 1 })));
        Assert.Contains("blurred", Assert.Single(policy.Refuse(s_good with { Sharpness = 0.001 })));
        Assert.Contains("turned", Assert.Single(policy.Refuse(s_good with { Symmetry = 0 })));
    }

    [Fact]
    public void Refuse_MeasuresThatAreNoNumbers_AreAllRefused() =>
        Assert.Equal(7, QualityOptions.Default.Verification.Refuse(new(float.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)).Count);

    private static Photo RealFace() => PhotoReader.Read(TestData.Require("att_faces/s1/1.pgm"));

    private static FaceQuality Whole(Photo photo) => FaceQuality.Measure(photo, new Face(new Box(0, 0, photo.Width, photo.Height), 1));

    private static Photo Levels(Photo photo, Func<int, int> change) =>
        Photo.FromGrey(photo.Width, photo.Height, Array.ConvertAll(photo.ToGrey(), level => (byte)change(level)));
}

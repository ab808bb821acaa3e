using OpenCvSharp;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

public class FivePointAlignerTests
{
    private static readonly FivePointAligner s_aligner = new();

    // OpenCV's warp is the oracle. It does not filter when shrinking, so for faces larger than the template it gets a photo that was
    // reduced by area averaging before.
    [Theory]
    [InlineData(1.0, 12)]
    [InlineData(1.4, -25)]
    public void Align_RealFaceNoLargerThanTheTemplate_IsOpenCvsWarp(double enlarge, double degrees)
    {
        var photo = Portrait();
        var toTemplate = Turned(enlarge, degrees, photo);

        double difference = Difference(s_aligner.Align(photo, FaceOf(toTemplate)), OpenCvWarp(photo, toTemplate));

        Assert.InRange(difference, 0, 0.5);
    }

    [Theory]
    [InlineData(0.8, 0)]
    [InlineData(0.5, 10)]
    [InlineData(0.25, -20)]
    public void Align_LargeFace_IsOpenCvsWarpOfTheReducedPhoto(double shrink, double degrees)
    {
        var photo = Portrait().Resize(1000, 1000);
        var toTemplate = Turned(shrink, degrees, photo);
        int side = (int)(1000 * shrink);
        using var full = MatConversions.ToMat(photo);
        using var small = full.Resize(new Size(side, side), 0, 0, InterpolationFlags.Area);
        // The same similarity, seen from the reduced photo.
        var fromSmall = new SimilarityTransform(toTemplate.A / shrink, toTemplate.B / shrink, 0, 0);
        var (x, y) = toTemplate.Apply(0.5 / shrink - 0.5, 0.5 / shrink - 0.5);
        fromSmall = fromSmall with { Tx = x, Ty = y };

        double difference = Difference(s_aligner.Align(photo, FaceOf(toTemplate)), OpenCvWarp(MatConversions.ToPhoto(small), fromSmall));

        Assert.InRange(difference, 0, 1.0);
    }

    [Fact]
    public void Align_FaceAtTheEdge_IsBlackOutside()
    {
        var white = Photo.FromGrey(60, 60, Enumerable.Repeat((byte)255, 3600).ToArray());

        var aligned = s_aligner.Align(white, FaceOf(new SimilarityTransform(1, 0, 52, 52)));

        Assert.Equal(0, aligned.Rgb[0]);
        Assert.Equal(255, aligned.Rgb[3 * (80 * 112 + 80)]);
    }

    [Fact]
    public void Align_WithoutLandmarks_Refuses() =>
        Assert.Throws<ArgumentException>(() => s_aligner.Align(Portrait(), new Face(new Box(0, 0, 50, 50), 1)));

    private static Photo Portrait() =>
        PhotoReader.Read(Directory.EnumerateFiles(TestData.Require("lfw-dev/images/Aaron_Guiel"), "*.jpg").Order().First());

    // A transform that brings the photo's middle to the template's, turned and scaled.
    private static SimilarityTransform Turned(double scale, double degrees, Photo photo)
    {
        double a = scale * Math.Cos(degrees * Math.PI / 180), b = scale * Math.Sin(degrees * Math.PI / 180), x = photo.Width / 2.0, y = photo.Height / 2.0;
        return new SimilarityTransform(a, b, 56 - (a * x - b * y), 60 - (b * x + a * y));
    }

    // The face whose landmarks this transform brings exactly onto the template.
    private static Face FaceOf(SimilarityTransform toTemplate)
    {
        var back = toTemplate.Inverse();
        var points = FivePointAligner.Template.ToList().Select(p => back.Apply(p.X, p.Y)).Select(p => new Semblance.Point((float)p.X, (float)p.Y)).ToList();
        return new Face(new Box(0, 0, 1, 1), 1, new Landmarks(points[0], points[1], points[2], points[3], points[4]));
    }

    private static Photo OpenCvWarp(Photo photo, SimilarityTransform t)
    {
        using var source = MatConversions.ToMat(photo);
        using var matrix = Mat.FromPixelData(2, 3, MatType.CV_64FC1, new[] { t.A, -t.B, t.Tx, t.B, t.A, t.Ty });
        using var warped = source.WarpAffine(matrix, new Size(FivePointAligner.Side, FivePointAligner.Side), InterpolationFlags.Linear, BorderTypes.Constant, OpenCvSharp.Scalar.Black);
        return MatConversions.ToPhoto(warped);
    }

    private static double Difference(Photo a, Photo b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rgb.Length; i++)
            sum += Math.Abs(a.Rgb[i] - b.Rgb[i]);
        return sum / a.Rgb.Length;
    }
}

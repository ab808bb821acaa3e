using CsCheck;
using OpenCvSharp;
using Semblance.OpenCv;

namespace Semblance.Tests.OpenCv;

public class MatConversionsTests
{
    [Fact]
    public void ToMat_ToPhoto_GivesThePhotoBack() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Byte.Array[1200]).Sample((width, height, noise) =>
        {
            byte[] rgb = noise[..(3 * width * height)];
            using var mat = Photo.FromRgb(width, height, rgb).ToMat();

            var back = mat.ToPhoto();

            Assert.Equal((width, height), (back.Width, back.Height));
            Assert.Equal(rgb, back.Rgb.ToArray());
        }, iter: 200);

    [Fact]
    public void ToMat_Colours_AreInTheOrderOfOpenCv()
    {
        using var mat = Photo.FromRgb(1, 1, [1, 2, 3]).ToMat();

        Assert.Equal(new Vec3b(3, 2, 1), mat.At<Vec3b>(0, 0));
    }

    [Fact]
    public void ToPhoto_PartOfAMatrix_TakesTheRightPixels()
    {
        using var mat = Photo.FromGrey(3, 2, [1, 2, 3, 4, 5, 6]).ToMat();
        using var part = mat[new Rect(1, 0, 2, 2)];

        Assert.Equal([2, 3, 5, 6], part.ToPhoto().ToGrey());
    }

    [Fact]
    public void ToPhoto_OtherKindOfMatrix_Throws()
    {
        using var mat = new Mat(2, 2, MatType.CV_32FC1);

        Assert.Throws<ArgumentException>(() => mat.ToPhoto());
    }
}

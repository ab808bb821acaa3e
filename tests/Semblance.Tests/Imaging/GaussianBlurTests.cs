using Semblance.Imaging;

namespace Semblance.Tests.Imaging;

public class GaussianBlurTests
{
    [Fact]
    public void Blur_OneWhitePixel_IsAGaussian()
    {
        var photo = Photo.FromGrey(21, 15, [.. Enumerable.Range(0, 21 * 15).Select(i => i == 7 * 21 + 10 ? (byte)255 : (byte)0)]);

        byte[] blurred = photo.Blur(1).ToGrey();

        // 255 / (2 pi), and exp(-1/2) of it one pixel aside.
        Assert.Equal(41, blurred[7 * 21 + 10], tolerance: 1);
        Assert.Equal(25, blurred[7 * 21 + 11], tolerance: 1);
        Assert.Equal(blurred[7 * 21 + 11], blurred[6 * 21 + 10]);
    }

    [Fact]
    public void Blur_EvenPhoto_StaysAsItIs()
    {
        var photo = Photo.FromRgb(9, 4, [.. Enumerable.Repeat(new byte[] { 10, 200, 90 }, 36).SelectMany(pixel => pixel)]);

        Assert.Equal(photo.Rgb.ToArray(), photo.Blur(3).Rgb.ToArray());
    }
}

using Semblance.Imaging;
using SkiaSharp;

namespace Semblance.Tests.Imaging;

public class RgbaPixelsTests
{
    [Theory, InlineData(0), InlineData(1), InlineData(5), InlineData(6), InlineData(64), InlineData(1001)]
    public void OnWhite_AnyNumberOfPixels_AddsWhatAlphaLeavesOver(int pixels)
    {
        var rgba = new byte[4 * pixels];
        new Random(pixels).NextBytes(rgba);

        byte[] rgb = RgbaPixels.OnWhite(rgba);

        byte[] expected = [.. Enumerable.Range(0, 3 * pixels).Select(i => (byte)Math.Min(255, rgba[i / 3 * 4 + i % 3] + 255 - rgba[i / 3 * 4 + 3]))];
        Assert.Equal(expected, rgb);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6), InlineData(7), InlineData(8)]
    public void Read_EveryOrder_TakesEachPixelOnceAndTurnsBack(int orientation)
    {
        var origin = (SKEncodedOrigin)orientation;
        var photo = Photo.FromRgb(67, 41, [.. Enumerable.Range(0, 67 * 41).SelectMany(i => (byte[])[(byte)i, (byte)(i >> 8), 0])]);
        var back = origin switch { SKEncodedOrigin.RightTop => SKEncodedOrigin.LeftBottom, SKEncodedOrigin.LeftBottom => SKEncodedOrigin.RightTop, _ => origin };

        var turned = PixelOrder.Of(67, 41, origin).Read(photo.Rgb);
        var again = PixelOrder.Of(turned.Width, turned.Height, back).Read(turned.Rgb);

        Assert.Equal(photo.Rgb.ToArray(), again.Rgb.ToArray());
    }
}

using CsCheck;
using Semblance.Imaging;

namespace Semblance.Tests.Imaging;

public class PhotoGeometryTests
{
    private static readonly Gen<Photo> AnyPhoto =
        from width in Gen.Int[1, 40]
        from height in Gen.Int[1, 40]
        from rgb in Gen.Byte.Array[3 * width * height]
        select Photo.FromRgb(width, height, rgb);

    [Fact]
    public void Resize_ToItsOwnSize_IsTheSamePhoto() =>
        AnyPhoto.Sample(photo => Assert.Equal(photo.Rgb, photo.Resize(photo.Width, photo.Height).Rgb));

    [Fact]
    public void Resize_ConstantPhoto_StaysConstant() =>
        Gen.Select(Gen.Byte, Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 60]).Sample((level, width, height, toWidth, toHeight) =>
        {
            var resized = Photo.FromGrey(width, height, Enumerable.Repeat(level, width * height).ToArray()).Resize(toWidth, toHeight);

            Assert.Equal((toWidth, toHeight), (resized.Width, resized.Height));
            Assert.All(resized.Rgb.ToArray(), value => Assert.Equal(level, value));
        }, iter: 200);

    [Fact]
    public void Resize_ByAWholeFactor_KeepsTheMean()
    {
        // Away from the edges, where the filter has to be cut, every source pixel weighs the same: a wide grey border takes the edges out.
        Gen.Select(Gen.Int[2, 4], Gen.Byte.Array[24 * 24]).Sample((factor, noise) =>
        {
            var grey = Enumerable.Repeat((byte)128, 48 * 48).ToArray();
            for (int i = 0; i < noise.Length; i++)
                grey[(12 + i / 24) * 48 + 12 + i % 24] = noise[i];

            var smaller = Photo.FromGrey(48, 48, grey).Resize(48 / factor, 48 / factor);

            Assert.Equal(grey.Average(v => v), smaller.ToGrey().Average(v => v), 0.5);
        }, iter: 200);
    }

    [Fact]
    public void Resize_Halved_IsTheTriangleOfFourPixels()
    {
        var photo = Photo.FromGrey(8, 1, [0, 0, 0, 80, 160, 0, 0, 0]).Resize(4, 1);

        // Weights 1/8 3/8 3/8 1/8 over the pixels around each new centre.
        Assert.Equal([0, 50, 70, 0], photo.ToGrey());
    }

    [Fact]
    public void Resize_Doubled_IsBilinear() =>
        Assert.Equal([0, 25, 75, 100], Photo.FromGrey(2, 1, [0, 100]).Resize(4, 1).ToGrey());

    [Fact]
    public void Resize_Anything_StaysWithinTheRangeOfTheSource() =>
        Gen.Select(AnyPhoto, Gen.Int[1, 60], Gen.Int[1, 60]).Sample((photo, width, height) =>
        {
            byte[] before = photo.ToGrey(), after = photo.Resize(width, height).ToGrey();
            Assert.InRange(after.Min(), before.Min() - 1, 255);
            Assert.InRange(after.Max(), 0, before.Max() + 1);
        }, iter: 200);

    [Fact]
    public void Crop_Anywhere_RepeatsTheNearestEdgePixel() =>
        Gen.Select(AnyPhoto, Gen.Int[-60, 60], Gen.Int[-60, 60], Gen.Int[1, 50], Gen.Int[1, 50]).Sample((photo, left, top, width, height) =>
        {
            var crop = photo.Crop(left, top, width, height);

            Assert.Equal((width, height), (crop.Width, crop.Height));
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    int source = Math.Clamp(top + y, 0, photo.Height - 1) * photo.Width + Math.Clamp(left + x, 0, photo.Width - 1);
                    Assert.True(photo.Rgb.Slice(3 * source, 3).SequenceEqual(crop.Rgb.Slice(3 * (y * width + x), 3)));
                }
            }
        }, iter: 200);

    [Fact]
    public void Pad_ThenCrop_GivesThePhotoBack() =>
        Gen.Select(AnyPhoto, Gen.Int[0, 20]).Sample((photo, border) =>
        {
            var padded = photo.Pad(border);

            Assert.Equal((photo.Width + 2 * border, photo.Height + 2 * border), (padded.Width, padded.Height));
            Assert.Equal(photo.Rgb, padded.Crop(border, border, photo.Width, photo.Height).Rgb);
        }, iter: 200);

    [Fact]
    public void SizesOutOfRange_Throw()
    {
        var photo = Photo.FromGrey(2, 2, [1, 2, 3, 4]);

        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Crop(0, 0, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Crop(0, 0, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Resize(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Pad(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Crop(0, 0, 50_000, 50_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Resize(50_000, 50_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => photo.Pad(int.MaxValue));
    }
}

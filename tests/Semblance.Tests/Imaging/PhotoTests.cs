using CsCheck;
using Semblance.Testing;

namespace Semblance.Tests.Imaging;

public class PhotoTests
{
    [Fact]
    public void ToGrey_GreyPhoto_GivesItsLevelsBack() =>
        Assert.Equal(AllLevels(), Photo.FromGrey(16, 16, AllLevels()).ToGrey());

    [Fact]
    public void ToGrey_Colours_IsTheLumaOfBt601() =>
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte).Sample((r, g, b) =>
            Assert.Equal(0.299 * r + 0.587 * g + 0.114 * b, Photo.FromRgb(1, 1, [r, g, b]).ToGrey()[0], 0.51));

    [Fact]
    public void FromRgb_WrongNumberOfBytes_Throws()
    {
        Assert.Throws<ArgumentException>(() => Photo.FromRgb(2, 2, new byte[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Photo.FromRgb(0, 2, []));
        Assert.Throws<ArgumentException>(() => Photo.FromGrey(2, 2, new byte[5]));
    }

    [Fact]
    public void ToString_Photo_TellsNoPixels() => Assert.Equal("16 x 16 photo", Photo.FromGrey(16, 16, AllLevels()).ToString());

    [Fact]
    public void Save_Png_CanBeReadWithoutLoss()
    {
        using var folder = new TemporaryFolder();
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Byte.Array[1200]).Sample((width, height, noise) =>
        {
            var photo = Photo.FromRgb(width, height, noise[..(3 * width * height)]);
            photo.Save(folder.File("a.PNG"));
            Assert.Equal(photo.Rgb, PhotoReader.Read(folder.File("a.PNG")).Rgb);
        }, iter: 50, threads: 1);
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.jpeg")]
    public void Save_Jpeg_CanBeReadNearlyWithoutLoss(string name)
    {
        using var folder = new TemporaryFolder();
        var photo = TestPhotos.Gradient(64, 48);

        photo.Save(folder.File(name));

        byte[] read = PhotoReader.Read(folder.File(name)).Rgb.ToArray();
        Assert.InRange(read.Zip(photo.Rgb.ToArray(), (a, b) => Math.Abs(a - b)).Average(), 0, 3);
    }

    [Fact]
    public void Save_OtherEnding_Throws()
    {
        using var folder = new TemporaryFolder();

        Assert.Throws<ArgumentException>(() => TestPhotos.Gradient(2, 2).Save(folder.File("a.gif")));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPhotos.Gradient(2, 2).EncodeJpeg(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPhotos.Gradient(2, 2).EncodeJpeg(101));
    }

    private static byte[] AllLevels() => [.. Enumerable.Range(0, 256).Select(level => (byte)level)];
}

using System.Text;
using CsCheck;

namespace Semblance.Tests.Imaging;

public class NetpbmReaderTests
{
    [Fact]
    public void Decode_PlainPgmWithComments_ScalesByTheMaximum()
    {
        var photo = Decode("P2 # plain\n# a comment\n 3\t2\n# another\n10\n0 5 10\n1\n2 3");

        Assert.Equal((3, 2), (photo.Width, photo.Height));
        Assert.Equal([0, 128, 255, 26, 51, 77], photo.ToGrey());
    }

    [Fact]
    public void Decode_RawPgm_AllowsPixelsThatLookLikeWhiteSpaceOrComments()
    {
        var photo = PhotoReader.Decode([.. "P5\n# made by hand\n4 1\n255\n"u8, 10, 35, 32, 255], "a.pgm");

        Assert.Equal([10, 35, 32, 255], photo.ToGrey());
    }

    [Fact]
    public void Decode_SixteenBits_AreBigEndianAndScaled()
    {
        Assert.Equal([0, 1, 128, 255], PhotoReader.Decode([.. "P5 4 1 65535\n"u8, 0, 0, 1, 0, 128, 0, 255, 255], "a.pgm").ToGrey());
        Assert.Equal([255, 128, 0], PhotoReader.Decode([.. "P6 1 1 1000\n"u8, 3, 232, 1, 244, 0, 0], "a.ppm").Rgb.ToArray());
        Assert.Equal([255, 0], Decode("P2 2 1 65535 65535 0").ToGrey());
    }

    [Fact]
    public void Decode_RawPpm_KeepsTheOrderOfColours() =>
        Assert.Equal([1, 2, 3, 4, 5, 6], PhotoReader.Decode([.. "P6\n2 1\n255\n"u8, 1, 2, 3, 4, 5, 6], "a.ppm").Rgb.ToArray());

    [Theory]
    [InlineData("P2 2 2 255 1 2 3", "is truncated: the photo ends before its last row.")]
    [InlineData("P2 2", "is truncated: the photo ends before its last row.")]
    [InlineData("P5 2 2 255\nabc", "is truncated: the photo ends before its last row.")]
    [InlineData("P5 2 2 65535\nabcdefg", "is truncated: the photo ends before its last row.")]
    [InlineData("P5 2 2 255", "is truncated: the photo ends before its last row.")]
    [InlineData("P2 1 1 255 256", "is damaged: the level 256 is over the file's own maximum 255.")]
    [InlineData("P2 1 1 255 -1", "is damaged: a number was expected in its header or pixels.")]
    [InlineData("P2 x 1 255 1", "is damaged: a number was expected in its header or pixels.")]
    [InlineData("P2 99999999999 1 255 1", "is damaged: a number in it is too large.")]
    [InlineData("P5 1 1 255x\u0001", "is damaged: its header does not end with white space.")]
    [InlineData("P2 0 5 255 1", "has no pixels.")]
    [InlineData("P2 1 1 0 0", "gives 0 as its brightest level; 1 to 65535 are allowed.")]
    [InlineData("P2 1 1 65536 0", "gives 65536 as its brightest level; 1 to 65535 are allowed.")]
    public void Decode_DamagedFile_SaysWhatIsWrong(string text, string reason) =>
        Assert.Equal(reason, Assert.Throws<PhotoException>(() => Decode(text)).Reason);

    [Fact]
    public void Decode_RoundTrip_KeepsEveryLevel() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Byte.Array[400]).Sample((width, height, noise) =>
        {
            byte[] grey = noise[..(width * height)];

            Assert.Equal(grey, PhotoReader.Decode([.. Encoding.ASCII.GetBytes($"P5\n{width} {height}\n255\n"), .. grey], "raw").ToGrey());
            Assert.Equal(grey, Decode($"P2\n{width} {height}\n255\n{string.Join(' ', grey)}").ToGrey());
        }, iter: 300);

    private static Photo Decode(string text) => PhotoReader.Decode(Encoding.Latin1.GetBytes(text), "a.pgm");
}

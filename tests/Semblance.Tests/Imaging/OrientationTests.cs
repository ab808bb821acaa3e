namespace Semblance.Tests.Imaging;

public class OrientationTests
{
    // Where the corners of the stored 64 x 48 picture (A B / C D: top left, top right, bottom left, bottom right) stand when shown,
    // by EXIF 2.32, tag 0x0112: "the visual top (bottom, ...) of the image is row 0, column 0 ...".
    [Theory]
    [InlineData(1, "ABCD")]
    [InlineData(2, "BADC")]
    [InlineData(3, "DCBA")]
    [InlineData(4, "CDAB")]
    [InlineData(5, "ACBD")]
    [InlineData(6, "CADB")]
    [InlineData(7, "DBCA")]
    [InlineData(8, "BDAC")]
    public void Decode_ExifOrientation_TurnsThePhotoUpright(byte orientation, string corners)
    {
        byte[] jpeg = WithOrientation(Corners().EncodeJpeg(100), orientation);

        var photo = PhotoReader.Decode(jpeg, "turned.jpg");

        Assert.Equal(orientation < 5 ? (64, 48) : (48, 64), (photo.Width, photo.Height));
        byte[] grey = photo.ToGrey();
        int right = photo.Width - 5, bottom = photo.Height - 5;
        string shown = new([.. new[] { (4, 4), (right, 4), (4, bottom), (right, bottom) }.Select(at => Letter(grey[at.Item2 * photo.Width + at.Item1]))]);
        Assert.Equal(corners, shown);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(255)]
    public void Decode_UnknownOrientation_LeavesThePhotoAsItIs(byte orientation) =>
        Assert.Equal((64, 48), (PhotoReader.Decode(WithOrientation(Corners().EncodeJpeg(), orientation), "a.jpg").Width, 48));

    // Four plain quarters: 0, 80, 160 and 240.
    private static Photo Corners()
    {
        var grey = new byte[64 * 48];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)((i % 64 < 32 ? 0 : 80) + (i / 64 < 24 ? 0 : 160));
        return Photo.FromGrey(64, 48, grey);
    }

    private static char Letter(byte level) => "ABCD"[(level + 40) / 80];

    // An APP1 segment with a big-endian TIFF of one entry, right after the start of the image.
    private static byte[] WithOrientation(byte[] jpeg, byte orientation) =>
    [
        .. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0, .. jpeg[2..],
    ];
}

using System.Text;
using CsCheck;
using Semblance.Testing;
using SkiaSharp;

namespace Semblance.Tests.Imaging;

public class PhotoReaderTests
{
    [Fact]
    public void Read_EmptyFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.jpg"), []);

        var error = Assert.Throws<PhotoException>(() => PhotoReader.Read(folder.File("empty.jpg")));

        Assert.Equal(folder.File("empty.jpg"), error.Name);
        Assert.Equal("is empty.", error.Reason);
    }

    [Fact]
    public void Read_MissingFileOrFolder_SaysSo()
    {
        using var folder = new TemporaryFolder();

        Assert.Equal("no such file.", Assert.Throws<PhotoException>(() => PhotoReader.Read(folder.File("gone.jpg"))).Reason);
        Assert.Equal("no such file.", Assert.Throws<PhotoException>(() => PhotoReader.Read(folder.File("gone/gone.jpg"))).Reason);
        Assert.Equal("is a folder, not a photo.", Assert.Throws<PhotoException>(() => PhotoReader.Read(folder.Path)).Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b.png")]
    public void Read_ImpossiblePath_IsAPhotoException(string path) => Assert.Throws<PhotoException>(() => PhotoReader.Read(path));

    [Fact]
    public void Read_FileOver25Megabytes_IsRefusedByItsLength()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("large.png")))
            file.SetLength(26L << 20);

        Assert.Contains("26.0 MB", Assert.Throws<PhotoException>(() => PhotoReader.Read(folder.File("large.png"))).Reason);
    }

    [Fact]
    public void Decode_PngHeaderThatClaimsTenBillionPixels_IsRefusedBeforeDecoding()
    {
        byte[] png = TestPhotos.Gradient(8, 8).EncodePng();
        (png[16], png[17], png[18], png[19]) = (0, 0x01, 0x86, 0xA0); // width 100000
        (png[20], png[21], png[22], png[23]) = (0, 0x01, 0x86, 0xA0);
        TestPhotos.RepairHeaderChecksum(png);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<PhotoException>(() => PhotoReader.Decode(png, "bomb.png"));

        Assert.Equal("has 100000 x 100000 pixels; at most 40 megapixels are read.", error.Reason);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData("P5\n100000 100000\n255\n")]
    [InlineData("P2\n100000 100000\n255\n")]
    [InlineData("P6 2147483647 2147483647 255\n")]
    public void Decode_NetpbmHeaderOverTheLimit_IsRefused(string header) =>
        Assert.Contains("at most 40 megapixels", Assert.Throws<PhotoException>(() => PhotoReader.Decode(Encoding.ASCII.GetBytes(header), "bomb.pgm")).Reason);

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, 8)]
    [InlineData(SKEncodedImageFormat.Png, 0)]
    [InlineData(SKEncodedImageFormat.Webp, 4)]
    public void Decode_OwnEncoding_GivesThePixelsBack(SKEncodedImageFormat format, int tolerance)
    {
        var photo = TestPhotos.Gradient(37, 21);

        var decoded = PhotoReader.Decode(TestPhotos.Encode(photo, format), "a");

        Assert.Equal((37, 21), (decoded.Width, decoded.Height));
        for (int i = 0; i < photo.Rgb.Length; i++)
            Assert.InRange(decoded.Rgb[i], photo.Rgb[i] - tolerance, photo.Rgb[i] + tolerance);
    }

    [Fact]
    public void Decode_Bmp_GivesThePixelsBack()
    {
        var photo = TestPhotos.Gradient(37, 21);

        Assert.Equal(photo.Rgb, PhotoReader.Decode(TestPhotos.EncodeByOpenCv(photo, ".bmp"), "a.bmp").Rgb);
    }

    [Fact]
    public void Decode_Text_IsNoPhoto()
    {
        foreach (byte[] bytes in (byte[][])[[.. "Dear reader"u8], [0], [.. "P5"u8], [.. "P4\n1 1\n\0"u8]])
            Assert.StartsWith("is not a photo", Assert.Throws<PhotoException>(() => PhotoReader.Decode(bytes, "a")).Reason);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    [InlineData("lossless webp")]
    [InlineData("bmp")]
    [InlineData("pgm")]
    [InlineData("plain pgm")]
    [InlineData("ppm")]
    public void Decode_CutAnywhere_IsAPhotoExceptionNeverAPartOfThePhoto(string kind)
    {
        byte[] whole = TestPhotos.OfKind(kind);
        Assert.Equal(64, PhotoReader.Decode(whole, "whole").Width);

        // Plain text shows a cut only up to its last number, and a JPEG that only lacks its end marker is whole.
        int end = kind switch { "plain pgm" => whole.Length - 5, "jpeg" => whole.Length - 2, _ => whole.Length };
        for (int length = 1; length < end; length += length < whole.Length - 40 ? Math.Max(1, whole.Length / 150) : 1)
        {
            try
            {
                PhotoReader.Decode(whole.AsSpan(0, length), "cut");
                Assert.Fail($"{kind}: the first {length} of {whole.Length} bytes were taken for a whole photo.");
            }
            catch (PhotoException e)
            {
                Assert.Equal("cut", e.Name);
            }
        }
    }

    [Fact]
    public void Decode_RandomBytes_AreNeverAnythingButAPhotoException() =>
        Gen.Byte.Array[1, 200].Sample(bytes => AssertPhotoOrPhotoException(bytes), iter: 2000);

    [Fact]
    public void Decode_RandomBytesAfterAHeader_AreNeverAnythingButAPhotoOrAPhotoException()
    {
        byte[][] kinds = [.. TestPhotos.Kinds.Select(TestPhotos.OfKind)];
        Gen.Select(Gen.Int[0, kinds.Length - 1], Gen.Int[2, 60], Gen.Byte.Array[1, 300])
            .Sample((kind, header, noise) => AssertPhotoOrPhotoException([.. kinds[kind][..header], .. noise]), iter: 2000);
    }

    [Fact]
    public void Decode_PhotoWithBytesChanged_IsNeverAnythingButAPhotoOrAPhotoException()
    {
        byte[][] kinds = [.. TestPhotos.Kinds.Select(TestPhotos.OfKind)];
        Gen.Select(Gen.Int[0, kinds.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 6]).Sample((kind, changes) =>
        {
            byte[] bytes = [.. kinds[kind]];
            foreach (var (place, value) in changes)
                bytes[(int)(place * (bytes.Length - 1))] = value;
            AssertPhotoOrPhotoException(bytes);
        }, iter: 1000);
    }

    [Fact]
    public void Decode_TransparentPng_IsShownOnWhite()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(3, 1, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.SetPixel(0, 0, new SKColor(255, 0, 0, 0));
        bitmap.SetPixel(1, 0, new SKColor(0, 0, 0, 128));
        bitmap.SetPixel(2, 0, new SKColor(10, 20, 30, 255));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        var photo = PhotoReader.Decode(png.ToArray(), "transparent.png");

        Assert.Equal([255, 255, 255, 127, 127, 127, 10, 20, 30], photo.Rgb.ToArray());
    }

    [Fact]
    public void Decode_AttFace_KeepsItsGreyLevels()
    {
        string path = TestData.Require("att_faces/s1/1.pgm");
        byte[] bytes = File.ReadAllBytes(path);

        var photo = PhotoReader.Read(path);

        Assert.Equal((92, 112), (photo.Width, photo.Height));
        Assert.Equal(bytes[^(92 * 112)..], photo.ToGrey());
    }

    private static void AssertPhotoOrPhotoException(byte[] bytes)
    {
        try
        {
            var photo = PhotoReader.Decode(bytes, "noise");
            Assert.Equal(3L * photo.Width * photo.Height, photo.Rgb.Length);
        }
        catch (PhotoException e)
        {
            Assert.Equal("noise", e.Name);
        }
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using OpenCvSharp;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Testing;
using Semblance.Tests.OpenCv;

namespace Semblance.Tests.Imaging;

/// <summary>Pictures are what their bytes say: orientation, formats, ends that are missing, sizes.</summary>
public class PicturesByBytesTests
{
    private static readonly byte[] s_turned6 = [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("orientation/exif3.png")]
    [InlineData("orientation/exif6.png")]
    public void Read_PngWithExif_IsUpright(string file) =>
        Assert.Equal(PhotoReader.Read(TestData.RequireCase("orientation/upright.png")).Rgb, PhotoReader.Read(TestData.RequireCase(file)).Rgb);

    [Fact]
    public void Open_FileWithAnotherEndingOrNone_IsTheSamePhoto()
    {
        using var jfif = FrameSources.Open(TestData.RequireCase("orientation/exif6.jfif"), Cancellation);
        using var none = FrameSources.Open(TestData.RequireCase("orientation/exif6-without-ending"), Cancellation);

        Assert.IsType<PhotoSource>(none);
        Assert.Equal(jfif.Read(Cancellation)!.Photo.Rgb, none.Read(Cancellation)!.Photo.Rgb);
    }

    [Theory]
    [InlineData("eXIf", true)]
    [InlineData("eXIf", false)]
    [InlineData("zTXt", true)]
    [InlineData("tEXt", false)]
    public void Decode_PngThatSaysItIsTurned_IsTurned(string chunk, bool beforeData)
    {
        var photo = TestPhotos.Gradient(12, 8);
        byte[] png = photo.EncodePng();
        byte[] text = Encoding.ASCII.GetBytes($"\nexif\n{s_turned6.Length,8}\n{Convert.ToHexStringLower(s_turned6)}\n");
        byte[] body = chunk switch { "eXIf" => s_turned6, "zTXt" => [.. "Raw profile type exif\0\0"u8, .. Deflated(text)], _ => [.. "Raw profile type exif\0"u8, .. text] };
        int place = beforeData ? 33 : png.Length - 12; // after IHDR, before IEND

        var decoded = PhotoReader.Decode([.. png[..place], .. Chunk(chunk, body), .. png[place..]], "a");

        Assert.Equal(photo.Rotate(90).Rgb, decoded.Rgb);
    }

    [Fact]
    public void Decode_JpegWithoutItsEndMarker_IsTheWholePhoto()
    {
        byte[] jpeg = PhotoReader.ReadBytes(TestData.RequireCase("sideways/turned-90-no-exif.jpg"));
        int end = jpeg.AsSpan().LastIndexOf<byte>([0xFF, 0xD9]);

        Assert.Equal(PhotoReader.Decode(jpeg, "whole").Rgb, PhotoReader.Decode(jpeg.AsSpan(0, end), "cut").Rgb);
        Assert.Contains("truncated", Assert.Throws<PhotoException>(() => PhotoReader.Decode(jpeg.AsSpan(0, end - 20), "cut")).Reason);
        Assert.Contains("truncated", Assert.Throws<PhotoException>(() => PhotoReader.Decode(jpeg.AsSpan(0, end / 2), "cut")).Reason);
    }

    [Fact]
    public void Decode_JpegOf48Megapixels_IsReduced()
    {
        byte[] jpeg = Plain(8000, 6000, []);
        Assert.True(jpeg.Length < PhotoReader.MaximumBytes);

        var photo = PhotoReader.Decode(jpeg, "large");

        Assert.Equal((2000, 1500), (photo.Width, photo.Height));
        Assert.Contains("at most 10 megapixels", Assert.Throws<PhotoException>(() => PhotoReader.Decode(jpeg, "large", 10_000_000)).Reason);
    }

    [Fact]
    public void Decode_ProgressiveJpegOf48Megapixels_IsRefusedByItsHeader()
    {
        byte[] jpeg = TestPhotos.OfKind("progressive jpeg");
        int frame = jpeg.AsSpan().IndexOf<byte>([0xFF, 0xC2]);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), 6000);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), 8000);

        Assert.Contains("8000 x 6000", Assert.Throws<PhotoException>(() => PhotoReader.Decode(jpeg, "bomb")).Reason);
    }

    [Fact]
    public void Decode_GreyJpegAnd16BitPng_KeepTheirLevels()
    {
        OpenCvRuntime.EnsureLoaded();
        using var grey = new Mat(24, 32, MatType.CV_8UC1, Scalar.All(90));
        using var deep = new Mat(24, 32, MatType.CV_16UC1, Scalar.All(90 * 257));
        Cv2.ImEncode(".jpg", grey, out byte[] jpeg);
        Cv2.ImEncode(".png", deep, out byte[] png);

        Assert.All(PhotoReader.Decode(jpeg, "grey").Rgb.ToArray(), level => Assert.InRange(level, 89, 91));
        Assert.All(PhotoReader.Decode(png, "deep").Rgb.ToArray(), level => Assert.InRange(level, 89, 91));
    }

    [Theory]
    [InlineData("tiff")]
    [InlineData("gif")]
    [InlineData("avif")]
    public void Read_FormatOfFfmpeg_IsTheSamePhoto(string format)
    {
        using var folder = new TemporaryFolder();
        var photo = TestPhotos.Gradient(64, 48);
        photo.Save(folder.File("a.png"));
        string[] codec = format == "avif" ? ["-c:v", "libaom-av1", "-still-picture", "1", "-cpu-used", "8", "-crf", "10", "-pix_fmt", "yuv444p"] : [];
        Ffmpeg.Run("ffmpeg", ["-v", "error", "-y", "-i", folder.File("a.png"), "-frames:v", "1", .. codec, folder.File("a." + format)]);
        File.Move(folder.File("a." + format), folder.File("without-ending"));

        var read = PhotoReader.Read(folder.File("without-ending"));

        Assert.Equal((64, 48), (read.Width, read.Height));
        // A GIF has few colours and mixes them by dots.
        double most = format == "gif" ? 20 : format == "avif" ? 4 : 0;
        Assert.InRange(read.Rgb.ToArray().Zip(photo.Rgb.ToArray(), (a, b) => Math.Abs(a - b)).Average(), 0, most);
    }

    [Fact]
    public void Decode_TiffWithoutFfmpeg_SaysWhatToInstall()
    {
        byte[] tiff = [.. "II"u8, 42, 0, 8, 0, 0, 0, 2, 0, 0x00, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0x01, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];

        var error = Assert.Throws<PhotoException>(() => FfmpegPicture.Decode(tiff, PictureKind.Tiff, "a.tif", 1000, "no-such-program"));

        Assert.Contains("apt-get install -y ffmpeg", error.Reason);
    }

    [Fact]
    public void Open_GifThatMoves_IsAClip()
    {
        using var folder = new TemporaryFolder();
        Ffmpeg.MakeVideo(folder.File("moving.gif"), 1);
        using var source = FrameSources.Open(folder.File("moving.gif"), Cancellation);

        Assert.IsType<VideoFileSource>(source);
        int frames = 0;
        while (source.Read(Cancellation) is not null)
            frames++;
        Assert.Equal(10, frames);
        Assert.Equal((160, 120), (PhotoReader.Read(folder.File("moving.gif")).Width, PhotoReader.Read(folder.File("moving.gif")).Height));
    }

    [Fact]
    public void Open_RawH264_GivesItsFrames()
    {
        using var folder = new TemporaryFolder();
        Ffmpeg.MakeVideo(folder.File("a.h264"), 1, "-c:v", "libx264");
        using var source = FrameSources.Open(folder.File("a.h264"), Cancellation);

        int frames = 0;
        while (source.Read(Cancellation) is not null)
            frames++;
        Assert.Equal(10, frames);
    }

    [Fact]
    public async Task Open_Pipe_IsReadOnce()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "named pipes are made with mkfifo");
        using var folder = new TemporaryFolder();
        string video = Ffmpeg.MakeVideo(folder.File("a.mp4"), 1);

        foreach (var (bytes, frames) in ((byte[], int)[])[(TestPhotos.OfKind("jpeg"), 1), (File.ReadAllBytes(video), 10)])
        {
            string pipe = folder.File($"pipe{frames}");
            using (var mkfifo = Process.Start("mkfifo", [pipe]))
                await mkfifo.WaitForExitAsync(Cancellation);
            var writing = Task.Run(() => File.WriteAllBytes(pipe, bytes), Cancellation);
            using var source = FrameSources.Open(pipe, Cancellation);
            await writing;

            int read = 0;
            while (source.Read(Cancellation) is { } frame)
            {
                Assert.Equal(pipe, frame.Name);
                read++;
            }
            Assert.Equal(frames, read);
        }
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetTempPath(), "semblance-????????????????????????????????"), file => File.GetLastWriteTimeUtc(file) > DateTime.UtcNow.AddSeconds(-1));
    }

    [Fact]
    public void Decode_CmykWithoutAdobeMarker_SaysWhyItIsRefused()
    {
        byte[] jpeg = [0xFF, 0xD8, .. TestPhotos.OfKind("jpeg")[2..]];
        var cmyk = JpegMarkers.Read([0xFF, 0xD8, 0xFF, 0xC0, 0, 20, 8, 0, 8, 0, 8, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0, 0xFF, 0xDA, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0]);

        Assert.Equal(new JpegMarkers(IsBaseline: true, Components: 4, IsOneScan: true, IsByAdobe: false), cmyk);
        Assert.Equal(3, JpegMarkers.Read(jpeg)!.Components);
    }

    private static byte[] Plain(int width, int height, ImageEncodingParam[] options)
    {
        OpenCvRuntime.EnsureLoaded();
        using var mat = new Mat(height, width, MatType.CV_8UC1, Scalar.All(120));
        Cv2.ImEncode(".jpg", mat, out byte[] bytes, options);
        return bytes;
    }

    private static byte[] Deflated(byte[] bytes)
    {
        using var into = new MemoryStream();
        using (var zlib = new ZLibStream(into, CompressionLevel.Fastest))
            zlib.Write(bytes);
        return into.ToArray();
    }

    private static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. body];
        var chunk = new byte[named.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        named.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(named));
        return chunk;
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
        }
        return ~crc;
    }
}

using Semblance.Imaging;
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
}

using Semblance.OpenCv;

namespace Semblance.Tests.OpenCv;

public class PreviewWindowTests
{
    [Fact]
    public void Constructor_WithoutDisplay_SaysSoAndTheProcessLives()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux runs without a display.");
        var (x11, wayland) = (Environment.GetEnvironmentVariable("DISPLAY"), Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));
        Assert.SkipUnless(string.IsNullOrEmpty(x11) && string.IsNullOrEmpty(wayland), "This machine has a display.");

        Assert.Contains("DISPLAY", Assert.Throws<NoDisplayException>(() => new PreviewWindow("test")).Message);
    }
}

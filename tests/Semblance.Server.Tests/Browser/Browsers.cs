using System.Diagnostics;
using Microsoft.Playwright;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>
/// Chromium with a person before its camera: a clip of the research data, played over and over. One browser for each clip; each test has contexts of its own in it. The
/// tests run one after another, as each keeps the machine busy.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Browsers : IAsyncLifetime, ICollectionFixture<Browsers>
{
    public const string Name = "Browser";
    private const string Chromium = "/usr/bin/chromium";

    private readonly TemporaryFolder _clips = new();
    private readonly Dictionary<string, IBrowser> _browsers = [];
    private IPlaywright? _playwright;

    public async ValueTask InitializeAsync() => _playwright = await Microsoft.Playwright.Playwright.CreateAsync();

    /// <summary>The browser before whose camera sits the person of a clip, such as person-a; the test is skipped where browser or clip is missing.</summary>
    public async Task<IBrowser> BeforeAsync(string person)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is missing: apt-get install chromium");
        string video = TestData.Require($"videos/{person}.mp4");
        if (_browsers.TryGetValue(person, out var browser))
            return browser;
        string clip = _clips.File($"{person}.y4m");
        await ConvertAsync(video, clip);
        return _browsers[person] = await _playwright!.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", $"--use-file-for-fake-video-capture={clip}"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers.Values)
            await browser.DisposeAsync();
        _playwright?.Dispose();
        _clips.Dispose();
    }

    // As a camera of 640 x 480 would see it, without stretching anybody.
    private static async Task ConvertAsync(string video, string clip)
    {
        string[] arguments =
        [
            "-v", "error", "-i", video, "-r", "15", "-pix_fmt", "yuv420p",
            "-vf", "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:(ow-iw)/2:(oh-ih)/2", clip,
        ];
        using var ffmpeg = Process.Start("ffmpeg", arguments);
        await ffmpeg.WaitForExitAsync();
        Assert.True(ffmpeg.ExitCode == 0, $"ffmpeg could not convert {video}.");
    }
}

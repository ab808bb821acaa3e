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

    public async ValueTask InitializeAsync()
    {
        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        // Sessions take as long as a person does, and a busy machine takes longer.
        Assertions.SetDefaultExpectTimeout(60_000);
    }

    /// <summary>The browser before whose camera sits the person of a clip, such as person-a; the test is skipped where browser or clip is missing.</summary>
    public Task<IBrowser> BeforeAsync(string person) => BeforeAsync(person, Cameras.Padded(TestData.Require($"videos/{person}.mp4")));

    /// <summary>The browser before whose camera happens what ffmpeg makes; see <see cref="Cameras"/>.</summary>
    /// <param name="name">What to call it: one browser for each name.</param>
    /// <param name="picture">Arguments for ffmpeg, inputs and filters.</param>
    public async Task<IBrowser> BeforeAsync(string name, string[] picture)
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is missing: apt-get install chromium");
        if (_browsers.TryGetValue(name, out var browser))
            return browser;
        string clip = _clips.File($"{name}.y4m");
        await Cameras.ConvertAsync(picture, clip);
        return _browsers[name] = await _playwright!.Chromium.LaunchAsync(new()
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
}

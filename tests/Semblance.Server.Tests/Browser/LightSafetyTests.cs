using System.Net;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Semblance.Liveness;
using Semblance.Server.Tests.Liveness;
using Semblance.Server.Tests.Sessions;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>Flashing can be stopped at any moment, ends with the page out of sight, and its words can be read by everybody.</summary>
[Collection(Browsers.Name)]
public sealed class LightSafetyTests(Browsers browsers) : IAsyncLifetime
{
    private const string Man = "turning-live";

    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(new KnownChallenges(HeadDirection.Left, HeadDirection.Right), MadeTexture.Live, ("Liveness:Policy", "challenge+light"));
        string[] photos = [Convert.ToBase64String(Clips.Whole(Man)[3])];
        await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/people", new { name = "anna", consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Light_PageOutOfSight_IsBrokenOff()
    {
        await using var open = await FlashingAsync();

        int seen = await open.Page.EvaluateAsync<int>("""
            (() => {
                Object.defineProperty(document, 'hidden', { get: () => true });
                document.dispatchEvent(new Event('visibilitychange'));
                return watched.colours.length;
            })()
            """);

        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Keep this page in front");
        await Assertions.Expect(open.Page.Locator("dialog")).ToHaveCountAsync(0);
        await open.Page.WaitForTimeoutAsync(1000);
        Assert.Equal(seen, (await open.Page.WatchedAsync("colours")).Count);
    }

    [Fact]
    public async Task Light_StoppedWhileItFlashes_LeadsToFurtherTurns()
    {
        await using var open = await FlashingAsync();
        // Whatever colour is behind them: the words and the way out can be read.
        Assert.Empty((await open.Page.RunAxe()).Violations);

        await open.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(open.Page.Locator("dialog")).ToHaveCountAsync(0);
        // Frames that the service answered before it heard of it still tell of the light.
        int seen = (await open.Page.WatchedAsync("colours")).Count;
        await Assertions.Expect(open.Page.Locator(".steps")).ToContainTextAsync("of 5");
        Assert.Equal("noLight", (await open.Page.WatchedAsync("said"))[^1].GetProperty("type").GetString());
        await open.Page.WaitForTimeoutAsync(1000);
        Assert.Equal(seen, (await open.Page.WatchedAsync("colours")).Count);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Question_OnASmallPhone_FitsAndHasNoViolations(ColorScheme scheme)
    {
        await using var open = await OpenAsync(new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = scheme });

        Assert.Empty((await open.Page.RunAxe()).Violations);
        Assert.True(await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "No flashing" })).ToBeInViewportAsync();
        await Assertions.Expect(open.Page.GetByText("epilepsy")).ToBeInViewportAsync();
    }

    private async Task<OpenPage> FlashingAsync()
    {
        var open = await OpenAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await open.Page.UntilAsync("watched.colours.filter(colour => colour.value !== '').length > 0");
        return open;
    }

    private async Task<OpenPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var browser = await browsers.BeforeAsync($"{Man}-whole", Cameras.Whole(TestData.Require($"videos/{Man}.mp4")));
        var open = await OpenPage.AtAsync(browser, _service, options: options, script: Watched.Script);
        await open.OpenWithAsync(_service.KeyOf("verify")!);
        await open.Page.GetByLabel("Your name").FillAsync("anna");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Dialog, new() { Name = "The screen will flash" }).WaitForAsync();
        return open;
    }
}

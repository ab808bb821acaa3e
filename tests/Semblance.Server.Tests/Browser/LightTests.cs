using System.Net;
using System.Text.Json;
using Microsoft.Playwright;
using Semblance.Liveness;
using Semblance.Server.Tests.Liveness;
using Semblance.Server.Tests.Sessions;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>Coloured light on the page: nothing flashes before it is announced and agreed to. No clip answers the light, so none passes.</summary>
[Collection(Browsers.Name)]
public sealed class LightTests(Browsers browsers) : IAsyncLifetime
{
    private const string Man = "turning-live";

    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(new KnownChallenges(HeadDirection.Left) { Later = [HeadDirection.Right, HeadDirection.Left] }, MadeTexture.Live, ("Liveness:Policy", "challenge+light"));
        string[] photos = [Convert.ToBase64String(Clips.Whole(Man)[3])];
        await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/people", new { name = "anna", consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Light_Agreed_IsPaintedInTheOrderToldAndNeverFasterThanThreeChangesASecond()
    {
        await using var open = await OpenAsync();
        await Assertions.Expect(Question(open)).ToContainTextAsync("epilepsy");
        await Assertions.Expect(Question(open).GetByRole(AriaRole.Button, new() { Name = "Start" })).ToBeFocusedAsync();
        Assert.Empty(await open.Page.NotedAsync("colours"));
        Assert.Empty(await open.Page.WatchedAsync("frames"));

        await Question(open).GetByRole(AriaRole.Button, new() { Name = "Start" }).ClickAsync();
        await open.Page.UntilAsync("watched.said.filter(said => said.type === 'painted').length >= 6");

        var told = (await open.Page.WatchedAsync("heard")).First(message => message.TryGetProperty("liveness", out var liveness)
            && liveness.ValueKind == JsonValueKind.Object && liveness.GetProperty("light").ValueKind == JsonValueKind.Object).GetProperty("liveness").GetProperty("light");
        var painted = (await open.Page.WatchedAsync("said")).Where(message => message.GetProperty("type").GetString() == "painted").Take(6).ToList();
        Assert.Equal(Enumerable.Range(0, 6), painted.Select(message => message.GetProperty("index").GetInt32()));
        Assert.All(painted, message => Assert.Equal(told.GetProperty("number").GetInt32(), message.GetProperty("light").GetInt32()));
        var seen = await open.Page.WatchedAsync("colours");
        Assert.Equal(
            told.GetProperty("colours").EnumerateArray().Select(colour => colour.GetString()),
            seen.Select(entry => entry.GetProperty("value").GetString()).Where(colour => colour != "").Take(6));
        // Each colour, and the dark before it, stays a third of a second at least.
        var times = seen.Select(entry => entry.GetProperty("at").GetDouble()).ToList();
        Assert.All(times.Zip(times.Skip(1), (before, after) => after - before), gap => Assert.InRange(gap, 1000.0 / 3 - 20, double.MaxValue));
        // Told when it was to be seen: as far apart as it was.
        var at = painted.Select(message => message.GetProperty("at").GetDouble()).ToList();
        Assert.All(at.Zip(at.Skip(1), (before, after) => after - before), gap => Assert.InRange(gap, told.GetProperty("each").GetInt32() - 1, 800));
    }

    [Fact]
    public async Task Light_NotWanted_LeadsToFurtherTurnsAndNothingFlashes()
    {
        await using var open = await OpenAsync();

        await Question(open).GetByRole(AriaRole.Button, new() { Name = "No flashing" }).ClickAsync();
        await Assertions.Expect(open.Page.Locator(".steps")).ToContainTextAsync("Turn 1 of 5");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        Assert.Contains(await open.Page.WatchedAsync("said"), message => message.GetProperty("type").GetString() == "noLight");
        Assert.Empty(await open.Page.NotedAsync("colours"));
        // What was chosen is suggested the next time, and asked all the same.
        await StartAsync(open);
        await Assertions.Expect(Question(open).GetByRole(AriaRole.Button, new() { Name = "No flashing" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Light_WhoWantsLessMotion_IsSuggestedNoFlashing_AndMayLeave()
    {
        await using var open = await OpenAsync(new() { ReducedMotion = ReducedMotion.Reduce, ViewportSize = new() { Width = 360, Height = 740 } });
        await Assertions.Expect(Question(open).GetByRole(AriaRole.Button, new() { Name = "No flashing" })).ToBeFocusedAsync();

        await AccessibilityTests.CheckAsync(open, "the question before light");
        await open.Page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" })).ToBeFocusedAsync();
        await Assertions.Expect(open.Page.Locator(".stage.is-on")).ToHaveCountAsync(0);
        Assert.Empty(await open.Page.WatchedAsync("said"));
    }

    private static ILocator Question(OpenPage open) => open.Page.GetByRole(AriaRole.Dialog, new() { Name = "The screen will flash" });

    private async Task<OpenPage> OpenAsync(BrowserNewContextOptions? options = null)
    {
        var browser = await browsers.BeforeAsync($"{Man}-whole", Cameras.Whole(TestData.Require($"videos/{Man}.mp4")));
        var open = await OpenPage.AtAsync(browser, _service, options: options, script: Watched.Script);
        await open.OpenWithAsync(_service.KeyOf("verify")!);
        await StartAsync(open);
        return open;
    }

    private static async Task StartAsync(OpenPage open)
    {
        await open.Page.GetByLabel("Your name").FillAsync("anna");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Question(open).WaitForAsync();
    }
}

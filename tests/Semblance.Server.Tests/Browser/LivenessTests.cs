using System.Net;
using Microsoft.Playwright;
using Semblance.Liveness;
using Semblance.Server.Tests.Liveness;
using Semblance.Server.Tests.Sessions;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>
/// Liveness from the camera to the words on the page. The man of the clip looks straight until 1.6 s, to his left from 2.0 to 5.5 s, to his right from 7.3 to 10.4 s, and straight again; then
/// the camera repeats the same pictures, which by itself refuses nobody.
/// </summary>
[Collection(Browsers.Name)]
public sealed class LivenessTests(Browsers browsers)
{
    private const string Man = "turning-live";

    [Fact]
    public async Task SignIn_LiveClipUnderPassive_PassesAndSaysSo()
    {
        await using var service = await StartAsync("person-a", [HeadDirection.Left], ModelPack.Builtin, "passive");
        await using var open = await OpenAsync("person-a", service);

        Assert.Equal("Match", await open.SignInAsync("anna"));

        await Assertions.Expect(Report(open)).ToHaveAttributeAsync("data-policy", "passive");
        await Assertions.Expect(Report(open)).ToContainTextAsync("Liveness: passed");
        await Assertions.Expect(open.Page.GetByText("Liveness is off")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task SignIn_WhoTurnsAsTheRingSays_PassesTheChallenge()
    {
        await using var service = await StartAsync(Man, [HeadDirection.Left, HeadDirection.Right], ModelPack.Builtin, "challenge");
        await using var open = await OpenAsync(Man, service);

        Assert.Equal("Match", await open.SignInAsync("anna"));

        await Assertions.Expect(open.Result).ToContainTextAsync("Hello, anna");
        await Assertions.Expect(Check(open, "challenge")).ToHaveAttributeAsync("data-verdict", "live");
        Assert.Equal(["straight", "left", "straight", "right"], (await open.Page.NotedAsync("guides")).TakeLast(4));
        await AssertRateAsync(open.Page);
    }

    [Fact]
    public async Task SignIn_WhoTurnsAnotherWay_IsToldThatTheTurnsBeginAnewAndThenRefused()
    {
        await using var service = await StartAsync(Man, [HeadDirection.Up], ModelPack.Builtin, "challenge");
        await using var open = await OpenAsync(Man, service);

        var outcome = open.SignInAsync("anna");
        await Assertions.Expect(open.Page.Locator(".turn-ring.is-shown[data-direction=up] .turn-arrow")).ToBeVisibleAsync();
        await Assertions.Expect(open.Page.Locator(".advice")).ToContainTextAsync("Raise your chin");
        await Assertions.Expect(open.Page.Locator(".steps")).ToContainTextAsync("Begun again");

        Assert.Equal("Undecided", await outcome);
        await Assertions.Expect(Check(open, "challenge")).ToContainTextAsync("turned another way than asked");
        await Assertions.Expect(Report(open)).ToContainTextAsync("What to try: ");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(open, "a refusal with its checks");
    }

    [Fact]
    public async Task SignIn_RecordingOfAGoodSessionAgainstOtherChallenges_IsRefused()
    {
        // The same pictures passed where left and right were asked for; every challenge is another one.
        await using var service = await StartAsync(Man, new OtherChallenges([HeadDirection.Right, HeadDirection.Left], [HeadDirection.Down, HeadDirection.Right], [HeadDirection.Up, HeadDirection.Down]),
            ModelPack.Builtin, "challenge");
        await using var open = await OpenAsync(Man, service);

        Assert.Equal("Undecided", await open.SignInAsync("anna"));

        await Assertions.Expect(Report(open)).ToHaveAttributeAsync("data-verdict", "unsure");
        await Assertions.Expect(Check(open, "challenge")).ToHaveAttributeAsync("data-verdict", "unsure");
    }

    [Fact]
    public async Task SignIn_ReplayOnAPhone_IsRefusedThoughItsTurnsAreTheOnesAskedFor()
    {
        string video = TestData.Require($"videos/{Man}.mp4"), room = TestData.Require("scenes/wider-val/0_Parade_Parade_0_120.jpg");
        await using var service = await StartAsync(Man, [HeadDirection.Left, HeadDirection.Right], ModelPack.Builtin, "challenge");
        await using var open = await OpenAsync(await browsers.BeforeAsync("phone", Cameras.OnAPhone(video, room, seconds: 12)), service);

        string outcome = await open.SignInAsync("anna");

        Assert.Contains(outcome, (string[])["SpoofSuspected", "Undecided"]);
        await Assertions.Expect(Check(open, "texture")).Not.ToHaveAttributeAsync("data-verdict", "live");
        await Assertions.Expect(Report(open)).ToContainTextAsync("What to try: ");
    }

    [Fact]
    public async Task Enrol_PaperBeforeTheCamera_IsRefusedAndSaysWhichCheckFailed()
    {
        await using var service = await StartAsync(null, [HeadDirection.Left], MadeTexture.Spoof, "challenge");
        await using var open = await OpenAsync("person-a", service);
        await open.GoAsync("/enrol");
        await open.Page.GetByLabel("Name").FillAsync("anna");
        await open.Page.GetByLabel("I agree").CheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();

        Assert.Equal("SpoofSuspected", await open.OutcomeAsync());

        await Assertions.Expect(open.Result).ToContainTextAsync("This did not look like a live person");
        await Assertions.Expect(Check(open, "texture")).ToHaveAttributeAsync("data-verdict", "spoof");
        await Assertions.Expect(Report(open)).ToContainTextAsync("What to try: ");
    }

    // At least 12 frames a second, as a face must not be out of sight for long. Where the service itself is slower than that, as on a busy machine, the page waits for it and its rate says nothing.
    private static async Task AssertRateAsync(IPage page)
    {
        const double MostBetween = 1000.0 / 12;
        var sent = (await page.WatchedAsync("frames")).Select(time => time.GetDouble()).ToList();
        var answered = (await page.WatchedAsync("heard")).Where(message => message.TryGetProperty("sequence", out _))
            .Select(message => message.GetProperty("at").GetDouble() - sent[message.GetProperty("sequence").GetInt32() - 1]);
        double between = Median(sent.Zip(sent.Skip(1), (before, after) => after - before)), waited = Median(answered);
        TestContext.Current.TestOutputHelper?.WriteLine($"{1000 / between:0.0} frames a second, each answered after {waited:0} ms");
        Assert.True(between <= MostBetween || waited > MostBetween, $"{1000 / between:0.0} frames a second, though each is answered after {waited:0} ms");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static ILocator Report(OpenPage open) => open.Result.Locator(".checks");

    private static ILocator Check(OpenPage open, string name) => Report(open).Locator($"[data-check={name}]");

    private static Task<RunningService> StartAsync(string? person, HeadDirection[] turns, Func<ModelPack> pack, string policy) => StartAsync(person, new KnownChallenges(turns), pack, policy);

    private static async Task<RunningService> StartAsync(string? person, IChallengeSource challenges, Func<ModelPack> pack, string policy)
    {
        var service = await RunningService.StartAsync(challenges, pack, ("Liveness:Policy", policy));
        if (person is null)
            return service;
        var clip = Clips.Whole(person);
        string[] photos = [Convert.ToBase64String(clip[3]), Convert.ToBase64String(clip[15])];
        await Answers.JsonAsync(await service.PostAsync("admin", "/v1/people", new { name = "anna", consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
        return service;
    }

    private async Task<OpenPage> OpenAsync(string person, RunningService service) =>
        await OpenAsync(await browsers.BeforeAsync($"{person}-whole", Cameras.Whole(TestData.Require($"videos/{person}.mp4"))), service);

    private static async Task<OpenPage> OpenAsync(IBrowser browser, RunningService service)
    {
        var open = await OpenPage.AtAsync(browser, service, script: Watched.Script);
        await open.OpenWithAsync(service.AdminKey);
        return open;
    }

    /// <summary>One challenge after another, and then the last one for good.</summary>
    private sealed class OtherChallenges(params HeadDirection[][] challenges) : IChallengeSource
    {
        private int _next;

        public HeadChallenge NextTurns()
        {
            var turns = challenges[Math.Min(Interlocked.Increment(ref _next) - 1, challenges.Length - 1)];
            return new KnownChallenges(turns).NextTurns();
        }

        public LightSequence NextLight() => RandomLight.Next();
    }
}

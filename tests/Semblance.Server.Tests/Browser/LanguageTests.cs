using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>The page in other languages, and on small and enlarged screens.</summary>
[Collection(Browsers.Name)]
public sealed class LanguageTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Language_OfTheBrowser_IsTakenUntilAnotherIsChosen()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service, options: new() { Locale = "de-CH" });
        var page = open.Page;
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Diese Seite öffnen");
        Assert.Equal(("de", "ltr"), (await page.EvaluateAsync<string>("document.documentElement.lang"), await page.EvaluateAsync<string>("document.documentElement.dir")));

        await page.GetByLabel("Sprache").SelectOptionAsync("ar");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("افتح هذه الصفحة");
        await page.ReloadAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("افتح هذه الصفحة");
        Assert.Equal("rtl", await page.EvaluateAsync<string>("document.documentElement.dir"));
    }

    [Fact]
    public async Task Language_ThatIsTheOnlyOneOffered_IsEverybodys()
    {
        await using var french = await RunningService.StartAsync(("Page:Languages", "fr"));
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), french);
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Ouvrir cette page");
        await Assertions.Expect(open.Page.Locator("footer select")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Problem_OfTheService_IsSaidInTheLanguageOfThePage()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service, options: new() { Locale = "es" });
        open.Expected.Add(401);
        await open.Page.GetByLabel("Clave", new() { Exact = true }).FillAsync("smb_wrong");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Abrir" }).ClickAsync();
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Esta clave no abre la página");
    }

    [Theory]
    [InlineData("""{"advice": "lookStraight", "faces": [1], "liveness": {"turn": {"direction": "left"}}}""", "Turn your head to your left")]
    [InlineData("""{"advice": "holdStill", "faces": [1], "liveness": {"turn": {"direction": "up"}}}""", "Raise your chin")]
    [InlineData("""{"advice": "turnLeft", "faces": [1], "liveness": {"turn": {"direction": null}}}""", "Look straight at the camera")]
    [InlineData("""{"advice": "comeCloser", "faces": [1], "liveness": {"turn": {"direction": "left"}}}""", "Come closer")]
    [InlineData("""{"advice": "lookAtCamera", "faces": [], "liveness": {"turn": {"direction": null}}}""", "Look at the camera, in good light")]
    [InlineData("""{"advice": "onePerson", "faces": [1, 2], "enrol": {"wanted": "right"}}""", "One person at a time, please")]
    [InlineData("""{"advice": "onePerson", "faces": [1], "enrol": {"wanted": "right"}}""", "Turn your head to your right")]
    [InlineData("""{"advice": "onePerson", "faces": [1]}""", "")]
    [InlineData("""{"advice": "blurred", "faces": [1]}""", "")]
    [InlineData("""{"advice": "holdStill", "faces": [1], "liveness": {"turn": null, "light": {}}}""", "Hold still and look at the screen")]
    public async Task Instruction_IsOneAndContradictsNoTurn(string frame, string instruction)
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        Assert.Equal(instruction, await open.Page.EvaluateAsync<string>($"import('/js/instruction.js').then(module => module.instruction({frame}))"));
    }

    [Fact]
    public async Task Page_FromRightToLeft_HasNoViolationsAndIsNoWiderThanAPhone()
    {
        await using var arabic = await RunningService.StartAsync(("Page:Languages", "ar"));
        string id = (await arabic.EnrolAsync("Ann", Faces.Lfw("Ann_Veneman", 1))).GetProperty("id").GetString()!;
        await using var open = await OpenPage.AtAsync(
            await browsers.BeforeAsync("person-a"), arabic, options: new() { ViewportSize = new() { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });
        await AccessibilityTests.CheckAsync(open, "the key");
        await open.Page.Locator("input[name=key]").FillAsync(arabic.AdminKey);
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.Locator("nav").WaitForAsync();
        foreach (string path in (string[])["/", "/enrol", "/people", $"/people?person={id}", "/settings", "/activity"])
        {
            await open.GoAsync(path);
            await open.Page.Locator(".loading").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            await AccessibilityTests.CheckAsync(open, path);
        }
    }

    [Theory]
    [InlineData(320, 568)]
    [InlineData(390, 664)]
    [InlineData(640, 400)]
    public async Task Session_OnASmallOrEnlargedScreen_ShowsThePictureAndTheButton(int width, int height)
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), service, options: new() { Locale = "de", ViewportSize = new() { Width = width, Height = height } });
        var page = open.Page;
        await page.GetByLabel("Schlüssel", new() { Exact = true }).FillAsync(service.KeyOf("admin")!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Öffnen" }).ClickAsync();
        // Where nobody is enrolled an administrator lands elsewhere.
        await page.GetByRole(AriaRole.Button, new() { Name = "Abmelden" }).WaitForAsync();
        await open.GoAsync("/");
        await page.GetByLabel("Ihr Name").FillAsync("niemand");
        await page.GetByRole(AriaRole.Button, new() { Name = "Anmelden" }).ClickAsync();
        await page.Locator(".stage.is-on").WaitForAsync();
        await Assertions.Expect(page.Locator(".stage")).ToBeInViewportAsync(new() { Ratio = 0.99f });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Abbrechen" })).ToBeInViewportAsync(new() { Ratio = 0.99f });
        await page.GetByRole(AriaRole.Button, new() { Name = "Abbrechen" }).ClickAsync();
        foreach (string path in (string[])["/", "/enrol", "/people", "/settings", "/activity", "/nowhere"])
        {
            open.Expected.Add(404);
            await open.GoAsync(path);
            await page.Locator(".loading").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{path} is wider than {width} pixels.");
        }
    }
}

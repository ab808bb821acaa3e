using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>The page without a mouse.</summary>
[Collection(Browsers.Name)]
public sealed class KeyboardTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    private const int MostTabs = 40;

    [Fact]
    public async Task Page_ByKeyboardAlone_EnrolsAndFindsTheWayBack()
    {
        // Where nobody is enrolled an administrator lands elsewhere.
        await service.EnrolAsync("Abdullah", Faces.Lfw("Abdullah_Gul", 13));
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        var page = open.Page;

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync(page));
        await TabToAsync(page, "Key");
        await page.Keyboard.TypeAsync(service.AdminKey);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Sign in with your face");
        await Assertions.Expect(open.Heading).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Shift+Tab");
        await TabToAsync(page, "Enrol", backwards: true);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Enrol a person");
        await Assertions.Expect(open.Heading).ToBeFocusedAsync();
        Assert.Equal("Enrol · Semblance", await page.TitleAsync());

        await TabToAsync(page, "Name");
        await page.Keyboard.TypeAsync("Kim");
        await TabToAsync(page, "I agree to the text above");
        await page.Keyboard.PressAsync("Space");
        await TabToAsync(page, "Start the camera");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("button:has-text('Finish'):enabled").WaitForAsync();
        await TabToAsync(page, "Finish");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("Enrolled", await open.OutcomeAsync());
        await Assertions.Expect(open.Result.Locator("h2")).ToBeFocusedAsync();

        await page.GoBackAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Sign in with your face");
        await Assertions.Expect(open.Heading).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Dialog_ClosedWithEscape_GivesTheFocusBack()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        await open.OpenWithAsync(service.AdminKey);
        await open.GoAsync("/settings");
        var button = open.Page.GetByRole(AriaRole.Button, new() { Name = "New key" });
        await button.FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(open.Page.GetByLabel("What it is for")).ToBeFocusedAsync();
        await open.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(button).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, string name, bool backwards = false)
    {
        var passed = new List<string>();
        for (int tabs = 0; tabs < MostTabs; tabs++)
        {
            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            passed.Add(await FocusedAsync(page));
            if (passed[^1].StartsWith(name, StringComparison.Ordinal))
                return;
        }
        Assert.Fail($"{name} cannot be reached with the Tab key; it went over {string.Join(", ", passed)}.");
    }

    // What a screen reader would call the focused element, near enough: its label, or its text.
    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>(
        "(e => (e.getAttribute('aria-label') ?? e.labels?.[0]?.innerText ?? e.innerText ?? '').trim())(document.activeElement)");
}

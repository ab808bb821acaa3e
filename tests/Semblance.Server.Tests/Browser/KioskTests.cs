using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>A tablet at a door.</summary>
[Collection(Browsers.Name)]
public sealed class KioskTests(Browsers browsers) : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Kiosk_RegisteredOnce_RecognisesWhoComesWithoutATouchAndStays()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service, "/enrol");
        var page = open.Page;
        await open.OpenWithAsync(_service.AdminKey);
        Assert.Equal("Enrolled", await open.EnrolAsync("Anna"));

        await open.GoAsync("/settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make this browser a kiosk" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Where it stands").FillAsync("Front door");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Make this browser a kiosk" }).ClickAsync();

        // Nobody touches it. On a busy machine an answer may stay open; it tries again by itself.
        await SeenAsync();
        await AccessibilityTests.CheckAsync(open, "a kiosk's answer");
        await Assertions.Expect(page.GetByText("Come closer to sign in")).ToBeVisibleAsync();
        await AccessibilityTests.CheckAsync(open, "a kiosk that waits");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Log out" })).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("nav.pages")).ToHaveCountAsync(0);

        open.Expected.Add(401);
        // While the service is away a page would complain.
        await page.GotoAsync("about:blank");
        await _service.RestartAsync();
        await open.GoAsync("/");
        await SeenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "End the kiosk" }).ClickAsync();
        await dialog.GetByLabel("Key", new() { Exact = true }).FillAsync(_service.KeyOf("verify")!);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End the kiosk" }).ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("It takes an admin key");
        await dialog.GetByLabel("Key", new() { Exact = true }).FillAsync(_service.AdminKey);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "End the kiosk" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");

        Task SeenAsync() => Assertions.Expect(open.Result).ToContainTextAsync("Hello, Anna", new() { Timeout = 240_000 });
    }
}

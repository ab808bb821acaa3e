using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>The way of a person through the page, with real faces before the camera and the real service behind it.</summary>
[Collection(Browsers.Name)]
public sealed class FromEnrolmentToRemovalTests(Browsers browsers) : IAsyncLifetime
{
    private const int MostTries = 6;
    private RunningService _service = null!;

    // Two devices: failures are counted by address too, and a removed person's device shall not wait for what another did.
    public async ValueTask InitializeAsync() => _service = await RunningService.StartAsync(("ForwardedHeaders:KnownProxies", "127.0.0.1"));

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Person_EnrolledInTheBrowser_IsRecognisedThenForgotten()
    {
        await using var desk = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service, options: Device("10.0.0.1"));
        await desk.OpenWithAsync(_service.AdminKey);

        Assert.Equal("Enrolled", await desk.EnrolAsync("Anna"));
        Assert.Equal("Match", await desk.SignInAsync("anna"));
        await Assertions.Expect(desk.Result).ToContainTextAsync("Hello, Anna");
        await Assertions.Expect(desk.Result).ToContainTextAsync("Liveness is off: a photo can pass");
        Assert.Equal("Match", await desk.SignInAsync(null));

        await using var door = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), _service, options: Device("10.0.0.2"));
        door.Expected.Add(429);
        await door.OpenWithAsync(_service.KeyOf("verify")!);
        Assert.Equal("NoMatch", await door.SignInAsync("Anna"));
        Assert.Equal("TooManyTries", await TryUntilRefusedAsync(door));
        await Assertions.Expect(door.Result).ToContainTextAsync(new Regex(@"Next try in \d:\d\d"));
        await Assertions.Expect(door.Result).ToContainTextAsync("another way");
        await Assertions.Expect(door.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" })).ToBeDisabledAsync();

        await RemoveAsync(desk, "Anna");
        Assert.Equal("NoMatch", await desk.SignInAsync(null));
        Assert.Equal("NoMatch", await desk.SignInAsync("Anna"));
    }

    private static async Task<string> TryUntilRefusedAsync(OpenPage door)
    {
        string outcome = "";
        for (int tries = 0; tries < MostTries && outcome != "TooManyTries"; tries++)
            outcome = await door.SignInAsync("Anna");
        return outcome;
    }

    private static async Task RemoveAsync(OpenPage desk, string name)
    {
        await desk.GoAsync("/people");
        await desk.Page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex($"^{name}") }).ClickAsync();
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove this person" }).ClickAsync();
        var confirm = desk.Page.GetByRole(AriaRole.Button, new() { Name = "Remove for good" });
        await Assertions.Expect(confirm).ToBeDisabledAsync();
        await desk.Page.GetByLabel("to confirm").FillAsync(name);
        await confirm.ClickAsync();
        await Assertions.Expect(desk.Page.GetByText("Nothing is left")).ToBeVisibleAsync();
    }

    private static BrowserNewContextOptions Device(string address) => new()
    {
        ViewportSize = new() { Width = 1280, Height = 800 },
        ExtraHTTPHeaders = new Dictionary<string, string> { ["X-Forwarded-For"] = address },
    };
}

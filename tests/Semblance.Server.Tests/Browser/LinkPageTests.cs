using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>One-time links in the browser, and an administrator's first steps.</summary>
[Collection(Browsers.Name)]
public sealed class LinkPageTests(Browsers browsers) : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Administrator_WithALink_LandsOnTheFirstEnrolmentAndHandsOneToAPhone()
    {
        var browser = await browsers.BeforeAsync("person-a");
        var made = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/links", new { action = "open", role = "admin" }), System.Net.HttpStatusCode.Created);
        string fragment = new Uri(made.GetProperty("address").GetString()!).Fragment;

        await using var desk = await OpenPage.AtAsync(browser, _service, $"/{fragment}");
        await Assertions.Expect(desk.Heading).ToHaveTextAsync("Enrol a person");
        await Assertions.Expect(desk.Page.GetByText("Enrol the first person")).ToBeVisibleAsync();
        Assert.DoesNotContain("sml_", desk.Page.Url);

        await desk.Page.GetByLabel("Name").FillAsync("Anna");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = "On a phone" }).ClickAsync();
        await Assertions.Expect(desk.Page.Locator("img.qr")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await desk.Page.Locator("img.qr").EvaluateAsync<int>("image => image.naturalWidth") > 0);
        await AccessibilityTests.CheckAsync(desk, "a link for a phone");
        string forPhone = new Uri(await desk.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).InputValueAsync()).Fragment;

        await using var phone = await OpenPage.AtAsync(browser, _service, $"/{forPhone}", new() { ViewportSize = new() { Width = 390, Height = 844 } });
        await Assertions.Expect(phone.Heading).ToHaveTextAsync("Enrol a person");
        await Assertions.Expect(phone.Page.GetByLabel("Name")).ToHaveValueAsync("Anna");
        await Assertions.Expect(phone.Page.Locator("nav.pages")).ToHaveCountAsync(0);
        await phone.Page.GetByLabel("I agree").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Finish") }).ClickAsync();
        Assert.Equal("Enrolled", await phone.OutcomeAsync());
        await Assertions.Expect(phone.Result).ToContainTextAsync("You can close this page");

        // The link was for this one enrolment.
        await phone.Page.ReloadAsync();
        await Assertions.Expect(phone.Heading).ToHaveTextAsync("Open this page");
        phone.Expected.Add(401);
        await phone.GoAsync("/settings");
        await phone.GoAsync($"/{forPhone}");
        await Assertions.Expect(phone.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link does not open the page any more");
    }
}

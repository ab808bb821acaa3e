using System.Text.Json;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>Every page and state of it against axe, in both colour schemes, on a phone and on a desk.</summary>
[Collection(Browsers.Name)]
public sealed class AccessibilityTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData(390, 844, ColorScheme.Light)]
    [InlineData(390, 844, ColorScheme.Dark)]
    [InlineData(1280, 800, ColorScheme.Light)]
    [InlineData(1280, 800, ColorScheme.Dark)]
    public async Task Page_InEveryState_HasNoViolations(int width, int height, ColorScheme scheme)
    {
        string id = await EnsurePersonAsync();
        await using var open = await OpenPage.AtAsync(
            await browsers.BeforeAsync("person-b"), service, options: new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var page = open.Page;
        open.Expected.Add(401);

        await CheckAsync(open, "the key");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("smb_wrong");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await CheckAsync(open, "a wrong key");
        await open.OpenWithAsync(service.AdminKey);

        await CheckAsync(open, "sign in");
        await page.GetByLabel("Recognise me").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Progressbar).WaitForAsync();
        await CheckAsync(open, "signing in");
        await open.OutcomeAsync();
        await CheckAsync(open, "an answer");

        await open.GoAsync("/enrol");
        await CheckAsync(open, "enrol");
        await page.GetByLabel("Name").FillAsync("Somebody");
        await page.GetByLabel("I agree").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Start the camera" }).ClickAsync();
        await page.Locator(".slot.is-taken").First.WaitForAsync();
        await CheckAsync(open, "capture");

        await open.GoAsync("/people");
        await page.Locator(".row").First.WaitForAsync();
        await CheckAsync(open, "people");
        await page.GetByLabel("Search").FillAsync("xyz");
        await page.GetByText("Nobody of this name").WaitForAsync();
        await CheckAsync(open, "nobody found");
        await open.GoAsync($"/people?person={id}");
        await page.Locator(".face").First.WaitForAsync();
        await CheckAsync(open, "a person");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove this person" }).ClickAsync();
        await CheckAsync(open, "the question before removal");
        await page.Keyboard.PressAsync("Escape");

        await open.GoAsync("/settings");
        await page.GetByText("Running", new() { Exact = true }).WaitForAsync();
        await CheckAsync(open, "settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await CheckAsync(open, "a new key");
        await page.Keyboard.PressAsync("Escape");

        await open.GoAsync("/activity");
        await page.GetByRole(AriaRole.Cell).First.WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the log" }).ClickAsync();
        await page.GetByText("The log is as it was written").WaitForAsync();
        await CheckAsync(open, "activity");
        await open.GoAsync("/attendance");
        await page.GetByText("Nobody was recognised in this week").Or(page.Locator(".plot")).First.WaitForAsync();
        await CheckAsync(open, "a week");
        await open.GoAsync("/enrol?many");
        await CheckAsync(open, "many to enrol");
    }

    private async Task<string> EnsurePersonAsync()
    {
        var list = await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people"));
        if (list.GetProperty("people").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } there)
            return there.GetProperty("id").GetString()!;
        var person = await Answers.JsonAsync(await service.TryEnrolAsync("admin", "Ann Veneman", [Faces.Lfw("Ann_Veneman", 1)], keepPhotos: true), System.Net.HttpStatusCode.Created);
        return person.GetProperty("id").GetString()!;
    }

    /// <summary>Asserts that the page as it stands breaks no rule and is no wider than the screen.</summary>
    internal static async Task CheckAsync(OpenPage open, string state)
    {
        // To be looked at: SEMBLANCE_SCREENSHOTS names a folder.
        if (Environment.GetEnvironmentVariable("SEMBLANCE_SCREENSHOTS") is { Length: > 0 } folder)
        {
            string look = await open.Page.EvaluateAsync<string>("`${innerWidth} ${matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'}`");
            await open.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{state} {look}.png"), FullPage = true });
        }
        var found = await open.Page.RunAxe();
        Assert.True(found.Violations.Length == 0, $"{state}: " + string.Join("\n", found.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} {string.Join(", ", violation.Nodes.Select(node => node.Html))}")));
        Assert.True(await open.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{state}: wider than the screen");
    }
}

using Microsoft.Playwright;
using Semblance.Storage;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>Attendance, as an administrator reads it.</summary>
[Collection(Browsers.Name)]
public sealed class AttendancePageTests(Browsers browsers) : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task Week_WithSomebodySeen_IsPlottedListedAndSaved(int width, int height)
    {
        var person = (await _service.EnrolAsync("Anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        for (int i = 0; i < 3; i++)
            await _service.Store.Audit.AppendAsync(new AuditEvent("face.identified", "door", person, nameof(Outcome.Match)));
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service, "/activity", new() { ViewportSize = new() { Width = width, Height = height }, TimezoneId = "Asia/Kathmandu" });
        var page = open.Page;
        await open.OpenWithAsync(_service.AdminKey);
        await page.GetByRole(AriaRole.Link, new() { Name = "Attendance" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Attendance");
        await Assertions.Expect(page.Locator("nav.pages [aria-current=page]")).ToHaveTextAsync("Activity");

        await Assertions.Expect(page.Locator(".plot-bar")).ToHaveCountAsync(1);
        var row = page.Locator("tbody tr");
        await Assertions.Expect(row).ToHaveCountAsync(1);
        await Assertions.Expect(row).ToContainTextAsync("Anna");
        await AccessibilityTests.CheckAsync(open, "attendance");

        using var folder = new TemporaryFolder();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save as CSV" }).ClickAsync());
        string file = folder.File("week.csv");
        await download.SaveAsAsync(file);
        Assert.Matches($"\"Anna\",{person},[0-9T:-]+\\+05:45,", await File.ReadAllTextAsync(file));

        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.Locator(".plot-label")).ToHaveCountAsync(7);
        await Assertions.Expect(page.Locator(".plot-bar")).ToHaveCountAsync(1);
        await AccessibilityTests.CheckAsync(open, "attendance of a person");
        await page.GetByRole(AriaRole.Button, new() { Name = "The week before" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nobody was recognised in this week")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Anna" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Anna");
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>People, settings and activity, as an administrator uses them.</summary>
[Collection(Browsers.Name)]
public sealed class AdministrationTests(Browsers browsers) : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task People_SearchedRenamedAndMovedToAnotherInstallation()
    {
        await _service.EnrolAsync("Abdullah", Faces.Lfw("Abdullah_Gul", 13));
        await _service.EnrolAsync("Ann", Faces.Lfw("Ann_Veneman", 1));
        await using var open = await OpenAsync("/people");
        var page = open.Page;
        await page.GetByLabel("Search").FillAsync("ABD");
        await Assertions.Expect(page.Locator(".row")).ToHaveTextAsync([new Regex("Abdullah")]);
        await page.Locator(".row").ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ann");
        open.Expected.Add(409);
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody is enrolled");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Abdullah G.ul");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Abdullah G.ul");

        using var folder = new TemporaryFolder();
        string file = await ExportAsync(page, folder);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove this person" }).ClickAsync();
        await page.GetByLabel("to confirm").FillAsync("Abdullah G.ul");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove for good" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Nothing is left")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "To the list of people" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(file);
        await page.GetByLabel("Passphrase").FillAsync("correct horse battery");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Abdullah G.ul");
    }

    [Fact]
    public async Task Person_PhotosKept_AreShownAndFacesAddedAndRemoved()
    {
        var person = await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "Ann", [Faces.Lfw("Ann_Veneman", 1)], keepPhotos: true), HttpStatusCode.Created);
        await using var open = await OpenAsync($"/people?person={person.GetProperty("id").GetString()}");
        var page = open.Page;
        await Assertions.Expect(page.Locator(".face img")).ToHaveJSPropertyAsync("complete", true);
        Assert.True(await page.Locator(".face img").EvaluateAsync<int>("image => image.naturalWidth") > 0);
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove the face" })).ToBeDisabledAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Add photos" }).ClickAsync();
        await page.GetByLabel("Photos", new() { Exact = true }).SetInputFilesAsync(Faces.Lfw("Ann_Veneman", 5));
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".face")).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the face" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".face")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Person_ConsentWithMarkup_IsShownAsText()
    {
        const string Text = "<img src=x onerror=alert(1)> <b>I agree.</b>";
        var person = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/people", new
        {
            name = "Ann", consent = new { text = Text, keepPhotos = false }, photos = new[] { File.ReadAllBytes(Faces.Lfw("Ann_Veneman", 1)) },
        }), HttpStatusCode.Created);
        await using var open = await OpenAsync($"/people?person={person.GetProperty("id").GetString()}");
        await Assertions.Expect(open.Page.GetByText(Text)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task People_SortedAndLeft_AreAsTheyWereOnComingBack()
    {
        await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "Abdullah", [Faces.Lfw("Abdullah_Gul", 13)], keepPhotos: true), HttpStatusCode.Created);
        await _service.EnrolAsync("Ann", Faces.Lfw("Ann_Veneman", 1));
        await using var open = await OpenAsync("/people");
        var page = open.Page;
        var rows = page.Locator(".row-name");
        await Assertions.Expect(rows).ToHaveTextAsync(["Abdullah", "Ann"]);
        await Assertions.Expect(page.Locator(".row img")).ToHaveCountAsync(1);
        await page.UntilAsync("document.querySelector('.row img').naturalWidth === 128");

        await page.GetByLabel("Order").SelectOptionAsync("created");
        await Assertions.Expect(rows).ToHaveTextAsync(["Ann", "Abdullah"]);
        await page.GetByLabel("Search").FillAsync("a");
        await page.UntilAsync("location.search === '?search=a&sort=created'");
        await rows.First.ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Ann");
        await page.GetByRole(AriaRole.Link, new() { Name = "All people" }).ClickAsync();
        await Assertions.Expect(rows).ToHaveTextAsync(["Ann", "Abdullah"]);
        Assert.Equal("a", await page.GetByLabel("Search").InputValueAsync());
    }

    [Fact]
    public async Task Person_MistakenAndEnrolledTwice_IsSaidAndTakenBackAndMerged()
    {
        var anna = await _service.EnrolAsync("Anna", Faces.Lfw("Abdullah_Gul", 13));
        await _service.EnrolAsync("Bob", Faces.Lfw("Ann_Veneman", 1));
        await using var open = await OpenAsync($"/people?person={anna.GetProperty("id").GetString()}");
        var page = open.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);

        await page.GetByRole(AriaRole.Button, new() { Name = "This was somebody else" }).ClickAsync();
        await AccessibilityTests.CheckAsync(open, "the question before a report");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "This was somebody else" }).ClickAsync();
        await Assertions.Expect(page.GetByText("with a chance of 1 in 100,000")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("1 report that somebody else")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Take the reports back" }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Take the reports back" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 report that somebody else")).ToHaveCountAsync(0);

        open.Expected.Add(422);
        await page.GetByRole(AriaRole.Button, new() { Name = "Same person as" }).ClickAsync();
        var merge = dialog.GetByRole(AriaRole.Button, new() { Name = "Same person as" });
        await Assertions.Expect(merge).ToBeDisabledAsync();
        await dialog.GetByLabel("The other entry", new() { Exact = true }).First.FillAsync("b");
        await dialog.GetByLabel("Bob").CheckAsync();
        await AccessibilityTests.CheckAsync(open, "the choice of another entry");
        await merge.ClickAsync();
        await Assertions.Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("do not look like one person");
        await dialog.GetByLabel("I am sure").CheckAsync();
        await merge.ClickAsync();
        await Assertions.Expect(page.GetByText("Both entries are Anna now.")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".face")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Link_Waiting_IsListedAndTakenBack()
    {
        await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/links", new { action = "enroll", name = "Anna" }), HttpStatusCode.Created);
        await using var open = await OpenAsync("/settings");
        var page = open.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back: Enrolment of Anna" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Take back" }).ClickAsync();
        await Assertions.Expect(page.GetByText("No link waits to be opened.")).ToBeVisibleAsync();
        Assert.Equal(0, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/links"))).GetProperty("links").GetArrayLength());
    }

    [Fact]
    public async Task Retention_Saved_DeletesWhatHasExpired()
    {
        var person = await _service.EnrolAsync("Anna", Faces.Lfw("Abdullah_Gul", 13));
        await using var open = await OpenAsync("/settings");
        var page = open.Page;
        await page.GetByLabel("People who were not recognised").FillAsync("365");
        var section = page.Locator("section", new() { Has = page.GetByText("What expires", new() { Exact = true }) });
        await section.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(section.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(section.GetByText("Nothing has expired.")).ToBeVisibleAsync();
        Assert.Equal(365, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/retention"))).GetProperty("unusedDays").GetInt32());

        // Somebody whose consent ends before the page is opened again.
        await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Patch, $"/v1/people/{person.GetProperty("id").GetString()}",
            System.Net.Http.Json.JsonContent.Create(new { consent = new { text = "Until now.", ends = DateTimeOffset.UtcNow.AddSeconds(1) } })));
        await page.WaitForTimeoutAsync(1500);
        await open.GoAsync("/settings");
        await section.GetByRole(AriaRole.Button, new() { Name = "Delete now" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete now" }).ClickAsync();
        await Assertions.Expect(section.GetByText("It is gone, and that was checked")).ToBeVisibleAsync();
        Assert.Equal(0, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"))).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Settings_Saved_HoldAfterAReload()
    {
        await using var open = await OpenAsync("/settings");
        await open.Page.GetByLabel("When somebody says who they are").SelectOptionAsync(new SelectOptionValue { Label = "1 in 1,000" });
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).First.ClickAsync();
        await Assertions.Expect(open.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await open.GoAsync("/settings");
        await Assertions.Expect(open.Page.GetByLabel("When somebody says who they are")).ToHaveValueAsync("0.001");
        Assert.Equal(0.001, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/settings"))).GetProperty("fmr").GetDouble());
    }

    [Fact]
    public async Task Key_Made_IsShownOnceOpensThePageAndIsRevoked()
    {
        await using var open = await OpenAsync("/settings");
        var page = open.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByLabel("What it is for").FillAsync("Front door");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the key" }).ClickAsync();
        string key = await page.GetByLabel("The key").InputValueAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Kiosk: sign in and compare")).ToHaveCountAsync(2);
        Assert.DoesNotContain(key, await page.ContentAsync());

        await using var door = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service);
        await door.OpenWithAsync(key);

        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke Front door" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Revoke Front door" })).ToHaveCountAsync(0);
        await door.GoAsync("/");
        await Assertions.Expect(door.Heading).ToHaveTextAsync("Open this page");
    }

    [Fact]
    public async Task Activity_FilteredByPersonAndKind_ShowsThoseOnly()
    {
        await _service.EnrolAsync("Abdullah", Faces.Lfw("Abdullah_Gul", 13));
        await _service.EnrolAsync("Ann", Faces.Lfw("Ann_Veneman", 1));
        await using var open = await OpenAsync("/activity");
        var rows = open.Page.Locator("tbody tr");
        await Assertions.Expect(rows.Filter(new() { HasText = "page.opened" })).ToHaveCountAsync(1);
        await open.Page.GetByLabel("Person").FillAsync("ann");
        await open.Page.GetByLabel("What").SelectOptionAsync("person.");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await Assertions.Expect(rows).ToContainTextAsync("person.added");
        await Assertions.Expect(rows).ToContainTextAsync("Ann");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Check the log" }).ClickAsync();
        await Assertions.Expect(open.Page.GetByText("The log is as it was written")).ToBeVisibleAsync();
    }

    private async Task<OpenPage> OpenAsync(string path)
    {
        var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service, path);
        await open.OpenWithAsync(_service.AdminKey);
        return open;
    }

    private static async Task<string> ExportAsync(IPage page, TemporaryFolder folder)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        await page.GetByLabel("Passphrase").FillAsync("correct horse battery");
        var go = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Export" });
        await Assertions.Expect(go).ToBeDisabledAsync();
        await page.GetByLabel("Once more").FillAsync("correct horse battery");
        var download = await page.RunAndWaitForDownloadAsync(() => go.ClickAsync());
        string file = folder.File("person.sealed");
        await download.SaveAsAsync(file);
        return file;
    }
}

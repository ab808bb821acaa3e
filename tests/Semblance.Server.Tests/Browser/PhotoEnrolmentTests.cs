using Microsoft.Playwright;
using Semblance.Testing;

namespace Semblance.Server.Tests.Browser;

/// <summary>Enrolling by photos: one person on the enrol page, many from a folder or a table.</summary>
[Collection(Browsers.Name)]
public sealed class PhotoEnrolmentTests(Browsers browsers) : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Person_WithPhotos_IsEnrolledWithoutACamera()
    {
        await using var open = await OpenAsync("/enrol");
        var page = open.Page;
        await page.GetByLabel("Name").FillAsync("Ann");
        await page.GetByLabel("I agree").CheckAsync();
        await page.GetByText("Enrol from photos instead").ClickAsync();
        await page.GetByLabel("Photos", new() { Exact = true }).SetInputFilesAsync([Faces.Lfw("Ann_Veneman", 1), Faces.Lfw("Ann_Veneman", 5)]);
        await AccessibilityTests.CheckAsync(open, "photos on the enrol page");
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol from these photos" }).ClickAsync();
        Assert.Equal("Enrolled", await open.OutcomeAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "See what is stored" }).ClickAsync();
        await Assertions.Expect(page.Locator(".face")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Folder_WithAFolderForEachPerson_EnrolsThemAndSaysWhoIsMissing()
    {
        using var folder = new TemporaryFolder();
        Copy("Ann_Veneman", 1, "Ann/one.jpg");
        Copy("Ann_Veneman", 5, "Ann/two.jpg");
        Copy("Abdullah_Gul", 13, "Abdullah.jpg");
        File.WriteAllText(folder.File("Nobody.jpg"), "no picture");
        await using var open = await OpenAsync("/people");
        var page = open.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Enrol many" }).ClickAsync();
        await page.GetByLabel("A folder").SetInputFilesAsync(folder.Path);
        await Assertions.Expect(page.Locator("tbody th")).ToHaveTextAsync(["Abdullah", "Ann", "Nobody"]);
        await page.GetByLabel("Everybody in the list").CheckAsync();
        await AccessibilityTests.CheckAsync(open, "many people");
        open.Expected.Add(422);
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol all" }).ClickAsync();
        await Assertions.Expect(page.GetByText("2 of 3 are enrolled")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("tbody tr").Last).ToContainTextAsync("The photo cannot be read");
        Assert.Equal(2, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"))).GetProperty("total").GetInt32());

        void Copy(string person, int number, string to)
        {
            string file = folder.File(to);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.Copy(Faces.Lfw(person, number), file);
        }
    }

    [Fact]
    public async Task Table_WithPhotosBesideIt_EnrolsWhoIsInIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("people.csv"), "name;photo\r\n\"Gül, Abdullah\";Abdullah_Gul_0013.jpg\r\nBob;bob.jpg\r\n");
        await using var open = await OpenAsync("/enrol?many");
        var page = open.Page;
        await page.GetByLabel("A table").SetInputFilesAsync(folder.File("people.csv"));
        await page.GetByLabel("Photos", new() { Exact = true }).SetInputFilesAsync(Faces.Lfw("Abdullah_Gul", 13));
        await Assertions.Expect(page.GetByText("1 photo is missing")).ToBeVisibleAsync();
        await page.GetByLabel("Everybody in the list").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Enrol all" }).ClickAsync();
        await Assertions.Expect(page.GetByText("1 of 1 are enrolled")).ToBeVisibleAsync();
        var person = Assert.Single((await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"))).GetProperty("people").EnumerateArray());
        Assert.Equal("Gül, Abdullah", person.GetProperty("name").GetString());
    }

    private async Task<OpenPage> OpenAsync(string path)
    {
        var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), _service, path);
        await open.OpenWithAsync(_service.AdminKey);
        return open;
    }
}

using System.Net;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>Who may open which page.</summary>
[Collection(Browsers.Name)]
public sealed class AccessTests(Browsers browsers, RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Page_WrongKey_SaysSoAndStaysClosed()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        open.Expected.Add(401);
        await open.Page.GetByLabel("Key", new() { Exact = true }).FillAsync("smb_wrong");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Open" }).ClickAsync();
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This key does not open the page");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");
    }

    [Fact]
    public async Task KioskKey_OpensTheSignInPageOnly()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        await open.OpenWithAsync(service.KeyOf("verify")!);
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Sign in with your face");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Navigation)).ToHaveCountAsync(0);
        foreach (string path in (string[])["/enrol", "/people", "/settings", "/activity"])
        {
            await open.GoAsync(path);
            await Assertions.Expect(open.Heading).ToContainTextAsync("another key is needed");
        }
    }

    [Fact]
    public async Task EnrolKey_OpensSignInAndEnrolOnly()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service, "/enrol");
        await open.OpenWithAsync(service.KeyOf("enroll")!);
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Enrol a person");
        await Assertions.Expect(open.Page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link)).ToHaveTextAsync(["Sign in", "Enrol"]);
    }

    [Fact]
    public async Task Page_KeyRevokedMeanwhile_ClosesAtTheNextStep()
    {
        var made = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/keys", new { name = "short-lived", role = "verify" }), HttpStatusCode.Created);
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        open.Expected.Add(401);
        await open.OpenWithAsync(made.GetProperty("key").GetString()!);
        (await service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{made.GetProperty("id").GetString()}")).EnsureSuccessStatusCode();

        await open.Page.GetByLabel("Recognise me").CheckAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");
        await Assertions.Expect(open.Page.GetByText("The session of this browser has ended")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task LogOut_ClosesThePage()
    {
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service, "/people");
        await open.OpenWithAsync(service.AdminKey);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).ClickAsync();
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");
        await open.GoAsync("/people");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");
    }

    [Fact]
    public async Task PublicAccess_SignInNeedsNoKey()
    {
        await using var open = await RunningService.StartAsync(("SignIn:Access", "public"), ("SignIn:Fallback", "Ring the bell."));
        await using var page = await OpenPage.AtAsync(await browsers.BeforeAsync("person-b"), open);
        await Assertions.Expect(page.Heading).ToHaveTextAsync("Sign in with your face");
        Assert.Equal("NoMatch", await page.SignInAsync("nobody"));
        await Assertions.Expect(page.Result).ToContainTextAsync("Ring the bell.");
        await page.GoAsync("/people");
        await Assertions.Expect(page.Heading).ToHaveTextAsync("Open this page");
    }
}

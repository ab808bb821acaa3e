using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>Another program sends its user to the sign-in page and gets them back.</summary>
[Collection(Browsers.Name)]
public sealed class OtherProgramTests(Browsers browsers)
{
    [Fact]
    public async Task SignIn_AskedForByAnotherProgram_LeadsBackToItWithACode()
    {
        await using var program = await StartProgramAsync();
        string back = $"{program.Urls.First()}/back";
        // Nobody has a key: the page is open for what the program asks.
        await using var service = await RunningService.StartAsync(("Oidc:Clients:0:Id", "app"), ("Oidc:Clients:0:Name", "The canteen"), ("Oidc:Clients:0:RedirectUris:0", back));
        var browser = await browsers.BeforeAsync("person-a");
        await using (var desk = await OpenPage.AtAsync(browser, service, "/enrol"))
        {
            await desk.OpenWithAsync(service.AdminKey);
            Assert.Equal("Enrolled", await desk.EnrolAsync("Anna"));
        }

        string query = Query(back);
        await using var open = await OpenPage.AtAsync(browser, service, $"/connect/authorize{query}");
        open.OtherPrograms.Add(new Uri(back).Authority);
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Sign in for The canteen");
        await AccessibilityTests.CheckAsync(open, "a program's sign-in");
        await open.Page.GetByLabel("Your name").FillAsync("Anna");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await open.Page.WaitForURLAsync($"{back}?**");

        var said = HttpUtility.ParseQueryString(new Uri(open.Page.Url).Query);
        Assert.Equal("s1", said["state"]);
        Assert.False(string.IsNullOrEmpty(said["code"]));

        // The way back, and nothing else.
        await open.GoAsync($"/connect/authorize{query}");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Back to The canteen" }).ClickAsync();
        await open.Page.WaitForURLAsync($"{back}?**");
        Assert.Equal("access_denied", HttpUtility.ParseQueryString(new Uri(open.Page.Url).Query)["error"]);
        await open.GoAsync("/");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("Open this page");
    }

    [Fact]
    public async Task SignIn_ThatMayNotBe_SaysSoOnThePage()
    {
        await using var service = await RunningService.StartAsync(("Oidc:Clients:0:Id", "app"), ("Oidc:Clients:0:RedirectUris:0", "https://app.example/back"));
        await using var open = await OpenPage.AtAsync(await browsers.BeforeAsync("person-a"), service);
        open.Expected.Add(400);

        await open.GoAsync($"/connect/authorize{Query("https://evil.example/")}");
        await Assertions.Expect(open.Heading).ToHaveTextAsync("This sign-in cannot go on");
        await AccessibilityTests.CheckAsync(open, "a sign-in that may not be");
    }

    private static string Query(string back)
    {
        string challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes("a-verifier-of-forty-three-characters-or-more")));
        return $"?client_id=app&response_type=code&scope=openid&state=s1&nonce=n1&redirect_uri={Uri.EscapeDataString(back)}&code_challenge_method=S256&code_challenge={challenge}";
    }

    private static async Task<WebApplication> StartProgramAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var program = builder.Build();
        program.Urls.Add("http://127.0.0.1:0");
        program.MapGet("/back", () => Results.Content("<!doctype html><title>Back</title><link rel=icon href=data:,><h1>Back</h1>", "text/html"));
        await program.StartAsync();
        return program;
    }
}

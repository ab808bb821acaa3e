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
        await using var service = await RunningService.StartAsync(("SignIn:Access", "public"), ("Oidc:Clients:0:Id", "app"), ("Oidc:Clients:0:RedirectUris:0", back));
        var browser = await browsers.BeforeAsync("person-a");
        await using (var desk = await OpenPage.AtAsync(browser, service, "/enrol"))
        {
            await desk.OpenWithAsync(service.AdminKey);
            Assert.Equal("Enrolled", await desk.EnrolAsync("Anna"));
        }

        string challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes("a-verifier-of-forty-three-characters-or-more")));
        string query = $"?client_id=app&response_type=code&scope=openid&state=s1&nonce=n1&redirect_uri={Uri.EscapeDataString(back)}&code_challenge_method=S256&code_challenge={challenge}";
        await using var open = await OpenPage.AtAsync(browser, service, $"/connect/authorize{query}");
        open.OtherPrograms.Add(new Uri(back).Authority);
        await Assertions.Expect(open.Page.GetByText("Another program asked who you are")).ToBeVisibleAsync();
        await open.Page.GetByLabel("Your name").FillAsync("Anna");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await open.Page.WaitForURLAsync($"{back}?**");

        var said = HttpUtility.ParseQueryString(new Uri(open.Page.Url).Query);
        Assert.Equal("s1", said["state"]);
        Assert.False(string.IsNullOrEmpty(said["code"]));
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

using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.Playwright;

namespace Semblance.Server.Tests.Browser;

/// <summary>The example of docs/embedding.md: signing in inside another page.</summary>
[Collection(Browsers.Name)]
public sealed class EmbeddingTests(Browsers browsers) : IAsyncLifetime
{
    private WebApplication _around = null!;
    private string _page = "";

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _around = builder.Build();
        _around.Urls.Add("http://127.0.0.1:0");
        _around.MapGet("/", () => Results.Content(_page, "text/html"));
        await _around.StartAsync();
    }

    public ValueTask DisposeAsync() => _around.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Example_SignsInAndTellsThePageAround(bool withLink)
    {
        string around = _around.Urls.First();
        await using var service = await RunningService.StartAsync(("Embedding:Origins", around), ("SignIn:Access", withLink ? "kiosk" : "public"));
        var browser = await browsers.BeforeAsync("person-a");
        await using (var desk = await OpenPage.AtAsync(browser, service, "/enrol"))
        {
            await desk.OpenWithAsync(service.AdminKey);
            Assert.Equal("Enrolled", await desk.EnrolAsync("Anna"));
        }
        _page = (await File.ReadAllTextAsync(Path.Combine(Repository(), "docs/examples/EmbedSignIn/index.html"))).Replace("http://localhost:5180", service.Address.GetLeftPart(UriPartial.Authority));
        if (withLink)
        {
            var made = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/links", new { action = "signIn" }), HttpStatusCode.Created);
            _page = _page.Replace("<semblance-signin ", $"<semblance-signin link=\"{new Uri(made.GetProperty("address").GetString()!).Fragment["#link=".Length..]}\" ");
        }

        await using var open = await OpenPage.AtAsync(browser, new Uri(around + "/"), programs: [service.Address.Authority]);
        var frame = open.Page.FrameLocator("semblance-signin iframe");
        await frame.GetByLabel("Recognise me").CheckAsync();
        await frame.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(open.Page.GetByText("Signed in: Anna")).ToBeVisibleAsync();

        string token = (await open.Page.Locator("#answer").GetAttributeAsync("data-token"))!;
        Assert.Equal("n-1", new JsonWebToken(token).GetClaim("nonce").Value);
        Assert.True((await Answers.JsonAsync(await service.PostAsync("verify", "/v1/tokens/verify", new { token }))).GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Frame_OfAPageThatMayNot_StaysClosed()
    {
        await using var service = await RunningService.StartAsync(("Embedding:Origins", "https://intranet.example"), ("SignIn:Access", "public"));

        Assert.Contains("frame-ancestors https://intranet.example", Policy(await service.GetAsync(null, "/embed")));
        Assert.Contains("frame-ancestors 'none'", Policy(await service.GetAsync(null, "/")));
        var script = await service.SendAsync(null, HttpMethod.Get, "/semblance.js", null, ("Origin", "https://intranet.example"));
        Assert.Equal(("https://intranet.example", "cross-origin"), (Header(script, "Access-Control-Allow-Origin"), Header(script, "Cross-Origin-Resource-Policy")));
        var other = await service.SendAsync(null, HttpMethod.Get, "/semblance.js", null, ("Origin", "https://evil.example"));
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));

        static string Policy(HttpResponseMessage response) => Header(response, "Content-Security-Policy");
        static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));
    }

    [Fact]
    public async Task Link_OpenedInside_IsForOneSignIn()
    {
        await using var service = await RunningService.StartAsync();
        var made = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/links", new { action = "signIn" }), HttpStatusCode.Created);
        string link = new Uri(made.GetProperty("address").GetString()!).Fragment["#link=".Length..];

        var opened = await service.PostAsync(null, "/v1/links/open", new { link, inside = true });
        Assert.False(opened.Headers.Contains("Set-Cookie"));
        string session = (await Answers.JsonAsync(opened)).GetProperty("session").GetString()!;

        Assert.Equal(HttpStatusCode.Created, (await SendAsync(session, "/v1/sessions", new { purpose = "identify" })).StatusCode);
        await Answers.ProblemAsync(await SendAsync(session, "/v1/tokens/verify", new { token = "x" }), 403, "notAllowed");
        await Answers.ProblemAsync(await SendAsync(session[..^1] + "x", "/v1/sessions", new { purpose = "identify" }), 401, "notAuthenticated");

        Task<HttpResponseMessage> SendAsync(string text, string path, object json) =>
            service.SendAsync(null, HttpMethod.Post, path, System.Net.Http.Json.JsonContent.Create(json), ("Authorization", $"Bearer {text}"), ("X-Semblance", "1"));
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
            folder = folder.Parent;
        return folder!.FullName;
    }
}

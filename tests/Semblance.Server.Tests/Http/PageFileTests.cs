using System.Net;

namespace Semblance.Server.Tests.Http;

/// <summary>The page's files, the headers that bind browsers, and measurements.</summary>
public sealed class PageFileTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/enrol")]
    [InlineData("/people")]
    [InlineData("/settings")]
    [InlineData("/activity")]
    [InlineData("/index.html")]
    public async Task Page_EveryAddressOfIt_IsThePage(string path)
    {
        var response = await service.GetAsync(null, path);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<title>", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/nowhere", "\"./js/app.js\"")]
    [InlineData("/not/even/here", "\"../../js/app.js\"")]
    public async Task Page_OpenedAtAnUnknownAddress_SaysSo(string path, string script)
    {
        var response = await service.SendAsync(null, HttpMethod.Get, path, null, ("Accept", "text/html,*/*"));

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Contains(script, await response.Content.ReadAsStringAsync());
        await Answers.ProblemAsync(await service.SendAsync(null, HttpMethod.Get, path, null, ("Accept", "application/json")), 404, "notFound");
    }

    [Fact]
    public async Task Page_Installable_HasAManifestAndItsIcons()
    {
        var manifest = await Answers.JsonAsync(await service.GetAsync(null, "/manifest.webmanifest"));

        Assert.Equal("standalone", manifest.GetProperty("display").GetString());
        foreach (var icon in manifest.GetProperty("icons").EnumerateArray())
            Assert.Equal(icon.GetProperty("type").GetString(), (await service.GetAsync(null, $"/{icon.GetProperty("src").GetString()}")).Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task PathBase_OfTheSettings_IsInAddressesAndMayBeInRequests()
    {
        await using var below = await RunningService.StartAsync(("PathBase", "/face"));
        foreach (string prefix in (string[])["", "/face"])
        {
            var response = await below.PostAsync("admin", $"{prefix}/v1/keys", new { name = $"door {prefix.Length}", role = "verify" });
            Assert.StartsWith("/face/v1/keys/", response.Headers.Location!.ToString());
        }
        Assert.Equal(HttpStatusCode.OK, (await below.GetAsync(null, "/face")).StatusCode);
    }

    [Fact]
    public async Task Page_Unchanged_IsNotSentAgain()
    {
        var first = await service.GetAsync(null, "/");

        var again = await service.SendAsync(null, HttpMethod.Get, "/", null, ("If-None-Match", first.Headers.ETag!.ToString()));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/me")]
    [InlineData("/v1/people")]
    [InlineData("/nowhere")]
    public async Task Headers_OfEveryAnswer_BindTheBrowser(string path)
    {
        var response = await service.GetAsync(null, path);

        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        foreach (string part in (string[])["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
            Assert.Contains(part, policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.StartsWith("camera=(self)", Assert.Single(response.Headers.GetValues("Permissions-Policy")));
        Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Measurements_CountDecisions()
    {
        await service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        await service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 14), ("person", "anna")));

        string text = await (await service.GetAsync(null, "/metrics")).Content.ReadAsStringAsync();

        Assert.Contains("semblance_decisions", text);
        Assert.Contains("outcome=\"Match\"", text);
        Assert.Contains("http_server_request_duration", text);
        Assert.DoesNotContain("anna", text);
    }

    [Fact]
    public async Task Measurements_BehindAProxy_NeedAnAdministrator()
    {
        await using var behind = await RunningService.StartAsync(("ForwardedHeaders:KnownProxies", "127.0.0.1"));

        await Answers.ProblemAsync(await behind.SendAsync(null, HttpMethod.Get, "/metrics", null, ("X-Forwarded-For", "203.0.113.7")), 401, "notAuthenticated");
        await Answers.ProblemAsync(await behind.GetAsync("verify", "/metrics"), 403, "notAllowed");
        Assert.Equal(HttpStatusCode.OK, (await behind.GetAsync("admin", "/metrics")).StatusCode);
    }

    [Fact]
    public async Task Address_OfAClient_IsBelievedFromKnownProxiesOnly()
    {
        await using var behind = await RunningService.StartAsync(("ForwardedHeaders:KnownProxies", "127.0.0.1"));
        foreach (var (running, expected) in (IEnumerable<(RunningService, string)>)[(behind, "203.0.113.7"), (service, "127.0.0.1")])
        {
            await running.SendAsync(null, HttpMethod.Post, "/v1/login", System.Net.Http.Json.JsonContent.Create(new { key = "smb_wrong" }), ("X-Forwarded-For", "203.0.113.7"));
            var log = await Answers.JsonAsync(await running.GetAsync("admin", "/v1/audit?action=page.refused"));
            Assert.Equal(expected, log.GetProperty("entries")[0].GetProperty("address").GetString());
        }
    }
}

using System.Net;
using System.Net.Http.Json;

namespace Semblance.Server.Tests.Access;

public sealed class PageSessionTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Login_WithAKey_SetsACookieThatScriptsCannotRead()
    {
        var response = await _service.PostAsync(null, "/v1/login", new { key = _service.AdminKey });

        Assert.Equal("admin", (await Answers.JsonAsync(response)).GetProperty("role").GetString());
        string cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        foreach (string attribute in (string[])["httponly", "samesite=strict", "path=/", "max-age=43200"])
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(_service.AdminKey, cookie);
    }

    [Fact]
    public async Task Login_WithAWrongKey_IsRefusedAndLogged()
    {
        var response = await _service.PostAsync(null, "/v1/login", new { key = "smb_wrong" });

        await Answers.ProblemAsync(response, 401, "notAuthenticated");
        Assert.False(response.Headers.Contains("Set-Cookie"));
        Assert.Contains("page.refused", await (await _service.GetAsync("admin", "/v1/audit")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Cookie_WithoutTheHeader_ChangesNothing()
    {
        string cookie = await LoginAsync();

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/v1/people", cookie)).StatusCode);
        await Answers.ProblemAsync(await AddKeyAsync(cookie), 403, "badOrigin");
        Assert.Equal(HttpStatusCode.Created, (await AddKeyAsync(cookie, ("X-Semblance", "1"))).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task Cookie_FromAnotherOrigin_ChangesNothing(string origin)
    {
        string cookie = await LoginAsync();

        await Answers.ProblemAsync(await AddKeyAsync(cookie, ("X-Semblance", "1"), ("Origin", origin)), 403, "badOrigin");
        await Answers.ProblemAsync(await _service.SendAsync(null, HttpMethod.Post, "/v1/login", JsonContent.Create(new { key = _service.AdminKey }), ("Origin", origin)), 403, "badOrigin");
    }

    [Fact]
    public async Task Cookie_FromItsOwnPage_Works() =>
        Assert.Equal(HttpStatusCode.Created, (await AddKeyAsync(await LoginAsync(), ("X-Semblance", "1"), ("Origin", _service.Address.GetLeftPart(UriPartial.Authority)))).StatusCode);

    [Fact]
    public async Task Logout_EndsTheSessionItself()
    {
        string cookie = await LoginAsync();

        await _service.SendAsync(null, HttpMethod.Post, "/v1/logout", null, ("Cookie", cookie), ("X-Semblance", "1"));

        await Answers.ProblemAsync(await GetAsync("/v1/people", cookie), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Login_Again_EndsTheSessionBefore()
    {
        string first = await LoginAsync();
        await _service.SendAsync(null, HttpMethod.Post, "/v1/login", JsonContent.Create(new { key = _service.AdminKey }), ("Cookie", first), ("X-Semblance", "1"));

        await Answers.ProblemAsync(await GetAsync("/v1/people", first), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Key_Revoked_EndsItsPages()
    {
        var key = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/keys", new { name = "desk", role = "admin" }), HttpStatusCode.Created);
        string cookie = await LoginAsync(key.GetProperty("key").GetString());
        await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{key.GetProperty("id").GetString()}");

        await Answers.ProblemAsync(await GetAsync("/v1/people", cookie), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Page_Kiosk_LetsNobodyBeginASession() => await Answers.ProblemAsync(
        await _service.PostAsync(null, "/v1/sessions", new { purpose = "identify" }), 401, "notAuthenticated");

    [Fact]
    public async Task Page_Public_LetsAnybodySignInAndNothingElse()
    {
        await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Put, "/v1/settings", JsonContent.Create(new { signInAccess = "public" })));

        Assert.Equal(HttpStatusCode.Created, (await _service.PostAsync(null, "/v1/sessions", new { purpose = "identify" })).StatusCode);
        Assert.Equal("public", (await Answers.JsonAsync(await _service.GetAsync(null, "/v1/me"))).GetProperty("page").GetString());
        await Answers.ProblemAsync(await _service.PostAsync(null, "/v1/sessions", new { purpose = "enroll", name = "eve", consent = new { text = "yes" } }), 403, "notAllowed");
        foreach (string path in (string[])["/v1/compare", "/v1/verify", "/v1/identify"])
            await Answers.ProblemAsync(await _service.SendAsync(null, HttpMethod.Post, path, Faces.Form(Faces.Lfw("Ahmed_Ghazi", 1), ("person", "anna"))), 403, "notAllowed");
        await Answers.ProblemAsync(await _service.GetAsync(null, "/v1/people"), 403, "notAllowed");
    }

    [Theory]
    [InlineData("""{"fmr": 0}""")]
    [InlineData("""{"fmr": 1e-12}""")]
    [InlineData("""{"fpir": 1}""")]
    [InlineData("""{"signInAccess": "everyone"}""")]
    [InlineData("""{"unknown": 1}""")]
    public async Task Settings_ThatCannotBe_AreRefused(string json) => await Answers.ProblemAsync(
        await _service.SendAsync("admin", HttpMethod.Put, "/v1/settings", new StringContent(json, null, "application/json")), 400, "invalidRequest");

    [Fact]
    public async Task Settings_Fmr_DecidesFromThenOn()
    {
        await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Put, "/v1/settings", JsonContent.Create(new { fmr = 0.00001 })));

        var answer = await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Abdullah_Gul", 14), ("person", "anna"))));

        Assert.Equal(0.00001, answer.GetProperty("fmr").GetDouble());
        Assert.Equal(0.00001, (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/packs"))).GetProperty("fmr").GetProperty("current").GetDouble());
    }

    private async Task<string> LoginAsync(string? key = null)
    {
        var response = await _service.PostAsync(null, "/v1/login", new { key = key ?? _service.AdminKey });
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private Task<HttpResponseMessage> GetAsync(string path, string cookie) => _service.SendAsync(null, HttpMethod.Get, path, null, ("Cookie", cookie));

    private Task<HttpResponseMessage> AddKeyAsync(string cookie, params (string, string)[] headers) =>
        _service.SendAsync(null, HttpMethod.Post, "/v1/keys", JsonContent.Create(new { name = "new", role = "verify" }), [("Cookie", cookie), .. headers]);
}

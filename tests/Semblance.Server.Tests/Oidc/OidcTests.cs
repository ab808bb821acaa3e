using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using Microsoft.IdentityModel.JsonWebTokens;
using Semblance.Server.Tests.Sessions;
using Semblance.Storage;

namespace Semblance.Server.Tests.Oidc;

/// <summary>Another program signs its users in with their faces: OpenID Connect, authorization code with PKCE.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private const string Client = "attendance", Secret = "a secret of the client", Back = "https://attendance.example/signed-in";
    private static readonly string s_verifier = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new CookieContainer() });
    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(("Oidc:Clients:0:Id", Client), ("Oidc:Clients:0:Name", "Attendance board"), ("Oidc:Clients:0:Secret", Secret), ("Oidc:Clients:0:RedirectUris:0", Back));
        var enrolled = await SessionClient.RunAsync(
            _service, "enroll", new { purpose = "enroll", name = "anna", consent = new { text = "I agree." } }, Clips.FirstHalf("person-a"), new { type = "finish" });
        Assert.Equal("Enrolled", enrolled.Outcome);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task SignIn_WithAFace_GivesTheProgramAnIdentityOnce()
    {
        string query = Query();
        var asked = await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + query));
        Assert.Equal("/?authorize=" + Uri.EscapeDataString(query), asked.Headers.Location?.OriginalString);

        string code = await CodeAsync(query, await FaceTokenAsync("person-a", query));
        var tokens = await Answers.JsonAsync(await ExchangeAsync(code));

        var claims = await Jwt.VerifyAsync(_service, tokens.GetProperty("id_token").GetString()!, "/connect/jwks", Client);
        Assert.Equal(("anna", "n-1"), (claims["name"], claims["nonce"]));
        Assert.Contains("face", JsonSerializer.Serialize(claims["amr"]));
        Assert.InRange(Convert.ToInt64(claims["auth_time"]), DateTimeOffset.UtcNow.AddMinutes(-2).ToUnixTimeSeconds(), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        Assert.Equal("off", Assert.IsType<JsonElement>(claims["liveness"]).Text("policy"));
        var user = new HttpRequestMessage(HttpMethod.Get, new Uri(_service.Address, "/connect/userinfo"));
        user.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("access_token").GetString());
        var info = await Answers.JsonAsync(await _browser.SendAsync(user));
        Assert.Equal((claims["sub"], "anna"), (info.GetProperty("sub").GetString(), info.GetProperty("name").GetString()));

        await AssertErrorAsync(await ExchangeAsync(code), "invalid_grant");
    }

    [Fact]
    public async Task Exchange_WithAnotherVerifierOrSecret_IsRefused()
    {
        string query = Query();
        string code = await CodeAsync(query, await FaceTokenAsync("person-a", query));

        await AssertErrorAsync(await ExchangeAsync(code, verifier: "another-verifier-that-is-long-enough-for-the-standard"), "invalid_grant");
        await AssertErrorAsync(await ExchangeAsync(code, secret: "wrong"), "invalid_client");
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/")]
    [InlineData("client_id", "somebody")]
    [InlineData("code_challenge", null)]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("response_type", "token")]
    public async Task Request_ThatMayNotBe_IsRefused(string name, string? value)
    {
        var answer = await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + Query((name, value))));

        bool told = answer.Headers.Location?.OriginalString.StartsWith($"{Back}?error=", StringComparison.Ordinal) == true;
        Assert.True(told || answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, $"{answer.StatusCode} {answer.Headers.Location}");
    }

    [Fact]
    public async Task Ticket_OfAnotherRequestAWrongFaceOrAUsedToken_SignsNobodyIn()
    {
        string query = Query(), other = Query(("state", "another"));
        string token = await FaceTokenAsync("person-a", query);
        Assert.Equal(HttpStatusCode.NoContent, (await GiveAsync(token, query)).StatusCode);

        var elsewhere = await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + other));
        Assert.StartsWith("/?authorize=", elsewhere.Headers.Location?.OriginalString);
        await Answers.ProblemAsync(await GiveAsync(token, query), 403, "notAllowed");
        await Answers.ProblemAsync(await GiveAsync(await FaceTokenAsync("person-b", query), query), 403, "notAllowed");
        await Answers.ProblemAsync(await GiveAsync("a.b.c", query), 403, "notAllowed");
        // A cookie of the browser's own invention.
        var invented = new HttpRequestMessage(HttpMethod.Get, new Uri(_service.Address, "/connect/authorize" + query)) { Headers = { { "Cookie", "semblance-face=" + new string('0', 64) } } };
        Assert.StartsWith("/?authorize=", (await _browser.SendAsync(invented)).Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Answer_OfASessionThatAnotherProgramBegan_SignsNobodyIn()
    {
        string query = Query();
        await AskAsync(query);
        var end = await SessionClient.RunAsync(_service, "verify", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-a"));
        Assert.Equal("Match", end.Outcome);

        await Answers.ProblemAsync(await GiveAsync(end.Result.GetProperty("token").GetString()!, query), 403, "notAllowed");
    }

    [Fact]
    public async Task Answer_OfASessionForAnotherRequest_SignsNobodyIn()
    {
        string query = Query(), other = Query(("state", "another"));
        await AskAsync(other);
        string token = await FaceTokenAsync("person-a", query);

        await Answers.ProblemAsync(await GiveAsync(token, other), 403, "notAllowed");
    }

    [Fact]
    public async Task Answer_ForAProgram_IsNoAnswerForAnybodyElse()
    {
        string query = Query();
        string token = await FaceTokenAsync("person-a", query);

        Assert.False((await Answers.JsonAsync(await _service.PostAsync("verify", "/v1/tokens/verify", new { token }))).GetProperty("valid").GetBoolean());
        var signed = new JsonWebToken(token);
        Assert.Equal("semblance-visit+jwt", signed.Typ);
        Assert.EndsWith("/connect/face", Assert.Single(signed.Audiences));
        // Nor was it used up there.
        Assert.Equal(HttpStatusCode.NoContent, (await GiveAsync(token, query)).StatusCode);
    }

    [Fact]
    public async Task Answer_OfAnotherBrowserOnTheNetwork_SignsNobodyIn()
    {
        string query = Query();
        string token = await FaceTokenAsync("person-a", query);
        using var other = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync(new Uri(_service.Address, "/connect/authorize" + query))).StatusCode);

        var stolen = await other.PostAsync(new Uri(_service.Address, "/connect/face"), System.Net.Http.Json.JsonContent.Create(new { token, query }));

        await Answers.ProblemAsync(stolen, 403, "notAllowed");
    }

    [Fact]
    public async Task Person_RemovedAfterTheAnswer_IsSignedInNowhere()
    {
        string query = Query();
        string access = (await Answers.JsonAsync(await ExchangeAsync(await CodeAsync(query, await FaceTokenAsync("person-a", query))))).GetProperty("access_token").GetString()!;
        string code = await CodeAsync(query, await FaceTokenAsync("person-a", query));
        var anna = (await _service.Store.Gallery.FindAsync(PersonName.Parse("anna")))!;
        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{anna.Id}")).StatusCode);

        await AssertErrorAsync(await ExchangeAsync(code), "invalid_grant");
        var info = await _service.SendAsync(null, HttpMethod.Get, "/connect/userinfo", null, ("Authorization", $"Bearer {access}"));
        Assert.Equal(HttpStatusCode.Unauthorized, info.StatusCode);
        Assert.DoesNotContain("anna", await info.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Browser_SentByAProgram_BeginsSessionsForThatRequestOnly()
    {
        string query = Query();
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", new { purpose = "identify", authorize = query }), 401, "notAuthenticated");
        await AskAsync(query);

        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/sessions", new { purpose = "identify", authorize = query })).StatusCode);
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", new { purpose = "identify" }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", new { purpose = "identify", authorize = Query(("state", "another")) }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", new { purpose = "enroll", name = "eve", consent = new { text = "x" }, authorize = query }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/tokens/verify", new { token = "x" }), 403, "notAllowed");
        // A request that may not be lets nobody in.
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        Assert.Equal(HttpStatusCode.BadRequest, (await stranger.GetAsync(new Uri(_service.Address, "/connect/authorize" + Query(("redirect_uri", "https://evil.example/"))))).StatusCode);
        await Answers.ProblemAsync(await stranger.PostAsync(new Uri(_service.Address, "/v1/sessions"), System.Net.Http.Json.JsonContent.Create(new { purpose = "identify" })), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Person_WhoDoesNotWantTo_IsSentBackWithANo()
    {
        string query = Query();
        await AskAsync(query);
        var program = await Answers.JsonAsync(await _browser.GetAsync(new Uri(_service.Address, "/connect/request?query=" + Uri.EscapeDataString(query))));
        Assert.Equal((Client, "Attendance board"), (program.GetProperty("client").GetString(), program.GetProperty("name").GetString()));

        Assert.Equal(HttpStatusCode.NoContent, (await PostAsync("/connect/refuse", new { query })).StatusCode);
        var back = (await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + query))).Headers.Location!;

        Assert.StartsWith(Back, back.OriginalString);
        var said = HttpUtility.ParseQueryString(back.Query);
        Assert.Equal(("access_denied", "s-1"), (said["error"], said["state"]));
    }

    [Fact]
    public async Task Discovery_NamesWhatThereIs()
    {
        var document = await Answers.JsonAsync(await _service.GetAsync(null, "/.well-known/openid-configuration"));

        Assert.Equal(["S256"], document.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(method => method.GetString()));
        Assert.Equal(["code"], document.GetProperty("response_types_supported").EnumerateArray().Select(type => type.GetString()));
        Assert.EndsWith("/connect/authorize", document.GetProperty("authorization_endpoint").GetString());
    }

    private static string Query(params (string Name, string? Value)[] changes)
    {
        var query = HttpUtility.ParseQueryString("");
        query["client_id"] = Client;
        query["redirect_uri"] = Back;
        query["response_type"] = "code";
        query["scope"] = "openid profile";
        query["state"] = "s-1";
        query["nonce"] = "n-1";
        query["code_challenge"] = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(s_verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        query["code_challenge_method"] = "S256";
        foreach (var (name, value) in changes)
        {
            if (value is null)
                query.Remove(name);
            else
                query[name] = value;
        }
        return "?" + query;
    }

    // As a browser does that has no key: the program sends it, and it begins a session for that.
    private async Task<string> FaceTokenAsync(string clip, string query)
    {
        await AskAsync(query);
        var begun = await Answers.JsonAsync(await PostAsync("/v1/sessions", new { purpose = "verify", person = "anna", authorize = query }), HttpStatusCode.Created);
        using var client = await SessionClient.OpenAsync(_service, begun);
        return (await client.PlayAsync(Clips.SecondHalf(clip))).Result.GetProperty("token").GetString()!;
    }

    private async Task AskAsync(string query) => Assert.Equal(HttpStatusCode.Redirect, (await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + query))).StatusCode);

    private Task<HttpResponseMessage> GiveAsync(string token, string query) => PostAsync("/connect/face", new { token, query });

    private Task<HttpResponseMessage> PostAsync(string path, object json) => _browser.PostAsync(new Uri(_service.Address, path), System.Net.Http.Json.JsonContent.Create(json));

    private async Task<string> CodeAsync(string query, string token)
    {
        var given = await GiveAsync(token, query);
        Assert.True(given.StatusCode == HttpStatusCode.NoContent, await given.Content.ReadAsStringAsync());
        var answer = await _browser.GetAsync(new Uri(_service.Address, "/connect/authorize" + query));
        var back = answer.Headers.Location ?? throw new Xunit.Sdk.XunitException($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.StartsWith(Back, back.OriginalString);
        var said = HttpUtility.ParseQueryString(back.Query);
        Assert.Equal("s-1", said["state"]);
        return said["code"] ?? throw new Xunit.Sdk.XunitException($"no code: {back}");
    }

    private Task<HttpResponseMessage> ExchangeAsync(string code, string? verifier = null, string? secret = null) => _browser.PostAsync(
        new Uri(_service.Address, "/connect/token"),
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = Back, ["client_id"] = Client, ["client_secret"] = secret ?? Secret, ["code_verifier"] = verifier ?? s_verifier,
        }));

    private static async Task AssertErrorAsync(HttpResponseMessage response, string error)
    {
        string body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode is 400 or 401, body);
        Assert.Equal(error, JsonDocument.Parse(body).RootElement.GetProperty("error").GetString());
    }
}

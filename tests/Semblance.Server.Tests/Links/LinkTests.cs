using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Server.Access;
using Semblance.Server.Links;
using Semblance.Server.Tests.Sessions;
using Semblance.Storage;

namespace Semblance.Server.Tests.Links;

/// <summary>One-time links: what they open, and for how long.</summary>
public sealed class LinkTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Link_Opened_GivesAPageOnce()
    {
        var link = await AddAsync("admin", new { action = "open", role = "verify" });
        string text = TextOf(link);

        string cookie = await OpenAsync(text);

        var me = await Answers.JsonAsync(await GetAsync("/v1/me", cookie));
        Assert.Equal(("verify", JsonValueKind.Null), (me.GetProperty("role").GetString(), me.GetProperty("link").ValueKind));
        await Answers.ProblemAsync(await GetAsync("/v1/people", cookie), 403, "notAllowed");
        await Answers.ProblemAsync(await service.PostAsync(null, "/v1/links/open", new { link = text }), 401, "notAuthenticated");
        Assert.StartsWith("<svg", link.GetProperty("qr").GetString());
        Assert.StartsWith($"{service.Address}#link={OneTimeLinks.Prefix}", link.GetProperty("address").GetString());
    }

    [Fact]
    public async Task Link_IsInTheLogWithoutItsText()
    {
        var link = await AddAsync("admin", new { action = "signIn" });
        await OpenAsync(TextOf(link));

        string log = await (await service.GetAsync("admin", "/v1/audit?action=link.")).Content.ReadAsStringAsync();

        Assert.Contains("link.added", log);
        Assert.Contains("link.opened", log);
        Assert.DoesNotContain(OneTimeLinks.Prefix, log);
        Assert.DoesNotContain(OneTimeLinks.Prefix, string.Join('\n', service.Log));
    }

    [Fact]
    public async Task Link_ForOneEnrolment_DoesNothingElse()
    {
        string cookie = await OpenAsync(TextOf(await AddAsync("enroll", new { action = "enroll", name = "Anna" })));
        object consent = new { text = "I agree." };

        var me = (await Answers.JsonAsync(await GetAsync("/v1/me", cookie))).GetProperty("link");
        Assert.Equal(("enroll", "Anna"), (me.GetProperty("action").GetString(), me.GetProperty("name").GetString()));
        await Answers.ProblemAsync(await PostAsync("/v1/people", cookie, new { name = "Anna", consent, photos = Array.Empty<byte[]>() }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/links", cookie, new { action = "signIn" }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", cookie, new { purpose = "identify" }), 403, "notAllowed");
        await Answers.ProblemAsync(await PostAsync("/v1/sessions", cookie, new { purpose = "enroll", name = "Bernd", consent }), 403, "notAllowed");
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/sessions", cookie, new { purpose = "enroll", name = "Anna", consent })).StatusCode);
    }

    [Fact]
    public async Task Link_ForAPerson_GivesNobodyElseFaces()
    {
        string person = (await service.EnrolAsync("Carl", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetString()!;
        string cookie = await OpenAsync(TextOf(await AddAsync("admin", new { action = "enroll", person })));

        await Answers.ProblemAsync(await PostAsync("/v1/sessions", cookie, new { purpose = "enroll", name = "Dora", consent = new { text = "I agree." } }), 403, "notAllowed");
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/sessions", cookie, new { purpose = "enroll", person })).StatusCode);
    }

    [Fact]
    public async Task Link_TakenBack_OpensNothingAndEndsThePageThatItOpened()
    {
        var (waiting, opened) = (await AddAsync("admin", new { action = "open" }), await AddAsync("admin", new { action = "open" }));
        string cookie = await OpenAsync(TextOf(opened));
        var list = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/links"))).GetProperty("links").EnumerateArray().Select(link => link.GetProperty("id").GetString());
        Assert.Contains(waiting.GetProperty("id").GetString(), list);

        foreach (var link in (JsonElement[])[waiting, opened])
            Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync("admin", HttpMethod.Delete, $"/v1/links/{link.GetProperty("id").GetString()}")).StatusCode);

        await Answers.ProblemAsync(await service.PostAsync(null, "/v1/links/open", new { link = TextOf(waiting) }), 401, "notAuthenticated");
        Assert.Equal(JsonValueKind.Null, (await Answers.JsonAsync(await GetAsync("/v1/me", cookie))).GetProperty("role").ValueKind);
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Delete, $"/v1/links/{Guid.NewGuid()}"), 404, "notFound");
    }

    [Fact]
    public async Task Link_OfAKeyThatWasRevoked_OpensNothing()
    {
        var key = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/keys", new { name = "reception", role = "enroll" }), HttpStatusCode.Created);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/v1/links")) { Content = JsonContent.Create(new { action = "enroll" }), Headers = { Authorization = new("Bearer", key.GetProperty("key").GetString()) } };
        using var client = new HttpClient();
        var link = await Answers.JsonAsync(await client.SendAsync(request), HttpStatusCode.Created);
        await service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{key.GetProperty("id").GetString()}");

        await Answers.ProblemAsync(await service.PostAsync(null, "/v1/links/open", new { link = TextOf(link) }), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Link_ForOneSignIn_HasLimitsOfItsOwn()
    {
        var (one, other) = (await OpenAsync(TextOf(await AddAsync("enroll", new { action = "signIn" }))), await OpenAsync(TextOf(await AddAsync("enroll", new { action = "signIn" }))));
        object request = new { purpose = "identify" };
        var first = await Answers.JsonAsync(await PostAsync("/v1/sessions", one, request), HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/sessions", one, request)).StatusCode);

        await Answers.ProblemAsync(await PostAsync("/v1/sessions", one, request), 429, "tooManySessions");

        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/sessions", other, request)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await service.PostAsync("enroll", "/v1/sessions", request)).StatusCode);
        string path = $"/v1/sessions/{first.GetProperty("id").GetString()}";
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(path, one)).StatusCode);
        await Answers.ProblemAsync(await GetAsync(path, other), 404, "notFound");
        await Answers.ProblemAsync(await service.GetAsync("enroll", path), 404, "notFound");
    }

    [Fact]
    public async Task Links_OfOneNetwork_ArePausedTogether()
    {
        await using var own = await RunningService.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            string cookie = await OpenAsync(own);
            var session = await Answers.JsonAsync(
                await own.SendAsync(null, HttpMethod.Post, "/v1/sessions", JsonContent.Create(new { purpose = "verify", person = $"nobody {i}" }), ("Cookie", cookie), ("X-Semblance", "1")), HttpStatusCode.Created);
            using var client = await SessionClient.OpenAsync(own, session);
            Assert.Equal("NoMatch", (await client.PlayAsync(Clips.SecondHalf("person-b"))).Outcome);
        }

        string next = await OpenAsync(own);

        await Answers.ProblemAsync(
            await own.SendAsync(null, HttpMethod.Post, "/v1/sessions", JsonContent.Create(new { purpose = "identify" }), ("Cookie", next), ("X-Semblance", "1")), 429, "lockedOut");

        static async Task<string> OpenAsync(RunningService own)
        {
            var link = await Answers.JsonAsync(await own.PostAsync("enroll", "/v1/links", new { action = "signIn" }), HttpStatusCode.Created);
            return Assert.Single((await own.PostAsync(null, "/v1/links/open", new { link = TextOf(link) })).Headers.GetValues("Set-Cookie")).Split(';')[0];
        }
    }

    [Fact]
    public async Task Link_ThatTheServiceCouldNotOpen_WorksAfterwards()
    {
        await using var own = await RunningService.StartAsync();
        string text = TextOf(await Answers.JsonAsync(await own.PostAsync("admin", "/v1/links", new { action = "enroll" }), HttpStatusCode.Created));
        await Answers.ProblemAsync(await own.PostAsync(null, "/v1/links/open", new { link = text, inside = true }), 400, "invalidRequest");
        using (var failing = new FailingStore(own.Home, "INSERT ON audit"))
            await Answers.ProblemAsync(await own.PostAsync(null, "/v1/links/open", new { link = text }), 503, "storeUnavailable");

        Assert.Equal(HttpStatusCode.NoContent, (await own.PostAsync(null, "/v1/links/open", new { link = text })).StatusCode);
        await Answers.ProblemAsync(await own.PostAsync(null, "/v1/links/open", new { link = text }), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Page_ThatALinkOpened_MakesNoLinksThatOpenIt()
    {
        string cookie = await OpenAsync(TextOf(await AddAsync("admin", new { action = "open", role = "enroll" })));

        await Answers.ProblemAsync(await PostAsync("/v1/links", cookie, new { action = "open", role = "enroll" }), 403, "notAllowed");
        Assert.Equal(HttpStatusCode.Created, (await PostAsync("/v1/links", cookie, new { action = "enroll" })).StatusCode);
    }

    [Fact]
    public void Link_ThatIsBeingOpened_OpensNothingElseAndCanBeTakenBack()
    {
        var links = new OneTimeLinks(new Clock());
        var (kept, revoked) = (Made(), Made());
        var (text, other) = (links.Add(kept)!, links.Add(revoked)!);

        Assert.Equal(kept, links.Take(text));
        Assert.Null(links.Take(text));
        links.PutBack(text);
        Assert.Equal(kept, links.Take(text));
        Assert.True(links.Use(text));
        Assert.Null(links.Take(text));
        Assert.Equal(revoked, links.Take(other));
        Assert.True(links.Revoke(revoked.Grant.Link));
        Assert.False(links.Use(other));

        static OneTimeLink Made() => new(new Grant(Guid.NewGuid(), LinkAction.SignIn, Role.Verify), Guid.NewGuid(), "key", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch + TimeSpan.FromMinutes(15));
    }

    [Theory]
    [InlineData("verify", """{"action": "signIn"}""", 403, "notAllowed")]
    [InlineData("enroll", """{"action": "open", "role": "admin"}""", 403, "notAllowed")]
    [InlineData("enroll", """{"action": "enroll", "person": "00000000-0000-0000-0000-000000000001"}""", 403, "notAllowed")]
    [InlineData("admin", """{"action": "enroll", "person": "00000000-0000-0000-0000-000000000001"}""", 404, "notFound")]
    [InlineData("admin", """{"action": "dance"}""", 400, "invalidRequest")]
    [InlineData("admin", """{}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "signIn", "role": "admin"}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "open", "role": "1"}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "signIn", "name": "Anna"}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "enroll", "name": "<b>"}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "open", "minutes": 0}""", 400, "invalidRequest")]
    [InlineData("admin", """{"action": "open", "minutes": 100000}""", 400, "invalidRequest")]
    public async Task Link_ThatCannotBe_IsRefused(string role, string body, int status, string code) => await Answers.ProblemAsync(
        await service.SendAsync(role, HttpMethod.Post, "/v1/links", new StringContent(body, System.Text.Encoding.UTF8, "application/json")), status, code);

    [Fact]
    public void Links_ThatWait_HaveALimitForAKeyAndEnd()
    {
        var time = new Clock();
        var links = new OneTimeLinks(time);
        var key = Guid.NewGuid();
        OneTimeLink Made() => new(new Grant(Guid.NewGuid(), LinkAction.Open, Role.Verify), key, "key", time.GetUtcNow(), time.GetUtcNow() + TimeSpan.FromMinutes(15));

        string first = links.Add(Made())!;
        for (int i = 1; i < OneTimeLinks.MostOfAKey; i++)
            Assert.NotNull(links.Add(Made()));
        Assert.Null(links.Add(Made()));
        time.Now += TimeSpan.FromMinutes(16);

        Assert.Null(links.Take(first));
        Assert.Empty(links.List());
        Assert.NotNull(links.Add(Made()));
    }

    private async Task<JsonElement> AddAsync(string role, object body) => await Answers.JsonAsync(await service.PostAsync(role, "/v1/links", body), HttpStatusCode.Created);

    private static string TextOf(JsonElement link) => link.GetProperty("address").GetString()!.Split("#link=")[1];

    private async Task<string> OpenAsync(string text)
    {
        var response = await service.PostAsync(null, "/v1/links/open", new { link = text });
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        return Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private Task<HttpResponseMessage> GetAsync(string path, string cookie) => service.SendAsync(null, HttpMethod.Get, path, null, ("Cookie", cookie));

    private Task<HttpResponseMessage> PostAsync(string path, string cookie, object body) =>
        service.SendAsync(null, HttpMethod.Post, path, JsonContent.Create(body), ("Cookie", cookie), ("X-Semblance", "1"));

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

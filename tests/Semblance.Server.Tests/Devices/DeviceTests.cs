using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Storage;

namespace Semblance.Server.Tests.Devices;

/// <summary>Devices that were registered as kiosks.</summary>
public sealed class DeviceTests : IAsyncLifetime
{
    private const string Cookie = "semblance-device=";
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Device_Registered_SignsInAndNothingElseAlsoAfterARestart()
    {
        string cookie = await RegisterAsync();
        for (int start = 0; start < 2; start++)
        {
            var me = await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"));
            Assert.Equal(("Front door", "verify", true), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("device").GetBoolean()));
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(cookie, HttpMethod.Post, "/v1/sessions", new { purpose = "identify" })).StatusCode);
            await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Post, "/v1/tokens/verify", new { token = "x" }), 403, "notAllowed");
            await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/people"), 403, "notAllowed");
            if (start == 0)
                await _service.RestartAsync();
        }
        // What changes anything comes from the page itself, as with every cookie.
        await Answers.ProblemAsync(await _service.SendAsync(null, HttpMethod.Post, "/v1/sessions", JsonContent.Create(new { purpose = "identify" }), ("Cookie", cookie)), 403, "badOrigin");
    }

    [Fact]
    public async Task Device_Credential_OpensNothingAsAKey()
    {
        string text = (await RegisterAsync())[Cookie.Length..];

        Assert.StartsWith("smd_", text);
        await Answers.ProblemAsync(await _service.SendAsync(null, HttpMethod.Post, "/v1/verify", null, ("Authorization", $"Bearer {text}")), 401, "notAuthenticated");
        await Answers.ProblemAsync(await _service.PostAsync(null, "/v1/login", new { key = text }), 401, "notAuthenticated");
        Assert.DoesNotContain("Front door", await (await _service.GetAsync("admin", "/v1/keys")).Content.ReadAsStringAsync());
        // Nor does a key that somebody puts into the cookie.
        Assert.Equal(JsonValueKind.Null, (await Answers.JsonAsync(await SendAsync(Cookie + _service.AdminKey, HttpMethod.Get, "/v1/me"))).GetProperty("role").ValueKind);
    }

    [Fact]
    public async Task Device_Revoked_IsShutOutAtOnce()
    {
        string cookie = await RegisterAsync();
        var device = Assert.Single((await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/devices"))).GetProperty("devices").EnumerateArray());

        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{device.GetProperty("id").GetString()}")).StatusCode);

        Assert.Equal(JsonValueKind.Null, (await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("role").ValueKind);
        await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Post, "/v1/sessions", new { purpose = "identify" }), 401, "notAuthenticated");
        Assert.Empty((await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/devices"))).GetProperty("devices").EnumerateArray());
    }

    [Fact]
    public async Task Device_LoggedOut_StaysUntilAnAdminKeyIsGiven()
    {
        string cookie = await RegisterAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(cookie, HttpMethod.Post, "/v1/logout", new { })).StatusCode);
        Assert.True((await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("device").GetBoolean());

        await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Post, "/v1/devices/leave", new { key = _service.KeyOf("enroll") }), 401, "notAuthenticated");
        Assert.True((await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("device").GetBoolean());
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(cookie, HttpMethod.Post, "/v1/devices/leave", new { key = _service.AdminKey })).StatusCode);
        Assert.False((await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("device").GetBoolean());
        Assert.Equal(["device.left", "device.added"], (await _service.Store.Audit.ListAsync(new AuditQuery(Action: "device."))).Entries.Select(entry => entry.Event.Action));
    }

    [Fact]
    public async Task Link_ForADevice_RegistersTheOneThatOpensIt()
    {
        await Answers.ProblemAsync(await _service.PostAsync("enroll", "/v1/links", new { action = "device", name = "Gate" }), 403, "notAllowed");
        await Answers.ProblemAsync(await _service.PostAsync("admin", "/v1/links", new { action = "device" }), 400, "invalidRequest");
        var made = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/links", new { action = "device", name = "Gate" }), HttpStatusCode.Created);
        string link = new Uri(made.GetProperty("address").GetString()!).Fragment["#link=".Length..];

        string cookie = CookieOf(await _service.PostAsync(null, "/v1/links/open", new { link }));

        Assert.Equal("Gate", (await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("name").GetString());
        await Answers.ProblemAsync(await _service.PostAsync(null, "/v1/links/open", new { link }), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Kiosk_TakesAdminKeysAndLinksOfAdministratorsOnly()
    {
        string cookie = await RegisterAsync();
        var link = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/links", new { action = "open", role = "enroll" }), HttpStatusCode.Created);
        string text = link.GetProperty("address").GetString()!.Split("#link=")[1];

        await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Post, "/v1/login", new { key = _service.KeyOf("enroll") }), 401, "notAuthenticated");
        await Answers.ProblemAsync(await SendAsync(cookie, HttpMethod.Post, "/v1/links/open", new { link = text }), 403, "notAllowed");

        Assert.True((await Answers.JsonAsync(await SendAsync(cookie, HttpMethod.Get, "/v1/me"))).GetProperty("device").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(cookie, HttpMethod.Post, "/v1/login", new { key = _service.AdminKey })).StatusCode);
        // The link was not used up, and another browser takes it.
        Assert.Equal(HttpStatusCode.NoContent, (await _service.PostAsync(null, "/v1/links/open", new { link = text })).StatusCode);
    }

    [Fact]
    public async Task Presence_OfKiosks_LeavesTheirAddressItsRequests()
    {
        await using var service = await RunningService.StartAsync(("Limits:RequestsPerMinutePerAddress", "20"));
        string cookie = CookieOf(await service.PostAsync("admin", "/v1/devices", new { name = "Front door" }));
        byte[] empty = Photo.FromGrey(160, 120, Enumerable.Repeat((byte)128, 160 * 120).ToArray()).EncodeJpeg();

        for (int i = 0; i < 40; i++)
            Assert.Equal(HttpStatusCode.OK, (await PresenceAsync(cookie)).StatusCode);

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync(null, "/v1/me")).StatusCode);
        // What is no device's counts as everything does, whatever it says it is.
        var made = new List<HttpStatusCode>();
        for (int i = 0; i < 40; i++)
            made.Add((await PresenceAsync(Cookie + "smd_" + new string('0', 64))).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, made[^1]);

        Task<HttpResponseMessage> PresenceAsync(string sent) => service.SendAsync(null, HttpMethod.Post, "/v1/presence", Faces.Part(empty), ("Cookie", sent), ("X-Semblance", "1"));
    }

    [Fact]
    public async Task Presence_OfPictures_SaysHowNearAFaceIs()
    {
        var near = await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/presence", Faces.Form(Faces.Lfw("Abdullah_Gul", 13))));
        Assert.True(near.GetProperty("face").GetBoolean());
        Assert.InRange(near.GetProperty("share").GetDouble(), 0.2, 0.8);

        byte[] empty = Photo.FromGrey(320, 240, Enumerable.Repeat((byte)128, 320 * 240).ToArray()).EncodeJpeg();
        var nobody = await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/presence", Faces.Part(empty)));
        Assert.Equal((false, 0.0), (nobody.GetProperty("face").GetBoolean(), nobody.GetProperty("share").GetDouble()));
        await Answers.ProblemAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/presence", Faces.Part(new byte[100_000])), 413, "tooLarge");
        Assert.Empty((await _service.Store.Audit.ListAsync(new AuditQuery(Action: "face."))).Entries);
    }

    private async Task<string> RegisterAsync() => CookieOf(await _service.PostAsync("admin", "/v1/devices", new { name = "Front door" }));

    private static string CookieOf(HttpResponseMessage response) =>
        response.Headers.GetValues("Set-Cookie").First(cookie => cookie.StartsWith(Cookie, StringComparison.Ordinal) && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase)).Split(';')[0];

    private Task<HttpResponseMessage> SendAsync(string cookie, HttpMethod method, string path, object? json = null) =>
        _service.SendAsync(null, method, path, json is null ? null : JsonContent.Create(json), ("Cookie", cookie), ("X-Semblance", "1"));
}

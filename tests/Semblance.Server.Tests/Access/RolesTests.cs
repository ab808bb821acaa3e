using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Semblance.Server.Tests.Access;

/// <summary>Each address with each role, nobody included: what is allowed is answered with anything but 401 and 403.</summary>
public sealed class RolesTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly string[] s_roles = ["verify", "enroll", "admin"];
    private static readonly string s_id = Guid.NewGuid().ToString();

    // The least role of every address; null: anybody.
    private static readonly (string Method, string Path, string? Role)[] s_addresses =
    [
        ("GET", "/health/live", null), ("GET", "/health/ready", null), ("GET", "/", null), ("GET", "/people", null), ("GET", "/openapi/v1.json", null), ("GET", "/scalar", null),
        ("GET", "/.well-known/jwks.json", null), ("GET", "/v1/me", null), ("POST", "/v1/logout", null),
        ("POST", "/v1/compare", "verify"), ("POST", "/v1/verify", "verify"), ("POST", "/v1/identify", "verify"), ("POST", "/v1/sessions", "verify"),
        ("GET", "/v1/sessions/x", "verify"), ("DELETE", "/v1/sessions/x", "verify"), ("POST", "/v1/tokens/verify", "verify"),
        ("POST", "/v1/people", "enroll"), ("POST", $"/v1/people/{s_id}/faces", "enroll"),
        ("GET", "/v1/people", "admin"), ("GET", $"/v1/people/{s_id}", "admin"), ("PATCH", $"/v1/people/{s_id}", "admin"), ("DELETE", $"/v1/people/{s_id}", "admin"),
        ("GET", $"/v1/people/{s_id}/removal", "admin"), ("GET", $"/v1/people/{s_id}/faces", "admin"), ("DELETE", $"/v1/people/{s_id}/faces/{s_id}", "admin"),
        ("GET", $"/v1/people/{s_id}/faces/{s_id}/photo", "admin"), ("GET", $"/v1/people/{s_id}/thumbnail", "admin"), ("GET", "/v1/attendance", "admin"), ("GET", "/v1/attendance/export", "admin"), ("DELETE", $"/v1/lockouts/{s_id}", "admin"), ("DELETE", "/v1/lockouts", "admin"),
        ("GET", "/v1/keys", "admin"), ("POST", "/v1/keys", "admin"), ("DELETE", $"/v1/keys/{s_id}", "admin"), ("GET", "/v1/audit", "admin"), ("GET", "/v1/audit/verification", "admin"),
        ("POST", "/v1/links", "enroll"), ("GET", "/v1/links", "admin"), ("DELETE", $"/v1/links/{s_id}", "admin"),
        ("GET", "/v1/devices", "admin"), ("POST", "/v1/devices", "admin"), ("POST", "/v1/presence", "verify"),
        ("GET", "/v1/packs", "admin"), ("GET", "/v1/settings", "admin"), ("PUT", "/v1/settings", "admin"),
        ("GET", "/v1/webhooks/deliveries", "admin"), ("POST", "/v1/webhooks/deliveries/retry", "admin"), ("POST", $"/v1/webhooks/deliveries/{s_id}/retry", "admin"),
        ("DELETE", $"/v1/webhooks/deliveries/{s_id}", "admin"), ("POST", "/v1/webhooks/test", "admin"),
        ("POST", $"/v1/people/{s_id}/mistaken", "admin"), ("DELETE", $"/v1/people/{s_id}/mistaken", "admin"), ("POST", $"/v1/people/{s_id}/merge", "admin"),
        ("GET", "/v1/retention", "admin"), ("PUT", "/v1/retention", "admin"), ("POST", "/v1/retention/run", "admin"),
    ];

    public static TheoryData<string, string, string?> Addresses => [.. s_addresses.Select(address => (address.Method, address.Path, address.Role))];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Address_OfARole_IsOpenToItAndThoseAboveOnly(string method, string path, string? least)
    {
        foreach (string? role in (string?[])[null, .. s_roles])
        {
            bool may = least is null || role is not null && Array.IndexOf(s_roles, role) >= Array.IndexOf(s_roles, least);

            var response = await service.SendAsync(role, new HttpMethod(method), path, method is "GET" or "DELETE" ? null : JsonContent.Create(new { }));

            if (may)
                Assert.True(response.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError), $"{role}: {response.StatusCode}");
            else
                await Answers.ProblemAsync(response, role is null ? 401 : 403, role is null ? "notAuthenticated" : "notAllowed");
        }
    }

    [Fact]
    public async Task Document_EveryAddressOfIt_StandsInTheTableOfRoles()
    {
        var document = await Answers.JsonAsync(await service.GetAsync(null, "/openapi/v1.json"));
        string[] known = [.. s_addresses.Select(address => $"{address.Method} {address.Path.Replace(s_id, "*").Replace("/x", "/*")}")];

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Where(method => method.Value.ValueKind == JsonValueKind.Object))
            {
                string name = $"{method.Name.ToUpperInvariant()} {System.Text.RegularExpressions.Regex.Replace(path.Name, @"\{[^}]+\}", "*")}";
                Assert.True(known.Contains(name) || name is "POST /v1/login" or "POST /v1/devices/leave" or "POST /v1/links/open" or "GET /v1/sessions/*/stream" || name.Contains("export") || name.Contains("import"), $"{name} is in no row of this test.");
            }
        }
    }

    [Theory]
    [InlineData("Bearer smb_wrong")]
    [InlineData("Bearer")]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer  ")]
    public async Task Key_ThatIsNone_IsNotAuthenticated(string header)
    {
        var response = await service.SendAsync(null, HttpMethod.Get, "/v1/people", null, ("Authorization", header));

        await Answers.ProblemAsync(response, 401, "notAuthenticated");
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Key_Revoked_EndsAtOnce()
    {
        var key = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/keys", new { name = "door", role = "verify" }), HttpStatusCode.Created);
        string text = key.GetProperty("key").GetString()!;
        Assert.Equal("verify", (await Answers.JsonAsync(await service.SendAsync(null, HttpMethod.Get, "/v1/me", null, ("Authorization", $"Bearer {text}")))).GetProperty("role").GetString());

        Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{key.GetProperty("id").GetString()}")).StatusCode);

        await Answers.ProblemAsync(await service.SendAsync(null, HttpMethod.Post, "/v1/verify", null, ("Authorization", $"Bearer {text}")), 401, "notAuthenticated");
        Assert.DoesNotContain(text, await (await service.GetAsync("admin", "/v1/keys")).Content.ReadAsStringAsync());
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{Guid.NewGuid()}"), 404, "notFound");
    }

    [Theory]
    [InlineData("""{"name": "", "role": "verify"}""")]
    [InlineData("""{"name": "a", "role": "root"}""")]
    [InlineData("""{"name": "a", "role": "7"}""")]
    [InlineData("""{"name": "a", "role": "verify", "fmr": 2}""")]
    [InlineData("""{"name": "a", "role": "verify", "fmr": 0.9}""")]
    [InlineData("""{"name": "a", "role": "verify", "fmr": 1e-12}""")]
    [InlineData("""{"name": "a", "role": "verify", "expires": "2001-01-01T00:00:00Z"}""")]
    public async Task Key_ThatCannotBe_IsRefused(string json) => await Answers.ProblemAsync(
        await service.SendAsync("admin", HttpMethod.Post, "/v1/keys", new StringContent(json, null, "application/json")), 400, "invalidRequest");
}

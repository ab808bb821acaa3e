using System.Net;
using System.Text.Json;

namespace Semblance.Server.Tests.Sessions;

/// <summary>People before a camera, from clips: enrolled, recognised, refused.</summary>
public sealed class SessionTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly SemaphoreSlim s_enrolling = new(1);

    [Fact]
    public async Task Verify_ThePerson_MatchesWithASignedAnswer()
    {
        string id = await AnnaAsync();

        var end = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "anna", nonce = "n-17" }, Clips.SecondHalf("person-a"));

        Assert.Equal(("Match", 1000), (end.Outcome, end.Code));
        Assert.Equal(("anna", id), (end.Result.GetProperty("person").GetProperty("name").GetString(), end.Result.GetProperty("person").GetProperty("id").GetString()));
        Assert.Equal("notChecked", end.Result.GetProperty("liveness").GetProperty("verdict").GetString());
        Assert.False(end.Result.TryGetProperty("score", out _));
        string token = end.Result.GetProperty("token").GetString()!;
        var claims = await Jwt.VerifyAsync(service, token);
        Assert.Equal(("Match", id, "anna", "n-17", "verify"), (claims["outcome"], claims["sub"], claims["name"], claims["nonce"], claims["purpose"]));
        Assert.Equal("semblance", claims["aud"]);

        var first = await Answers.JsonAsync(await service.PostAsync("verify", "/v1/tokens/verify", new { token }));
        var second = await Answers.JsonAsync(await service.PostAsync("verify", "/v1/tokens/verify", new { token }));
        Assert.True(first.GetProperty("valid").GetBoolean());
        Assert.Equal(id, first.GetProperty("claims").GetProperty("sub").GetString());
        Assert.False(second.GetProperty("valid").GetBoolean());
        Assert.Contains("before", second.GetProperty("reason").GetString());
        string changed = token[..^4] + (token[^4] == 'A' ? "B" : "A") + token[^3..];
        Assert.False((await Answers.JsonAsync(await service.PostAsync("verify", "/v1/tokens/verify", new { token = changed }))).GetProperty("valid").GetBoolean());
    }

    [Fact]
    public async Task Verify_SomebodyElse_IsRefusedJustAsAnUnknownName()
    {
        await AnnaAsync();

        var wrong = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-b"));
        var unknown = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "nobody-of-this-name" }, Clips.SecondHalf("person-b"));

        Assert.Equal(("NoMatch", "NoMatch"), (wrong.Outcome, unknown.Outcome));
        Assert.Equal(Shape(wrong.Result), Shape(unknown.Result));
        Assert.Equal(wrong.Result.GetProperty("message").GetString(), unknown.Result.GetProperty("message").GetString());
        Assert.InRange(unknown.Messages.Count, wrong.Messages.Count - 20, wrong.Messages.Count + 20);
        var claims = await Jwt.VerifyAsync(service, wrong.Result.GetProperty("token").GetString()!);
        Assert.False(claims.ContainsKey("sub"));
        await ClearDelaysAsync();
    }

    [Fact]
    public async Task Verify_ByAnAdministrator_ShowsTheScore()
    {
        await AnnaAsync();

        var end = await SessionClient.RunAsync(service, "admin", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-a"));

        Assert.InRange(end.Result.GetProperty("score").GetDouble(), 0.3, 1);
    }

    [Fact]
    public async Task Identify_ThePersonAndAStranger_NamesTheOneAndNotTheOther()
    {
        await AnnaAsync();

        var anna = await SessionClient.RunAsync(service, "verify", new { purpose = "identify" }, Clips.SecondHalf("person-a"));
        var stranger = await SessionClient.RunAsync(service, "verify", new { purpose = "identify" }, Clips.SecondHalf("person-c"));

        Assert.Equal(("Match", "anna"), (anna.Outcome, anna.Result.GetProperty("person").GetProperty("name").GetString()));
        Assert.NotEqual("Match", stranger.Outcome);
        Assert.False(stranger.Result.TryGetProperty("person", out _));
        await ClearDelaysAsync();
    }

    [Fact]
    public async Task Enrol_TheSameFaceUnderAnotherName_IsRefusedAndOnlyAnAdministratorLearnsWhose()
    {
        await AnnaAsync();

        var byKiosk = await EnrolAsync("enroll", "annabel", Clips.SecondHalf("person-a"));
        var byAdmin = await EnrolAsync("admin", "annabel", Clips.SecondHalf("person-a"));

        Assert.Equal(("AlreadyEnrolled", "AlreadyEnrolled"), (byKiosk.Outcome, byAdmin.Outcome));
        Assert.DoesNotContain("anna ", byKiosk.Result.GetProperty("reasons")[0].GetString());
        Assert.Contains("anna ", byAdmin.Result.GetProperty("reasons")[0].GetString());
    }

    [Fact]
    public async Task Enrol_AChangeOfPeopleBeforeTheCamera_StoresNothing()
    {
        var mixed = Clips.FirstHalf("person-d").Take(40).Concat(Clips.FirstHalf("person-e"));

        var end = await EnrolAsync("enroll", "two people", mixed);

        Assert.Equal("DifferentPeople", end.Outcome);
        Assert.Equal(0, (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people?search=two"))).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Enrol_WithoutFinish_StoresNothing()
    {
        using var client = await SessionClient.OpenAsync(service, await SessionClient.BeginAsync(service, "enroll", EnrolRequest("unfinished")));

        var end = await client.PlayAsync(Clips.FirstHalf("person-d").Take(20), new { type = "cancel" });

        Assert.Equal("Undecided", end.Outcome);
        Assert.Equal(0, (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people?search=unfinished"))).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Begin_WhatCannotBe_IsRefusedAtOnce()
    {
        await AnnaAsync();

        await Answers.ProblemAsync(await service.PostAsync("verify", "/v1/sessions", new { purpose = "enroll", name = "x", consent = new { text = "yes" } }), 403, "notAllowed");
        await Answers.ProblemAsync(await service.PostAsync("enroll", "/v1/sessions", EnrolRequest("anna")), 409, "nameTaken");
        await Answers.ProblemAsync(await service.PostAsync("enroll", "/v1/sessions", new { purpose = "enroll", name = "bernd" }), 400, "invalidRequest");
        await Answers.ProblemAsync(await service.PostAsync("verify", "/v1/sessions", new { purpose = "verify" }), 400, "invalidRequest");
        await Answers.ProblemAsync(await service.PostAsync("verify", "/v1/sessions", new { purpose = "guess" }), 400, "invalidRequest");
        await Answers.ProblemAsync(await service.PostAsync(null, "/v1/sessions", new { purpose = "identify" }), 401, "notAuthenticated");
    }

    [Fact]
    public async Task Result_IsToldToTheOneWhoBegan()
    {
        await AnnaAsync();
        var session = await SessionClient.BeginAsync(service, "verify", new { purpose = "verify", person = "anna" });
        string path = $"/v1/sessions/{session.GetProperty("id").GetString()}";
        Assert.Equal("waiting", (await Answers.JsonAsync(await service.GetAsync("verify", path))).GetProperty("state").GetString());
        using var client = await SessionClient.OpenAsync(service, session);

        await client.PlayAsync(Clips.SecondHalf("person-a"));

        var view = await Answers.JsonAsync(await service.GetAsync("verify", path));
        Assert.Equal(("done", "Match"), (view.GetProperty("state").GetString(), view.GetProperty("result").GetProperty("outcome").GetString()));
        await Answers.ProblemAsync(await service.GetAsync("enroll", path), 404, "notFound");
    }

    [Fact]
    public async Task Decision_StandsInTheAuditLogWithoutAScore()
    {
        string id = await AnnaAsync();
        var end = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-a"));

        var page = await Answers.JsonAsync(await service.GetAsync("admin", $"/v1/audit?action=face.verified&person={id}"));

        var entry = page.GetProperty("entries")[0];
        Assert.Equal(("Match", end.Outcome), (entry.GetProperty("outcome").GetString(), "Match"));
        Assert.DoesNotContain("score", entry.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.True((await Answers.JsonAsync(await service.GetAsync("admin", "/v1/audit/verification"))).GetProperty("intact").GetBoolean());
    }

    private static object EnrolRequest(string name) => new { purpose = "enroll", name, consent = new { text = "I agree to be recognised.", keepPhotos = true } };

    private Task<SessionEnd> EnrolAsync(string role, string name, IEnumerable<byte[]> frames) => SessionClient.RunAsync(service, role, EnrolRequest(name), frames, new { type = "finish" });

    // Enrolled once for all tests of the class, whichever comes first.
    private async Task<string> AnnaAsync()
    {
        await s_enrolling.WaitAsync();
        try
        {
            var found = await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people?search=anna"));
            if (found.GetProperty("people").EnumerateArray().FirstOrDefault(person => person.GetProperty("name").GetString() == "anna") is { ValueKind: JsonValueKind.Object } anna)
                return anna.GetProperty("id").GetString()!;
            var end = await EnrolAsync("enroll", "anna", Clips.FirstHalf("person-a"));
            Assert.Equal("Enrolled", end.Outcome);
            return end.Result.GetProperty("person").GetProperty("id").GetString()!;
        }
        finally
        {
            s_enrolling.Release();
        }
    }

    // The tests of this class share an address, whose failures would add up.
    private async Task ClearDelaysAsync()
    {
        string id = await AnnaAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await service.SendAsync("admin", HttpMethod.Delete, $"/v1/lockouts/{id}")).StatusCode);
        Assert.Equal("Match", (await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-a"))).Outcome);
    }

    private static string Shape(JsonElement message) => string.Join(" ", message.EnumerateObject().Select(property => property.Name));
}

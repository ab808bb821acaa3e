using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Server.Throttling;
using Semblance.Storage;

namespace Semblance.Server.Tests.Sessions;

/// <summary>What was allowed when a session began, and is not any more when it ends.</summary>
public sealed class WithdrawnTests : IAsyncLifetime
{
    private readonly RunningService _service = new();
    private Guid _anna;

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        var enrolled = await SessionClient.RunAsync(
            _service, "enroll", new { purpose = "enroll", name = "anna", consent = new { text = "I agree." } }, Clips.FirstHalf("person-a"), new { type = "finish" });
        _anna = enrolled.Result.GetProperty("person").GetProperty("id").GetGuid();
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Verify_PersonRemovedMeanwhile_IsNoMatchAnywhere()
    {
        using var client = await OpenAsync(await SessionClient.BeginAsync(_service, "verify", new { purpose = "verify", person = "anna" }));
        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{_anna}")).StatusCode);

        var end = await client.PlayAsync(Clips.SecondHalf("person-a"));

        Assert.Equal(("Undecided", "removedMeanwhile"), (end.Outcome, Assert.Single(end.Result.GetProperty("reasonCodes").EnumerateArray()).GetString()));
        Assert.DoesNotContain(end.Messages, message => message.GetRawText().Contains("anna", StringComparison.Ordinal) || message.GetRawText().Contains("\"match\"", StringComparison.Ordinal));
        Assert.False((await Jwt.VerifyAsync(_service, end.Result.GetProperty("token").GetString()!)).ContainsKey("sub"));
        // It was not their fault.
        Assert.Equal(new Attempts(0, null), await _service.Store.Attempts.ReadAsync(LockOut.Subject(_anna)));
    }

    [Fact]
    public async Task Key_RevokedMeanwhile_GetsNoMatch()
    {
        var (id, text) = await KeyAsync();
        using var client = await OpenAsync(await BeginAsync(new { purpose = "verify", person = "anna" }, ("Authorization", $"Bearer {text}")));
        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{id}")).StatusCode);

        var end = await client.PlayAsync(Clips.SecondHalf("person-a"));

        Assert.Equal("Undecided", end.Outcome);
        Assert.Equal(new Attempts(0, null), await _service.Store.Attempts.ReadAsync(LockOut.Subject(_anna)));
    }

    [Fact]
    public async Task Key_RevokedBeforeTheSocket_OpensNone()
    {
        var (id, text) = await KeyAsync();
        var session = await BeginAsync(new { purpose = "verify", person = "anna" }, ("Authorization", $"Bearer {text}"));
        await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/keys/{id}");

        using var client = await SessionClient.OpenAsync(_service, session);

        Assert.Equal((4401, "badToken"), await EndAsync(client));
    }

    [Fact]
    public async Task Link_ForOneSignIn_GivesOneHoweverManySessionsItBegan()
    {
        var (_, cookie) = await LinkAsync(new { action = "signIn" });
        object request = new { purpose = "verify", person = "anna" };
        using var first = await OpenAsync(await BeginAsync(request, ("Cookie", cookie), ("X-Semblance", "1")));
        using var second = await OpenAsync(await BeginAsync(request, ("Cookie", cookie), ("X-Semblance", "1")));

        var ends = await Task.WhenAll(first.PlayAsync(Clips.SecondHalf("person-a")), second.PlayAsync(Clips.SecondHalf("person-a")));

        Assert.Equal(["Match", "Undecided"], ends.Select(end => end.Outcome).Order());
        Assert.Single((await _service.Store.Audit.ListAsync(new AuditQuery(Action: "face.verified", Outcome: "Match"))).Entries);
    }

    [Fact]
    public async Task Link_ForOneEnrolment_TakenBackMeanwhile_StoresNothing()
    {
        var (link, cookie) = await LinkAsync(new { action = "enroll" });
        using var client = await OpenAsync(await BeginAsync(new { purpose = "enroll", name = "dora", consent = new { text = "I agree." } }, ("Cookie", cookie), ("X-Semblance", "1")));
        Assert.Equal(HttpStatusCode.NoContent, (await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/links/{link}")).StatusCode);

        var end = await client.PlayAsync(Clips.FirstHalf("person-d"), new { type = "finish" });

        Assert.Equal("Undecided", end.Outcome);
        Assert.Null(await _service.Store.Gallery.FindAsync(PersonName.Parse("dora")));
    }

    [Fact]
    public async Task Link_WhoseAnswerCouldNotBeWrittenDown_IsNotUsedUp()
    {
        var (_, cookie) = await LinkAsync(new { action = "signIn" });
        object request = new { purpose = "verify", person = "anna" };
        using (var client = await OpenAsync(await BeginAsync(request, ("Cookie", cookie), ("X-Semblance", "1"))))
        {
            using var failing = new FailingStore(_service.Home, "INSERT ON audit");
            Assert.Equal(4500, (await client.PlayAsync(Clips.SecondHalf("person-a"))).Code);
        }

        using var again = await OpenAsync(await BeginAsync(request, ("Cookie", cookie), ("X-Semblance", "1")));

        Assert.Equal("Match", (await again.PlayAsync(Clips.SecondHalf("person-a"))).Outcome);
    }

    // Opens a socket and waits until the session has read what it rests on.
    private async Task<SessionClient> OpenAsync(JsonElement session)
    {
        var client = await SessionClient.OpenAsync(_service, session);
        for (int i = 0; i < 1000 && client.Messages.Count == 0; i++)
            await Task.Delay(10);
        Assert.Equal("ready", client.Messages[0].Text("type"));
        return client;
    }

    private static async Task<(int?, string?)> EndAsync(SessionClient client)
    {
        var end = await client.EndAsync();
        return (end.Code, end.Reason);
    }

    private async Task<JsonElement> BeginAsync(object request, params (string, string)[] headers) =>
        await Answers.JsonAsync(await _service.SendAsync(null, HttpMethod.Post, "/v1/sessions", JsonContent.Create(request), headers), HttpStatusCode.Created);

    private async Task<(string? Id, string? Text)> KeyAsync()
    {
        var key = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/keys", new { name = "door", role = "verify" }), HttpStatusCode.Created);
        return (key.Text("id"), key.Text("key"));
    }

    private async Task<(string? Id, string Cookie)> LinkAsync(object request)
    {
        var link = await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/links", request), HttpStatusCode.Created);
        var opened = await _service.PostAsync(null, "/v1/links/open", new { link = link.Text("address")!.Split("#link=")[1] });
        return (link.Text("id"), Assert.Single(opened.Headers.GetValues("Set-Cookie")).Split(';')[0]);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Semblance.Storage;

namespace Semblance.Server.Tests.Retention;

/// <summary>What expires, as an administrator says it to the service.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task Rules_ThatAreSet_AreReadBackAndTakenBack()
    {
        await using var service = await RunningService.StartAsync();
        var rules = await Answers.JsonAsync(await service.GetAsync("admin", "/v1/retention"));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null), (Kind(rules, "unusedDays"), Kind(rules, "photoDays"), Kind(rules, "auditDays")));

        var set = await Answers.JsonAsync(await service.SendAsync("admin", HttpMethod.Put, "/v1/retention", JsonContent.Create(new { unusedDays = 365, auditDays = 90 })));
        Assert.Equal((365, JsonValueKind.Null, 90), (set.GetProperty("unusedDays").GetInt32(), Kind(set, "photoDays"), set.GetProperty("auditDays").GetInt32()));
        Assert.Equal(0, set.GetProperty("due").GetProperty("people").GetArrayLength());
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Put, "/v1/retention", JsonContent.Create(new { unusedDays = 0 })), 400, "invalidRequest");
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Put, "/v1/retention", JsonContent.Create(new { photoDays = 40_000 })), 400, "invalidRequest");

        var cleared = await Answers.JsonAsync(await service.SendAsync("admin", HttpMethod.Put, "/v1/retention", JsonContent.Create(new { })));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (Kind(cleared, "unusedDays"), Kind(cleared, "auditDays")));
        Assert.Equal(4, (await service.Store.Audit.ListAsync(new AuditQuery(Action: "settings.changed"))).Entries.Count);
    }

    [Fact]
    public async Task Consent_ThatHasEnded_IsNotRecognisedAndTheRunRemovesThePerson()
    {
        await using var service = await RunningService.StartAsync();
        var anna = await service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
        var id = anna.GetProperty("id").GetGuid();
        string photo = Faces.Lfw("Abdullah_Gul", 14);
        Assert.Equal("Match", await AskAsync(service, "/v1/verify", Faces.Form(photo, ("person", "anna"))));
        Assert.Equal("Match", await AskAsync(service, "/v1/identify", Faces.Form(photo)));
        var ends = DateTimeOffset.UtcNow.AddSeconds(2);
        var changed = await Answers.JsonAsync(await service.SendAsync("admin", HttpMethod.Patch, $"/v1/people/{id}", JsonContent.Create(new { consent = new { text = "For a moment.", ends } })));
        Assert.Equal(ends, changed.GetProperty("consent").GetProperty("ends").GetDateTimeOffset(), TimeSpan.FromMilliseconds(1));
        Assert.Equal(JsonValueKind.String, Kind(changed, "used"));

        await Task.Delay(ends - DateTimeOffset.UtcNow + TimeSpan.FromMilliseconds(50));

        Assert.Equal("NoMatch", await AskAsync(service, "/v1/verify", Faces.Form(photo, ("person", "anna"))));
        Assert.Equal("NoMatch", await AskAsync(service, "/v1/identify", Faces.Form(photo)));
        var due = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/retention"))).GetProperty("due").GetProperty("people");
        Assert.Equal(("anna", "ConsentEnded"), (due[0].GetProperty("name").GetString(), due[0].GetProperty("reason").GetString()));
        var report = await Answers.JsonAsync(await service.PostAsync("admin", "/v1/retention/run", new { }));
        Assert.True(report.GetProperty("proved").GetBoolean(), report.GetRawText());
        Assert.Equal((id, true), (report.GetProperty("people")[0].GetProperty("id").GetGuid(), report.GetProperty("people")[0].GetProperty("removed").GetBoolean()));
        await Answers.ProblemAsync(await service.GetAsync("admin", $"/v1/people/{id}"), 404, "notFound");
    }

    [Fact]
    public async Task Consent_ThatEndsInThePast_IsRefused()
    {
        await using var service = await RunningService.StartAsync();
        var form = Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("name", "anna"), ("consent", "yes"), ("consentEnds", "2020-01-01T00:00:00Z"));
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Post, "/v1/people", form), 400, "invalidRequest");
        var unreadable = Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("name", "anna"), ("consent", "yes"), ("consentEnds", "some day"));
        await Answers.ProblemAsync(await service.SendAsync("admin", HttpMethod.Post, "/v1/people", unreadable), 400, "invalidRequest");

        var later = Faces.Form(Faces.Lfw("Abdullah_Gul", 13), ("name", "anna"), ("consent", "yes"), ("consentEnds", "2100-01-01T00:00:00Z"));
        var anna = await Answers.JsonAsync(await service.SendAsync("admin", HttpMethod.Post, "/v1/people", later), HttpStatusCode.Created);
        Assert.Equal(2100, anna.GetProperty("consent").GetProperty("ends").GetDateTimeOffset().Year);
    }

    [Fact]
    public async Task Service_WhenItStarts_DeletesWhatHasExpiredByItself()
    {
        await using var service = await RunningService.StartAsync();

        DateTimeOffset? last = null;
        for (int i = 0; i < 200 && last is null; i++)
        {
            await Task.Delay(50);
            var found = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/retention"))).GetProperty("lastRun");
            last = found.ValueKind == JsonValueKind.Null ? null : found.GetDateTimeOffset();
        }

        Assert.InRange(DateTimeOffset.UtcNow - last!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        // Nothing had expired, so nothing stands in the log.
        Assert.Empty((await service.Store.Audit.ListAsync(new AuditQuery(Action: "retention."))).Entries);
    }

    private static async Task<string?> AskAsync(RunningService service, string path, HttpContent content) =>
        (await Answers.JsonAsync(await service.SendAsync("admin", HttpMethod.Post, path, content))).GetProperty("outcome").GetString();

    private static JsonValueKind Kind(JsonElement element, string name) => element.GetProperty(name).ValueKind;
}

using System.Net;
using System.Text.Json;
using Semblance.Server.Tests.Sessions;
using Semblance.Storage;

namespace Semblance.Server.Tests.People;

/// <summary>What administrators say of wrong answers.</summary>
public sealed class MistakeTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public ValueTask InitializeAsync() => _service.InitializeAsync();

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Mistaken_EachReport_IsStricterUntilThePersonIsNotRecognised()
    {
        var id = (await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        string photo = Faces.Lfw("Abdullah_Gul", 13), stranger = Faces.Lfw("Ahmed_Ghazi", 1);
        var before = await VerifyAsync(photo, "anna");
        Assert.Equal(("Match", 1e-4), (Outcome(before), before.GetProperty("fmr").GetDouble()));

        var first = await Answers.JsonAsync(await _service.PostAsync("admin", $"/v1/people/{id}/mistaken", new { }));
        Assert.Equal((1, true, 1e-5), (first.GetProperty("mistaken").GetInt32(), first.GetProperty("isRecognised").GetBoolean(), first.GetProperty("fmr").GetDouble()));
        var stricter = await VerifyAsync(photo, "anna");
        Assert.Equal(("Match", 1e-5), (Outcome(stricter), stricter.GetProperty("fmr").GetDouble()));
        // Nobody learns from a no that there is such a person.
        Assert.Equal((await VerifyAsync(stranger, "nobody of this name")).GetRawText(), (await VerifyAsync(stranger, "anna")).GetRawText());
        Assert.Equal("Match", Outcome(await IdentifyAsync(photo)));

        var second = await Answers.JsonAsync(await _service.PostAsync("admin", $"/v1/people/{id}/mistaken", new { }));
        Assert.Equal((2, false, JsonValueKind.Null), (second.GetProperty("mistaken").GetInt32(), second.GetProperty("isRecognised").GetBoolean(), second.GetProperty("fmr").ValueKind));
        Assert.Equal((await VerifyAsync(photo, "nobody of this name")).GetRawText(), (await VerifyAsync(photo, "anna")).GetRawText());
        Assert.Equal("NoMatch", Outcome(await IdentifyAsync(photo)));

        await Answers.JsonAsync(await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{id}/mistaken"));
        Assert.Equal("Match", Outcome(await VerifyAsync(photo, "anna")));
        var log = (await _service.Store.Audit.ListAsync(new AuditQuery(Person: id, Action: "person."))).Entries.Select(entry => entry.Event.Action);
        Assert.Equal(["person.trusted", "person.mistaken", "person.mistaken", "person.added"], log);
    }

    [Fact]
    public async Task Session_OfSomebodyWhoIsNotRecognisedAnyMore_IsNoMatch()
    {
        var enrolled = await SessionClient.RunAsync(_service, "enroll", new { purpose = "enroll", name = "anna", consent = new { text = "yes" } }, Clips.FirstHalf("person-a"), new { type = "finish" });
        var id = enrolled.Result.GetProperty("person").GetProperty("id").GetGuid();
        await _service.Store.Gallery.ExclusiveAsync(gallery => gallery.SetMistaken(id, 2));

        var claimed = await SessionClient.RunAsync(_service, "verify", new { purpose = "verify", person = "anna" }, Clips.SecondHalf("person-a"));
        var searched = await SessionClient.RunAsync(_service, "verify", new { purpose = "identify" }, Clips.SecondHalf("person-a"));

        Assert.Equal(("NoMatch", 1e-4), (claimed.Outcome, claimed.Result.GetProperty("fmr").GetDouble()));
        Assert.Equal("Undecided", searched.Outcome);
        Assert.False(searched.Result.TryGetProperty("person", out _));
    }

    [Fact]
    public async Task Merge_OfOnePersonEnrolledTwice_IsOnePersonWhoIsRecognised()
    {
        var anna = (await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        var twice = (await Answers.JsonAsync(await _service.TryEnrolAsync("admin", "Anna Smith", [Faces.Lfw("Abdullah_Gul", 14)], allowDuplicate: true), HttpStatusCode.Created)).GetProperty("id").GetGuid();

        var merged = await Answers.JsonAsync(await _service.PostAsync("admin", $"/v1/people/{anna}/merge", new { other = twice }));

        Assert.Equal(("anna", 2), (merged.GetProperty("name").GetString(), merged.GetProperty("faces").GetArrayLength()));
        await Answers.ProblemAsync(await _service.GetAsync("admin", $"/v1/people/{twice}"), 404, "notFound");
        Assert.True((await Answers.JsonAsync(await _service.GetAsync("admin", $"/v1/people/{twice}/removal"))).GetProperty("removed").GetBoolean());
        var found = await IdentifyAsync(Faces.Lfw("Abdullah_Gul", 14));
        Assert.Equal(("Match", anna), (Outcome(found), found.GetProperty("person").GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task Merge_OfTwoWhoAreNotAlike_IsRefusedUnlessToldOtherwise()
    {
        var anna = (await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13))).GetProperty("id").GetGuid();
        var bob = (await _service.EnrolAsync("bob", Faces.Lfw("Ahmed_Ghazi", 1))).GetProperty("id").GetGuid();

        await Answers.ProblemAsync(await _service.PostAsync("admin", $"/v1/people/{anna}/merge", new { other = bob }), 422, "notAlike");
        await Answers.ProblemAsync(await _service.PostAsync("admin", $"/v1/people/{anna}/merge", new { other = anna }), 400, "invalidRequest");
        await Answers.ProblemAsync(await _service.PostAsync("admin", $"/v1/people/{anna}/merge", new { other = Guid.NewGuid() }), 404, "notFound");

        Assert.Equal(2, (await Answers.JsonAsync(await _service.PostAsync("admin", $"/v1/people/{anna}/merge", new { other = bob, evenIfNotAlike = true }))).GetProperty("faces").GetArrayLength());
    }

    private async Task<JsonElement> VerifyAsync(string photo, string name) =>
        await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(photo, ("person", name))));

    private async Task<JsonElement> IdentifyAsync(string photo) => await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/identify", Faces.Form(photo)));

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();
}

using System.Text.Json;

namespace Semblance.Server.Tests.Http;

public sealed class QuestionTests : IAsyncLifetime
{
    private readonly RunningService _service = new();

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        await _service.EnrolAsync("anna", Faces.Lfw("Abdullah_Gul", 13));
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Answer_WithReasons_HasACodeForEach()
    {
        byte[] empty = Photo.FromGrey(320, 240, Enumerable.Repeat((byte)128, 320 * 240).ToArray()).EncodeJpeg();

        var answer = await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/identify", Faces.Part(empty)));

        Assert.Equal("NoFace", answer.GetProperty("outcome").GetString());
        Assert.Equal(answer.GetProperty("reasons").GetArrayLength(), answer.GetProperty("reasonCodes").GetArrayLength());
        Assert.StartsWith("noFace", answer.GetProperty("reasonCodes")[0].GetString());
    }

    [Fact]
    public async Task Compare_PhotosOfOnePerson_IsMatchAndOfTwoIsNot()
    {
        Assert.Equal("Match", await CompareAsync(Faces.Lfw("Abdullah_Gul", 13), Faces.Lfw("Abdullah_Gul", 14)));
        Assert.Equal("NoMatch", await CompareAsync(Faces.Lfw("Abdullah_Gul", 13), Faces.Lfw("Ahmed_Ghazi", 1)));
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("ANNA")]
    public async Task Verify_OwnFace_IsMatchByName(string name)
    {
        var answer = await VerifyAsync("verify", Faces.Lfw("Abdullah_Gul", 14), name);

        Assert.Equal(("Match", "anna"), (Outcome(answer), answer.GetProperty("person").GetProperty("name").GetString()));
        Assert.Equal("notChecked", answer.GetProperty("liveness").GetProperty("verdict").GetString());
    }

    [Fact]
    public async Task Verify_UnknownPersonAndWrongFace_GetTheSameAnswer()
    {
        var wrong = await VerifyAsync("verify", Faces.Lfw("Ahmed_Ghazi", 1), "anna");
        var unknown = await VerifyAsync("verify", Faces.Lfw("Ahmed_Ghazi", 1), "nobody of this name");
        var noId = await VerifyAsync("verify", Faces.Lfw("Ahmed_Ghazi", 1), Guid.NewGuid().ToString());

        Assert.Equal("NoMatch", Outcome(wrong));
        Assert.Equal(wrong.GetRawText(), unknown.GetRawText());
        Assert.Equal(wrong.GetRawText(), noId.GetRawText());
    }

    [Fact]
    public async Task Score_AndCandidates_AreForAdministratorsOnly()
    {
        string photo = Faces.Lfw("Abdullah_Gul", 14);

        foreach (string role in (string[])["verify", "enroll"])
        {
            var answer = await IdentifyAsync(role, photo);
            Assert.False(answer.TryGetProperty("score", out _) || answer.TryGetProperty("candidates", out _), answer.GetRawText());
            Assert.False((await VerifyAsync(role, photo, "anna")).TryGetProperty("score", out _));
        }
        var full = await IdentifyAsync("admin", photo);
        Assert.InRange(full.GetProperty("score").GetDouble(), 0.3, 1);
        Assert.Equal("anna", full.GetProperty("candidates")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Identify_Stranger_IsNobody()
    {
        var answer = await IdentifyAsync("verify", Faces.Lfw("Ahmed_Ghazi", 1));

        Assert.Equal(("NoMatch", JsonValueKind.Null), (Outcome(answer), answer.GetProperty("person").ValueKind));
    }

    [Fact]
    public async Task Identify_AfterRemoval_FindsNobody()
    {
        var people = await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/people"));
        Assert.Equal("Match", Outcome(await IdentifyAsync("verify", Faces.Lfw("Abdullah_Gul", 14))));
        await _service.SendAsync("admin", HttpMethod.Delete, $"/v1/people/{people.GetProperty("people")[0].GetProperty("id").GetString()}");

        Assert.Equal("NoMatch", Outcome(await IdentifyAsync("verify", Faces.Lfw("Abdullah_Gul", 14))));
    }

    [Fact]
    public async Task Verify_PhotoWithoutFace_IsNoFaceForEverybody()
    {
        byte[] wall = Photo.FromGrey(200, 200, [.. Enumerable.Repeat((byte)90, 40000)]).EncodePng();
        foreach (string person in (string[])["anna", "nobody"])
        {
            var form = new MultipartFormDataContent { { Faces.Part(wall), "photo", "wall.png" }, { new StringContent(person), "person" } };
            Assert.Equal("NoFace", Outcome(await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", form))));
        }
    }

    [Theory]
    [InlineData("anna")]
    [InlineData("nobody")]
    public async Task Verify_AfterFiveFailures_MustWaitWhetherOrNotThePersonExists(string person)
    {
        for (int i = 0; i < 5; i++)
            Assert.Equal("NoMatch", Outcome(await VerifyAsync("verify", Faces.Lfw("Ahmed_Ghazi", 1), person)));

        var response = await _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(Faces.Lfw("Ahmed_Ghazi", 1), ("person", person)));

        await Answers.ProblemAsync(response, 429, "lockedOut");
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Verify_ThirtyAtOnceWithAWrongFace_FiveAreDecided()
    {
        string photo = Faces.Lfw("Ahmed_Ghazi", 1);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _service.SendAsync("verify", HttpMethod.Post, "/v1/verify", Faces.Form(photo, ("person", "anna")))));

        Assert.Equal(5, answers.Count(answer => answer.IsSuccessStatusCode));
        foreach (var refused in answers.Where(answer => !answer.IsSuccessStatusCode))
            await Answers.ProblemAsync(refused, 429, "lockedOut");
    }

    [Fact]
    public async Task Identify_OfManyStrangersByAProgram_IsNotSlowed()
    {
        for (int i = 0; i < 8; i++)
            Assert.Equal("NoMatch", Outcome(await IdentifyAsync("admin", Faces.Lfw("Ahmed_Ghazi", 1))));
    }

    [Fact]
    public async Task Decisions_AreInTheAuditLogWithoutScores()
    {
        await VerifyAsync("verify", Faces.Lfw("Abdullah_Gul", 14), "anna");

        var log = await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/audit?action=face.verified"));

        var entry = Assert.Single(log.GetProperty("entries").EnumerateArray());
        Assert.Equal(("Match", "anna", "Verify key"), (entry.GetProperty("outcome").GetString(), entry.GetProperty("personName").GetString(), entry.GetProperty("actor").GetString()));
        Assert.DoesNotContain("score", log.GetRawText());
        Assert.True((await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/audit/verification"))).GetProperty("intact").GetBoolean());
    }

    private async Task<string> CompareAsync(string first, string second)
    {
        var form = new MultipartFormDataContent { { Faces.Part(first), "first", "a.jpg" }, { Faces.Part(second), "second", "b.jpg" } };
        return Outcome(await Answers.JsonAsync(await _service.SendAsync("verify", HttpMethod.Post, "/v1/compare", form)));
    }

    private async Task<JsonElement> VerifyAsync(string role, string photo, string person) =>
        await Answers.JsonAsync(await _service.SendAsync(role, HttpMethod.Post, "/v1/verify", Faces.Form(photo, ("person", person))));

    private async Task<JsonElement> IdentifyAsync(string role, string photo) =>
        await Answers.JsonAsync(await _service.SendAsync(role, HttpMethod.Post, "/v1/identify", Faces.Form(photo)));

    private static string Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString()!;
}

using System.Net;
using System.Text.Json;
using Semblance.Liveness;
using Semblance.Server.Tests.Sessions;

namespace Semblance.Server.Tests.Liveness;

/// <summary>What the service asks for, and what follows from what the checks say.</summary>
public sealed class PolicyTests
{
    private static readonly object s_anna = new { purpose = "verify", person = "anna" };

    [Theory]
    [InlineData("challenge", null, "challenge")]
    [InlineData("challenge", "challenge", "challenge")]
    [InlineData("challenge", "challenge+light", "challenge+light")]
    [InlineData("challenge", "passive", null)]
    [InlineData("challenge", "off", null)]
    [InlineData("challenge", "strict", null)]
    [InlineData("passive", "challenge", "challenge")]
    [InlineData("off", "passive", "passive")]
    [InlineData("off", null, "off")]
    public async Task Session_MayAskForMoreThanTheServiceDoesAndNotForLess(string setting, string? asked, string? expected)
    {
        await using var service = await StartAsync(setting);

        var answer = await service.PostAsync("admin", "/v1/sessions", new { purpose = "identify", liveness = asked });

        if (expected is null)
            await Answers.ProblemAsync(answer, 400, "invalidRequest");
        else
            Assert.Equal(expected, (await Answers.JsonAsync(answer, HttpStatusCode.Created)).Text("liveness"));
    }

    [Theory]
    [InlineData("challenge+light", null, "passive")]
    [InlineData("off", null, "off")]
    [InlineData("off", "passive", "passive")]
    [InlineData("challenge", "challenge", null)]
    [InlineData("passive", "off", null)]
    public async Task Enrolment_IsCheckedPassivelyUnlessNothingIs(string setting, string? asked, string? expected)
    {
        await using var service = await StartAsync(setting);

        var answer = await service.PostAsync("enroll", "/v1/sessions", new { purpose = "enroll", name = "carla", consent = new { text = "yes" }, liveness = asked });

        if (expected is null)
            await Answers.ProblemAsync(answer, 400, "invalidRequest");
        else
            Assert.Equal(expected, (await Answers.JsonAsync(answer, HttpStatusCode.Created)).Text("liveness"));
    }

    [Fact]
    public async Task Setting_IsShownAndNotChangedFromThePage()
    {
        await using var service = await StartAsync("challenge");

        Assert.Equal("challenge", (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/settings"))).Text("liveness"));
        var changed = await service.SendAsync("admin", HttpMethod.Put, "/v1/settings", System.Net.Http.Json.JsonContent.Create(new { liveness = "off" }));

        await Answers.ProblemAsync(changed, 400, "invalidRequest");
        Assert.Contains(service.Log, line => line.Contains("under the policy challenge"));
        Assert.DoesNotContain(service.Log, line => line.Contains("LIVENESS IS OFF"));
    }

    [Fact]
    public async Task Off_MatchesAndIsShouted()
    {
        await using var service = await StartAsync("off");
        await EnrolAsync(service, "anna", "person-a");

        var end = await SessionClient.RunAsync(service, "verify", s_anna, Clips.SecondHalf("person-a"));

        Assert.Equal("Match", end.Outcome);
        Assert.Contains(service.Log, line => line.StartsWith("Warning: LIVENESS IS OFF", StringComparison.Ordinal));
        Assert.Equal("off", end.Messages[0].Text("liveness"));
        Assert.False(end.Messages[1].TryGetProperty("liveness", out _));
        Assert.Equal(("off", "notChecked"), (end.Result.GetProperty("liveness").Text("policy"), end.Result.GetProperty("liveness").Text("verdict")));
        var claim = Assert.IsType<JsonElement>((await Jwt.VerifyAsync(service, end.Result.Text("token")!))["liveness"]);
        Assert.Equal(("off", "notChecked"), (claim.Text("policy"), claim.Text("verdict")));
        Assert.Contains("Liveness: off, notChecked.", (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/audit?action=face.verified"))).GetProperty("entries")[0].Text("detail"));
    }

    [Fact]
    public async Task Passive_LivePerson_MatchesWithoutBeingAskedForAnything()
    {
        await using var service = await StartAsync("passive");
        await EnrolAsync(service, "anna", "person-a");

        var end = await SessionClient.RunAsync(service, "verify", s_anna, Clips.SecondHalf("person-a"));

        Assert.True(end.Outcome == "Match", end.Result.ToString());
        Assert.Equal(("passive", "live"), (end.Result.GetProperty("liveness").Text("policy"), end.Result.GetProperty("liveness").Text("verdict")));
        Assert.All(
            end.Messages.Where(message => message.Text("type") == "frame").Select(message => message.GetProperty("liveness")),
            liveness => Assert.True(liveness.Text("phase") is "look" or "done" && liveness.GetProperty("turn").ValueKind == JsonValueKind.Null));
    }

    [Fact]
    public async Task Spoof_IsSuspectedWhateverFaceItShowsAndCountsAsAFailure()
    {
        await using var service = await StartAsync("passive", isSpoof: true);
        await EnrolAsync(service, "anna", "person-a");

        for (int i = 0; i < 5; i++)
        {
            var end = await SessionClient.RunAsync(service, "verify", i == 0 ? s_anna : new { purpose = "verify", person = "anna" }, Clips.SecondHalf(i == 4 ? "person-b" : "person-a"));
            Assert.True(end.Outcome is "SpoofSuspected" || i == 4 && end.Outcome == "NoMatch", end.Result.ToString());
            Assert.Equal("passive", end.Result.GetProperty("liveness").Text("policy"));
            if (i > 0)
                continue;
            Assert.Equal("spoof", end.Result.GetProperty("liveness").Text("verdict"));
            Assert.Contains("printed photo or a screen", end.Result.GetProperty("reasons")[0].GetString());
            Assert.False(end.Result.TryGetProperty("person", out _));
            Assert.Equal("spoof", Assert.IsType<JsonElement>((await Jwt.VerifyAsync(service, end.Result.Text("token")!))["liveness"]).Text("verdict"));
        }

        await Answers.ProblemAsync(await service.PostAsync("verify", "/v1/sessions", s_anna), 429, "lockedOut");
    }

    [Fact]
    public async Task Enrolment_OfAPicture_StoresNothingAndIsLogged()
    {
        await using var service = await StartAsync("challenge", isSpoof: true);

        var end = await EnrolLiveAsync(service, "carla");

        Assert.Equal("SpoofSuspected", end.Outcome);
        Assert.Equal(0, (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/people"))).GetProperty("total").GetInt32());
        var entry = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/audit?action=person.refused"))).GetProperty("entries")[0];
        Assert.Equal("SpoofSuspected", entry.Text("outcome"));
        Assert.Contains("Liveness: passive, spoof.", entry.Text("detail"));
    }

    [Fact]
    public async Task Enrolment_OfALivePerson_IsStored()
    {
        await using var service = await StartAsync("challenge");

        var end = await EnrolLiveAsync(service, "carla");

        Assert.True(end.Outcome == "Enrolled", end.Result.ToString());
        Assert.Equal(("passive", "live"), (end.Result.GetProperty("liveness").Text("policy"), end.Result.GetProperty("liveness").Text("verdict")));
        Assert.Contains("Liveness: passive, live.", (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/audit?action=person.added"))).GetProperty("entries")[0].Text("detail"));
    }

    [Fact]
    public async Task Photo_IsNeverLive()
    {
        await using var service = await StartAsync("challenge");
        await EnrolAsync(service, "anna", "person-a");
        var form = new MultipartFormDataContent { { Faces.Part(Clips.Of("person-a")[40]), "photo", "photo.jpg" }, { new StringContent("anna"), "person" } };

        var answer = await Answers.JsonAsync(await service.SendAsync("verify", HttpMethod.Post, "/v1/verify", form));

        Assert.Equal(("Match", "off", "notChecked"), (answer.Text("outcome"), answer.GetProperty("liveness").Text("policy"), answer.GetProperty("liveness").Text("verdict")));
    }

    private static Task<RunningService> StartAsync(string policy, bool isSpoof = false) =>
        RunningService.StartAsync(new KnownChallenges(HeadDirection.Left), isSpoof ? MadeTexture.Spoof : MadeTexture.Live, ("Liveness:Policy", policy));

    private static async Task EnrolAsync(RunningService service, string name, string clip)
    {
        string[] photos = [.. Clips.FirstHalf(clip).Where((_, i) => i % 30 == 5).Take(3).Select(Convert.ToBase64String)];
        await Answers.JsonAsync(await service.PostAsync("admin", "/v1/people", new { name, consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
    }

    private static Task<SessionEnd> EnrolLiveAsync(RunningService service, string name) => SessionClient.RunAsync(
        service, "enroll", new { purpose = "enroll", name, consent = new { text = "I agree.", keepPhotos = false } }, Clips.FirstHalf("person-a"), new { type = "finish" });
}

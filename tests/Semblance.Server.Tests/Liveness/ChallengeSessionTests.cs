using System.Net;
using System.Text.Json;
using Semblance.Liveness;
using Semblance.Server.Tests.Sessions;

namespace Semblance.Server.Tests.Liveness;

/// <summary>Sessions that ask for head turns, from the clip of a man who turns his head to his left and then to his right. Texture is taken for skin: it is not what is tried here.</summary>
public sealed class ChallengeSessionTests
{
    private const string Man = "turning-live";

    [Fact]
    public async Task Verify_WhoTurnsAsAsked_MatchesAndTheTokenSaysLive()
    {
        await using var service = await StartAsync([HeadDirection.Left, HeadDirection.Right]);

        var end = await VerifyAsync(service, Clips.Whole(Man));

        Assert.True(end.Outcome == "Match", end.Result.ToString());
        var liveness = end.Result.GetProperty("liveness");
        Assert.Equal(("challenge", "live", ""), (liveness.Text("policy"), liveness.Text("verdict"), liveness.Text("advice")));
        Assert.Equal(["texture", "life", "challenge", "motion"], liveness.GetProperty("checks").EnumerateArray().Select(check => check.Text("name")));
        Assert.False(liveness.TryGetProperty("signs", out _));
        Assert.False(liveness.GetProperty("checks")[0].TryGetProperty("score", out _));
        var claims = await Jwt.VerifyAsync(service, end.Result.GetProperty("token").GetString()!);
        var claim = Assert.IsType<JsonElement>(claims["liveness"]);
        Assert.Equal(("challenge", "live"), (claim.Text("policy"), claim.Text("verdict")));

        Assert.Equal("challenge", end.Messages[0].Text("liveness"));
        var told = end.Messages.Where(IsFrame).Select(message => message.GetProperty("liveness")).ToList();
        string[] turns = [.. told.Where(at => at.Text("phase") == "turn").Select(at => at.GetProperty("turn").GetProperty("direction").GetString() ?? "straight")];
        Assert.Equal(["left", "right"], turns.Where((turn, i) => i == 0 || turns[i - 1] != turn));
        // While a turn is asked for, nothing but the places of faces differs from frame to frame: only the next prompt tells that it was made.
        var during = end.Messages.Where(message => IsFrame(message) && message.GetProperty("liveness").Text("phase") == "turn")
            .GroupBy(message => message.GetProperty("liveness").GetProperty("turn").ToString()).Select(turn => turn.ToList()).ToList();
        Assert.All(during, turn => Assert.Single(turn.Select(message => (message.GetProperty("liveness").ToString(), message.GetProperty("progress").GetDouble())).Distinct()));
        Assert.All(during.SelectMany(turn => turn), message => Assert.Equal(["step", "of", "direction", "restarts"], message.GetProperty("liveness").GetProperty("turn").EnumerateObject().Select(field => field.Name)));
        Assert.Equal(("look", "done"), (told[0].Text("phase"), told[^1].Text("phase")));
        Assert.All(told, at => Assert.Equal(JsonValueKind.Null, at.GetProperty("light").ValueKind));
        // Nobody learns that the face matches before the turns are made.
        Assert.All(end.Messages.Where(IsFrame).SkipLast(1).SelectMany(message => message.GetProperty("faces").EnumerateArray()), face => Assert.NotEqual("match", face.Text("state")));
        var entry = (await Answers.JsonAsync(await service.GetAsync("admin", "/v1/audit?action=face.verified"))).GetProperty("entries")[0];
        Assert.Contains("Liveness: challenge, live.", entry.Text("detail"));
        Assert.Contains("semblance_liveness{policy=\"challenge\",verdict=\"live\"} 1", await (await service.GetAsync("admin", "/metrics")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Verify_RecordingOfAGoodSessionAgainstAnotherChallenge_IsRefused()
    {
        // In the recording the turn to the left comes first.
        await using var service = await StartAsync([HeadDirection.Right, HeadDirection.Left]);

        var end = await VerifyAsync(service, Clips.Whole(Man), new { type = "cancel" });

        Assert.Equal("Undecided", end.Outcome);
        Assert.Equal("unsure", end.Result.GetProperty("liveness").Text("verdict"));
        Assert.Equal(1, end.Messages.Last(IsFrame).GetProperty("liveness").GetProperty("turn").GetProperty("restarts").GetInt32());
    }

    [Fact]
    public async Task Verify_WhoTurnsAnotherWayThriceOver_IsRefusedAndToldWhatToTry()
    {
        await using var service = await StartAsync([HeadDirection.Up]);
        // To his left, to his right, and to his left again.
        var end = await VerifyAsync(service, Clips.Whole(Man).Concat(Clips.Whole(Man).Take(60)));

        Assert.Equal("Undecided", end.Outcome);
        var liveness = end.Result.GetProperty("liveness");
        Assert.Equal("unsure", liveness.Text("verdict"));
        Assert.Contains("arrow", liveness.Text("advice"));
        Assert.Equal("The head was turned another way than asked.", end.Result.GetProperty("reasons")[0].GetString());
        Assert.Equal("unsure", Assert.IsType<JsonElement>((await Jwt.VerifyAsync(service, end.Result.Text("token")!))["liveness"]).Text("verdict"));
        Assert.False(end.Result.TryGetProperty("person", out _));
    }

    [Fact]
    public async Task Verify_StillPhoto_IsRefusedUnderEveryPolicyButOff()
    {
        await using var service = await StartAsync([HeadDirection.Left, HeadDirection.Right], ("Liveness:Policy", "passive"));
        byte[] still = Clips.Whole(Man)[10];

        var ends = await Task.WhenAll(new[] { "passive", "challenge", "challenge+light" }.Select(async policy =>
        {
            using var client = await SessionClient.OpenAsync(service, await SessionClient.BeginAsync(service, "verify", new { purpose = "verify", person = "anna", liveness = policy }));
            return await client.PlayAsync(Enumerable.Repeat(still, 75), new { type = "cancel" }, rate: 6);
        }));

        Assert.All(ends, end => Assert.NotEqual("Match", end.Outcome));
    }

    [Fact]
    public async Task Verify_OnesFaceAndAnothersTurns_NeverMakeAMatch()
    {
        await using var service = await StartAsync([HeadDirection.Left]);
        await Answers.JsonAsync(await service.PostAsync("admin", "/v1/people", Person("berta", Clips.Of("person-b"))), HttpStatusCode.Created);

        var end = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "berta" }, Clips.Of("person-b").Take(20).Concat(Clips.Whole(Man).Take(70)), new { type = "cancel" });

        Assert.NotEqual("Match", end.Outcome);
        Assert.Contains(end.Messages.Where(IsFrame), message => message.GetProperty("liveness").Text("phase") == "turn");
    }

    [Fact]
    public async Task Identify_WhoTurnsAsAsked_IsNamed()
    {
        await using var service = await StartAsync([HeadDirection.Left]);

        var end = await SessionClient.RunAsync(service, "admin", new { purpose = "identify" }, Clips.Whole(Man).Take(90));

        Assert.Equal(("Match", "anna"), (end.Outcome, end.Result.GetProperty("person").Text("name")));
        // Administrators see what the checks rest on.
        Assert.True(end.Result.GetProperty("liveness").TryGetProperty("signs", out _));
        Assert.All(end.Result.GetProperty("liveness").GetProperty("checks").EnumerateArray().Take(2), check => Assert.InRange(check.GetProperty("score").GetDouble(), 0.5, 1));
    }

    private static async Task<RunningService> StartAsync(HeadDirection[] turns, params (string Name, string Value)[] settings)
    {
        var service = await RunningService.StartAsync(new KnownChallenges(turns), MadeTexture.Live, [("Liveness:Policy", "challenge"), .. settings]);
        await Answers.JsonAsync(await service.PostAsync("admin", "/v1/people", Person("anna", Clips.Whole(Man))), HttpStatusCode.Created);
        return service;
    }

    private static object Person(string name, IReadOnlyList<byte[]> clip) => new { name, consent = new { text = "I agree.", keepPhotos = false }, photos = (string[])[Convert.ToBase64String(clip[3]), Convert.ToBase64String(clip[15])] };

    private static Task<SessionEnd> VerifyAsync(RunningService service, IEnumerable<byte[]> frames, object? atTheEnd = null) =>
        SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "anna" }, frames, atTheEnd);

    private static bool IsFrame(JsonElement message) => message.Text("type") == "frame";
}

using System.Net;
using System.Text.Json;
using Semblance.Liveness;
using Semblance.Server.Tests.Sessions;

namespace Semblance.Server.Tests.Liveness;

/// <summary>Sessions that show coloured light. No clip answers it, so none is live; the head turn before it is one that the man of the clip makes.</summary>
public sealed class LightSessionTests : IAsyncLifetime
{
    private static readonly object s_anna = new { purpose = "verify", person = "anna" };

    // He turns to his left and back, and then looks straight for as long as it takes.
    private static readonly Lazy<IReadOnlyList<byte[]>> s_turn = new(() =>
    {
        var clip = Clips.Whole("turning-live");
        var straight = clip.Skip(85).Take(20).ToList();
        return [.. clip.Take(85), .. Enumerable.Repeat(straight.Concat(Enumerable.Reverse(straight)), 5).SelectMany(frame => frame)];
    });

    private RunningService _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await RunningService.StartAsync(new KnownChallenges(HeadDirection.Left) { Later = [HeadDirection.Right, HeadDirection.Left] }, MadeTexture.Live, ("Liveness:Policy", "challenge+light"));
        string[] photos = [Convert.ToBase64String(Clips.Whole("turning-live")[3])];
        await Answers.JsonAsync(await _service.PostAsync("admin", "/v1/people", new { name = "anna", consent = new { text = "I agree.", keepPhotos = false }, photos }), HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Light_PaintedAndNotAnswered_IsNoMatch()
    {
        using var client = await OpenAsync();
        var painter = new Painter(client);

        var end = await client.PlayAsync(s_turn.Value, new { type = "cancel" }, painter.PaintAsync);

        Assert.Contains(end.Outcome, (string[])["Undecided", "SpoofSuspected"]);
        var liveness = end.Result.GetProperty("liveness");
        Assert.Equal("challenge+light", liveness.Text("policy"));
        Assert.NotEqual("live", liveness.GetProperty("checks").EnumerateArray().Single(check => check.Text("name") == "light").Text("verdict"));
        var light = painter.Seen[0];
        Assert.Equal((1, 400, 1500), (light.GetProperty("number").GetInt32(), light.GetProperty("each").GetInt32(), light.GetProperty("startsWithin").GetInt32()));
        Assert.Equal(["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"], light.GetProperty("colours").EnumerateArray().Select(colour => colour.GetString()));
        // Not before the turn is made.
        var told = end.Messages.Where(message => message.Text("type") == "frame" && message.TryGetProperty("liveness", out _)).Select(message => message.GetProperty("liveness")).ToList();
        Assert.All(told.TakeWhile(at => at.Text("phase") != "light"), at => Assert.Equal(JsonValueKind.Null, at.GetProperty("light").ValueKind));
    }

    [Fact]
    public async Task Light_PaintedOutOfOrder_IsDrawnAnewTwiceAndThenRefused()
    {
        using var client = await OpenAsync();
        var painter = new Painter(client) { Order = [0, 2] };

        var end = await client.PlayAsync(s_turn.Value, new { type = "cancel" }, painter.PaintAsync);

        Assert.Equal([1, 2, 3], painter.Seen.Select(light => light.GetProperty("number").GetInt32()));
        Assert.Equal("Undecided", end.Outcome);
        Assert.Contains("not shown in their order", end.Result.GetProperty("reasons")[0].GetString());
        Assert.Contains("screen", end.Result.GetProperty("liveness").Text("advice"));
    }

    [Fact]
    public async Task Light_NeverPainted_IsRefused()
    {
        using var client = await OpenAsync();
        var painter = new Painter(client) { Order = [] };

        var end = await client.PlayAsync(s_turn.Value.Take(160), new { type = "cancel" }, painter.PaintAsync);

        Assert.True(painter.Seen.Count >= 2);
        Assert.Equal("Undecided", end.Outcome);
    }

    [Theory]
    [InlineData("""{"type":"painted","light":1,"index":0,"at":10}""")]
    [InlineData("""{"type":"painted","light":0,"index":0,"at":10}""")]
    [InlineData("""{"type":"painted","light":1,"index":-1,"at":10}""")]
    [InlineData("""{"type":"painted","light":1,"index":0}""")]
    [InlineData("""{"type":"painted","light":1,"index":0,"at":-1}""")]
    [InlineData("""{"type":"painted","light":1,"index":0,"at":1e300}""")]
    [InlineData("""{"type":"painted","light":1,"index":0,"at":1e8}""")]
    public async Task Painted_WhereThereIsNoLightOrNoTime_EndsTheSession(string message)
    {
        using var client = await OpenAsync();
        await client.SendFrameAsync(0, 0, s_turn.Value[0]);

        await client.SayAsync(message);
        var end = await client.EndAsync();

        Assert.Equal((4400, "badMessage"), (end.Code, end.Reason));
    }

    [Theory]
    [InlineData("look")]
    [InlineData("turn")]
    [InlineData("light")]
    public async Task NoLight_AsksForFiveTurnsInsteadAndNamesThePolicyThatWasApplied(string phase)
    {
        using var client = await OpenAsync();
        bool isSaid = false;
        await client.PlayAsync(s_turn.Value.Take(80), new { type = "cancel" }, async (message, _) =>
        {
            if (!isSaid && message.GetProperty("liveness").Text("phase") == phase)
            {
                isSaid = true;
                await client.SayAsync(new { type = "noLight" });
            }
        });
        var end = await client.EndAsync();

        Assert.True(isSaid);
        var last = end.Messages.Last(message => message.Text("type") == "frame").GetProperty("liveness");
        Assert.Equal((5, JsonValueKind.Null), (last.GetProperty("turn").GetProperty("of").GetInt32(), last.GetProperty("light").ValueKind));
        Assert.Equal(("challenge", "unsure"), (end.Result.GetProperty("liveness").Text("policy"), end.Result.GetProperty("liveness").Text("verdict")));
        Assert.DoesNotContain(end.Result.GetProperty("liveness").GetProperty("checks").EnumerateArray(), check => check.Text("name") == "light");
        Assert.Equal("challenge", Assert.IsType<JsonElement>((await Jwt.VerifyAsync(_service, end.Result.Text("token")!))["liveness"]).Text("policy"));
        Assert.Contains("Liveness: challenge, unsure.", (await Answers.JsonAsync(await _service.GetAsync("admin", "/v1/audit?action=face.verified"))).GetProperty("entries")[0].Text("detail"));
    }

    private async Task<SessionClient> OpenAsync() => await SessionClient.OpenAsync(_service, await SessionClient.BeginAsync(_service, "verify", s_anna));

    /// <summary>A page that paints what it is told, on time, and reports it; in another order where a test asks for it.</summary>
    private sealed class Painter(SessionClient client)
    {
        private int _number, _next;
        private double _due;

        /// <summary>Which colours to report; null: all in order.</summary>
        public int[]? Order { get; init; }

        /// <summary>The sequences that were told.</summary>
        public List<JsonElement> Seen { get; } = [];

        public async Task PaintAsync(JsonElement message, double now)
        {
            if (!message.TryGetProperty("liveness", out var liveness) || liveness.GetProperty("light") is not { ValueKind: JsonValueKind.Object } light)
                return;
            if (light.GetProperty("number").GetInt32() != _number)
            {
                Seen.Add(light);
                (_number, _next, _due) = (light.GetProperty("number").GetInt32(), 0, now + 300);
            }
            var order = Order ?? [.. Enumerable.Range(0, light.GetProperty("colours").GetArrayLength())];
            if (now < _due || _next >= order.Length)
                return;
            await client.SayAsync(new { type = "painted", light = _number, index = order[_next++], at = now });
            _due = now + 400;
        }
    }
}

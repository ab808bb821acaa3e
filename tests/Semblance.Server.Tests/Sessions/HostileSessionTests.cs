using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Clients of sessions that break the rules, each ended with a code and a reason, and none with a result.</summary>
public sealed class HostileSessionTests(HostileSessionTests.BehindProxy proxy) : IClassFixture<HostileSessionTests.BehindProxy>
{
    private readonly RunningService _service = proxy.Service;

    [Fact]
    public async Task Token_WrongUsedTwiceOrMissing_OpensNothing()
    {
        var session = await BeginAsync();
        using (var wrong = await SessionClient.OpenAsync(_service, session, token: new string('0', 64)))
            AssertEnd(await wrong.EndAsync(), 4401, "badToken");
        using (var garbage = await SessionClient.OpenAsync(_service, session, token: "none"))
            AssertEnd(await garbage.EndAsync(), 4401, "badToken");
        using (var another = await SessionClient.OpenAsync(_service, session, (await BeginAsync()).GetProperty("token").GetString()))
            AssertEnd(await another.EndAsync(), 4401, "badToken");

        using var first = await SessionClient.OpenAsync(_service, session);
        await first.SendFrameAsync(0, 0, Clips.Of("person-f")[0]);
        using var second = await SessionClient.OpenAsync(_service, session);

        AssertEnd(await second.EndAsync(), 4401, "badToken");
        await first.SayAsync(new { type = "cancel" });
        Assert.NotEqual("Match", (await first.EndAsync()).Outcome);
        using var replayed = await SessionClient.OpenAsync(_service, session);
        AssertEnd(await replayed.EndAsync(), 4401, "badToken");
    }

    [Theory]
    [InlineData(5u, 5u)]
    [InlineData(5u, 4u)]
    public async Task Frames_OutOfOrder_EndTheSession(uint first, uint then)
    {
        using var client = await OpenAsync();
        byte[] frame = Clips.Of("person-f")[0];
        await client.SendFrameAsync(first, 0, frame);
        await client.SendFrameAsync(then, 100, frame);

        AssertEnd(await client.EndAsync(), 4409, "outOfOrder");
    }

    [Fact]
    public async Task Frames_WithTimeRunningBackwards_EndTheSession()
    {
        using var client = await OpenAsync();
        byte[] frame = Clips.Of("person-f")[0];
        await client.SendFrameAsync(0, 500, frame);
        await client.SendFrameAsync(1, 499, frame);

        AssertEnd(await client.EndAsync(), 4409, "outOfOrder");
    }

    [Fact]
    public async Task Frame_TooLarge_EndsTheSession()
    {
        using var client = await OpenAsync();
        await client.SendFrameAsync(0, 0, [0xFF, 0xD8, 0xFF, .. new byte[600_000]]);

        AssertEnd(await client.EndAsync(), 4413, "frameTooLarge");
    }

    [Fact]
    public async Task Frame_OfTooManyPixelsInFewBytes_EndsTheSession()
    {
        using var client = await OpenAsync();
        using var bitmap = new SkiaSharp.SKBitmap(2000, 2000);
        await client.SendFrameAsync(0, 0, bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Jpeg, 50).ToArray());

        AssertEnd(await client.EndAsync(), 4400, "badMessage");
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3 })]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A })]
    public async Task Frame_ThatIsNoPhoto_EndsTheSession(byte[] bytes)
    {
        using var client = await OpenAsync();
        await client.SendFrameAsync(0, 0, bytes);

        AssertEnd(await client.EndAsync(), 4400, "badMessage");
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public async Task Frame_AtNoTime_EndsTheSession(double milliseconds)
    {
        using var client = await OpenAsync();
        await client.SendFrameAsync(0, milliseconds, Clips.Of("person-f")[0]);

        AssertEnd(await client.EndAsync(), 4400, "badMessage");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"type":"start","token":"again"}""")]
    [InlineData("""{"type":"retake","pose":"straight"}""")]
    [InlineData("""{"type":"format the disk"}""")]
    public async Task Message_ThatIsNone_EndsTheSession(string text)
    {
        using var client = await OpenAsync();
        await client.SayAsync(text);

        AssertEnd(await client.EndAsync(), 4400, "badMessage");
    }

    [Fact]
    public async Task NoLight_WhereTheSettingForbidsIt_EndsTheSession()
    {
        await using var strict = await RunningService.StartAsync(("Liveness:Policy", "challenge+light"), ("Liveness:MaySpareLight", "false"));
        using var client = await SessionClient.OpenAsync(strict, await SessionClient.BeginAsync(strict, "verify", new { purpose = "verify", person = "nobody" }));
        await client.SayAsync(new { type = "noLight" });

        AssertEnd(await client.EndAsync(), 4400, "badMessage");
    }

    [Fact]
    public async Task Frames_TooManyAtOnce_EndTheSession()
    {
        using var client = await OpenAsync();
        byte[] frame = Clips.Of("person-f")[0];
        for (uint i = 0; i < 200; i++)
            await client.SendFrameAsync(i, i, frame);

        AssertEnd(await client.EndAsync(), 4429, "tooManyFrames");
    }

    [Fact]
    public async Task Frames_FasterThanTheyAreRead_TheNewestWins()
    {
        using var client = await OpenAsync();
        byte[] frame = Clips.Of("person-f")[0];
        for (uint i = 0; i < 50; i++)
            await client.SendFrameAsync(i, i, frame);
        await UntilAsync(() => client.Messages.Any(message => IsFrame(message) && message.GetProperty("sequence").GetUInt32() == 49));

        var last = client.Messages.Last(IsFrame);
        Assert.True(last.GetProperty("dropped").GetInt32() > 0);
        Assert.Equal(50, client.Messages.Count(IsFrame) + last.GetProperty("dropped").GetInt32());
        await client.SayAsync(new { type = "cancel" });
        await client.EndAsync();
    }

    [Fact]
    public async Task Stream_ThatStalls_IsEnded()
    {
        using var client = await OpenAsync();
        await client.SendFrameAsync(0, 0, Clips.Of("person-f")[0]);

        AssertEnd(await client.EndAsync(), 4408, "stalled");
    }

    [Fact]
    public async Task Socket_FromAnotherOriginOrWithoutTheProtocol_IsRefused()
    {
        var session = await BeginAsync();

        await Assert.ThrowsAsync<WebSocketException>(() => SessionClient.OpenAsync(_service, session, origin: "https://evil.example"));

        using var bare = new ClientWebSocket();
        var address = new Uri(_service.Address.ToString().Replace("http", "ws").TrimEnd('/') + session.GetProperty("socket").GetString());
        await Assert.ThrowsAsync<WebSocketException>(() => bare.ConnectAsync(address, CancellationToken.None));
    }

    [Fact]
    public async Task Session_ThatWasAbandoned_OpensNothing()
    {
        var session = await BeginAsync();
        await _service.SendAsync("verify", HttpMethod.Delete, $"/v1/sessions/{session.GetProperty("id").GetString()}");

        using var client = await SessionClient.OpenAsync(_service, session);

        AssertEnd(await client.EndAsync(), 4401, "badToken");
    }

    [Fact]
    public async Task StillPicture_IsNeverDecidedOn()
    {
        using var client = await OpenAsync();

        var end = await client.PlayAsync(Enumerable.Repeat(Clips.Of("person-f")[0], 150));

        Assert.NotEqual("Match", end.Outcome);
    }

    [Fact]
    public async Task Sessions_MoreThanACallerMayHave_AreRefused()
    {
        await using var small = await RunningService.StartAsync(("Limits:SessionsPerKey", "2"));
        for (int i = 0; i < 2; i++)
            await SessionClient.BeginAsync(small, "verify", new { purpose = "identify" });

        var refused = await small.PostAsync("verify", "/v1/sessions", new { purpose = "identify" });

        await Answers.ProblemAsync(refused, 429, "tooManySessions");
        Assert.NotNull(refused.Headers.RetryAfter);
        await SessionClient.BeginAsync(small, "enroll", new { purpose = "identify" });
    }

    [Fact]
    public async Task Sessions_MoreThanTheMachineCanRun_AreTurnedAway()
    {
        await using var small = await RunningService.StartAsync(("Limits:SessionsAtOnce", "1"));
        var request = new { purpose = "verify", person = "nobody" };
        var (one, two) = (await SessionClient.BeginAsync(small, "verify", request), await SessionClient.BeginAsync(small, "verify", request));
        using var running = await SessionClient.OpenAsync(small, one);
        await UntilAsync(() => running.Messages.Count > 0);

        using var waiting = await SessionClient.OpenAsync(small, two);

        AssertEnd(await waiting.EndAsync(), 4504, "overloaded");
        await Answers.ProblemAsync(await small.PostAsync("enroll", "/v1/sessions", request), 503, "overloaded");
        await running.SayAsync(new { type = "cancel" });
        await running.EndAsync();
        await UntilAsync(async () => (await small.PostAsync("enroll", "/v1/sessions", request)).StatusCode == System.Net.HttpStatusCode.Created);
    }

    [Fact]
    public async Task Service_ThatStops_EndsItsSessionsWithAReason()
    {
        var stopping = await RunningService.StartAsync();
        var client = await SessionClient.OpenAsync(stopping, await SessionClient.BeginAsync(stopping, "verify", new { purpose = "verify", person = "nobody" }));
        await client.SendFrameAsync(0, 0, Clips.Of("person-f")[0]);
        await UntilAsync(() => client.Messages.Count >= 2);

        await stopping.DisposeAsync();

        AssertEnd(await client.EndAsync(), 4503, "stopping");
        client.Dispose();
    }

    [Fact]
    public async Task BreakingOff_BeforeTheAnswer_IsAFailureLikeAnyOther()
    {
        await using var own = await RunningService.StartAsync();
        for (int i = 0; i < 5; i++)
        {
            using var client = await SessionClient.OpenAsync(own, await SessionClient.BeginAsync(own, "verify", new { purpose = "verify", person = "nobody" }));
            for (uint k = 0; k < 4; k++)
                await client.SendFrameAsync(k, 100 * k, Clips.Of("person-f")[(int)k]);
            await UntilAsync(() => client.Messages.Any(IsFrame));
            // Gone in the middle of it, or against the rules: it makes no difference.
            if (i % 2 == 0)
                await client.SayAsync("nonsense");
            else
                client.Dispose();
            await client.EndAsync();
        }
        await UntilAsync(async () => (await own.PostAsync("verify", "/v1/sessions", new { purpose = "verify", person = "nobody" })).StatusCode == System.Net.HttpStatusCode.TooManyRequests);

        var refused = await own.PostAsync("verify", "/v1/sessions", new { purpose = "verify", person = "nobody" });

        await Answers.ProblemAsync(refused, 429, "lockedOut");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
        // It costs who was claimed, and nobody else.
        await SessionClient.BeginAsync(own, "verify", new { purpose = "verify", person = "somebody else" });
        await SessionClient.BeginAsync(own, "verify", new { purpose = "identify" });
    }

    [Fact]
    public async Task BreakingOff_BeforeAFaceWasJudged_CostsNobodyAnything()
    {
        await using var own = await RunningService.StartAsync();
        for (int i = 0; i < 7; i++)
        {
            using var client = await SessionClient.OpenAsync(own, await SessionClient.BeginAsync(own, "verify", new { purpose = "verify", person = "nobody" }));
            await UntilAsync(() => client.Messages.Count > 0);
            await client.SayAsync(new { type = "cancel" });
            await client.EndAsync();
        }

        await SessionClient.BeginAsync(own, "verify", new { purpose = "verify", person = "nobody" });
    }

    // Nobody is enrolled: a claim runs on, whoever is shown.
    private async Task<JsonElement> BeginAsync()
    {
        // From an address of its own each time: otherwise the failures would add up, as they should.
        string address = $"2001:db8::{Random.Shared.Next(1, 65536):x}:{Random.Shared.Next(1, 65536):x}", person = $"nobody {Random.Shared.Next()}";
        var answer = await _service.SendAsync("verify", HttpMethod.Post, "/v1/sessions", JsonContent.Create(new { purpose = "verify", person }), ("X-Forwarded-For", address));
        return await Answers.JsonAsync(answer, System.Net.HttpStatusCode.Created);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 500; i++)
        {
            if (await holds())
                return;
            await Task.Delay(20);
        }
        Assert.Fail("It did not come to this within ten seconds.");
    }

    private async Task<SessionClient> OpenAsync() => await SessionClient.OpenAsync(_service, await BeginAsync());

    /// <summary>A service that believes what a proxy on this machine says of its callers' addresses.</summary>
    public sealed class BehindProxy : IAsyncLifetime
    {
        public RunningService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await RunningService.StartAsync(("ForwardedHeaders:KnownProxies", "127.0.0.1;::1"));

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }

    private static bool IsFrame(JsonElement message) => message.GetProperty("type").GetString() == "frame";

    private static void AssertEnd(SessionEnd end, int code, string reason)
    {
        Assert.Equal((code, reason), (end.Code, end.Reason));
        Assert.DoesNotContain(end.Messages, message => message.GetProperty("type").GetString() == "result");
    }
}

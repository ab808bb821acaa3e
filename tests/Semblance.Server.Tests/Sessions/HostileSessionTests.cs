using System.Net.WebSockets;
using System.Text.Json;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Clients of sessions that break the rules, each ended with a code and a reason, and none with a result.</summary>
public sealed class HostileSessionTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Token_WrongUsedTwiceOrMissing_OpensNothing()
    {
        var session = await BeginAsync();
        using (var wrong = await SessionClient.OpenAsync(service, session, token: new string('0', 64)))
            AssertEnd(await wrong.EndAsync(), 4401, "badToken");
        using (var garbage = await SessionClient.OpenAsync(service, session, token: "none"))
            AssertEnd(await garbage.EndAsync(), 4401, "badToken");
        using (var another = await SessionClient.OpenAsync(service, session, (await BeginAsync()).GetProperty("token").GetString()))
            AssertEnd(await another.EndAsync(), 4401, "badToken");

        using var first = await SessionClient.OpenAsync(service, session);
        await first.SendFrameAsync(0, 0, Clips.Of("person-f")[0]);
        using var second = await SessionClient.OpenAsync(service, session);

        AssertEnd(await second.EndAsync(), 4401, "badToken");
        await first.SayAsync(new { type = "cancel" });
        Assert.NotEqual("Match", (await first.EndAsync()).Outcome);
        using var replayed = await SessionClient.OpenAsync(service, session);
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
        while (!client.Messages.Any(message => IsFrame(message) && message.GetProperty("sequence").GetUInt32() == 49))
            await Task.Delay(20);

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

        await Assert.ThrowsAsync<WebSocketException>(() => SessionClient.OpenAsync(service, session, origin: "https://evil.example"));

        using var bare = new ClientWebSocket();
        var address = new Uri(service.Address.ToString().Replace("http", "ws").TrimEnd('/') + session.GetProperty("socket").GetString());
        await Assert.ThrowsAsync<WebSocketException>(() => bare.ConnectAsync(address, CancellationToken.None));
    }

    [Fact]
    public async Task Session_ThatWasAbandoned_OpensNothing()
    {
        var session = await BeginAsync();
        await service.SendAsync("verify", HttpMethod.Delete, $"/v1/sessions/{session.GetProperty("id").GetString()}");

        using var client = await SessionClient.OpenAsync(service, session);

        AssertEnd(await client.EndAsync(), 4401, "badToken");
    }

    [Fact]
    public async Task StillPicture_IsNeverDecidedOn()
    {
        var end = await SessionClient.RunAsync(service, "verify", new { purpose = "verify", person = "nobody" }, Enumerable.Repeat(Clips.Of("person-f")[0], 150));

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
    public async Task Service_ThatStops_EndsItsSessionsWithAReason()
    {
        var stopping = await RunningService.StartAsync();
        var client = await SessionClient.OpenAsync(stopping, await SessionClient.BeginAsync(stopping, "verify", new { purpose = "identify" }));
        await client.SendFrameAsync(0, 0, Clips.Of("person-f")[0]);
        while (client.Messages.Count < 2)
            await Task.Delay(20);

        await stopping.DisposeAsync();

        AssertEnd(await client.EndAsync(), 4503, "stopping");
        client.Dispose();
    }

    private Task<JsonElement> BeginAsync() => SessionClient.BeginAsync(service, "verify", new { purpose = "identify" });

    private async Task<SessionClient> OpenAsync() => await SessionClient.OpenAsync(service, await BeginAsync());

    private static bool IsFrame(JsonElement message) => message.GetProperty("type").GetString() == "frame";

    private static void AssertEnd(SessionEnd end, int code, string reason)
    {
        Assert.Equal((code, reason), (end.Code, end.Reason));
        Assert.DoesNotContain(end.Messages, message => message.GetProperty("type").GetString() == "result");
    }
}

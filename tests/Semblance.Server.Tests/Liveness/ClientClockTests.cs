using Semblance.Server.Sessions;
using Semblance.Server.Tests.Sessions;

namespace Semblance.Server.Tests.Liveness;

/// <summary>Times that a client gives, against a clock of the test's own.</summary>
public sealed class ClientClockTests
{
    private readonly SetClock _time = new();

    // Seconds on the service's clock and on the client's, which begins anywhere.
    [Theory]
    [InlineData(true, new double[] { 0, 100, 10, 110, 60, 160 })]
    [InlineData(true, new double[] { 0, 0, 10, 10.9, 20, 20.9 })]
    [InlineData(false, new double[] { 0, 0, 10, 11.1 })]
    // Twice as fast, or half.
    [InlineData(false, new double[] { 0, 0, 0.5, 1, 1, 2, 2, 4 })]
    [InlineData(false, new double[] { 0, 0, 5, 2.5, 11, 5.5 })]
    // A connection holds some messages up and lets them go together.
    [InlineData(true, new double[] { 0, 0, 4, 0.1, 4, 1, 4, 2, 4, 4 })]
    [InlineData(false, new double[] { 0, 0, 6, 0.5 })]
    // A first message that was late says nothing of those after it, but gives them no second more.
    [InlineData(true, new double[] { 2, 0, 3, 2, 4, 3 })]
    [InlineData(false, new double[] { 2, 0, 3, 2.1 })]
    public void Times_AreAllowedWithinBounds(bool expected, double[] clocks)
    {
        var clock = new ClientClock(new SessionLimits(), _time);

        bool isAllowed = clocks.Chunk(2).All(pair =>
        {
            _time.Now = TimeSpan.FromSeconds(pair[0]);
            return clock.Allows(TimeSpan.FromSeconds(pair[1]));
        });

        Assert.Equal(expected, isAllowed);
    }

    [Fact]
    public async Task Frames_FasterThanTime_EndTheSession()
    {
        await using var service = await RunningService.StartAsync();
        using var client = await SessionClient.OpenAsync(service, await SessionClient.BeginAsync(service, "verify", new { purpose = "identify" }));
        byte[] frame = Clips.Of("person-f")[0];

        await client.SendFrameAsync(0, 0, frame);
        await client.SendFrameAsync(1, 2000, frame);
        var end = await client.EndAsync();

        Assert.Equal((4400, "badMessage"), (end.Code, end.Reason));
    }

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long GetTimestamp() => Now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}

using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>Which reports of painted colours can be.</summary>
public sealed class LightScheduleTests
{
    private static readonly TimeSpan s_latency = TimeSpan.FromMilliseconds(400);

    private readonly LightSequence _sequence = RandomLight.Next();
    private readonly LightSchedule _schedule;

    public LightScheduleTests() => _schedule = new LightSchedule(_sequence, s_latency);

    [Fact]
    public void Paint_AllInOrderAndAtPace_IsComplete()
    {
        Paint(0, _sequence.Colours.Count, 400);

        Assert.True(_schedule.IsComplete);
        Assert.False(_schedule.HasFailed);
        Assert.Equal(Milliseconds(1000 + 400 * (_sequence.Colours.Count - 1)) + _sequence.Each + s_latency, _schedule.End);
    }

    [Fact]
    public void Paint_LastOneMissing_HasNoEnd()
    {
        Paint(0, _sequence.Colours.Count - 1, 400);

        Assert.False(_schedule.IsComplete);
        Assert.Null(_schedule.End);
    }

    [Fact]
    public void Paint_LaterColoursBeforeTheFirst_ArePassedOver()
    {
        _schedule.Paint(7, Milliseconds(200));
        _schedule.Paint(8, Milliseconds(600));

        Assert.False(_schedule.HasBegun);
        Assert.False(_schedule.HasFailed);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(99)]
    public void Paint_OutOfOrder_Fails(int index)
    {
        Paint(0, 1, 400);

        _schedule.Paint(index, Milliseconds(1400));

        Assert.True(_schedule.HasFailed);
    }

    [Theory]
    [InlineData(333, true)]
    [InlineData(334, false)]
    [InlineData(800, false)]
    [InlineData(801, true)]
    [InlineData(-400, true)]
    public void Paint_Spacing_MustSuitThePace(int spacing, bool fails)
    {
        Paint(0, 1, 400);

        _schedule.Paint(1, Milliseconds(1000 + spacing));

        Assert.Equal(fails, _schedule.HasFailed);
    }

    [Fact]
    public void Paint_OneTooMany_Fails()
    {
        Paint(0, _sequence.Colours.Count, 400);

        _schedule.Paint(_sequence.Colours.Count, Milliseconds(1000 + 400 * _sequence.Colours.Count));

        Assert.True(_schedule.HasFailed);
        Assert.False(_schedule.IsComplete);
    }

    [Fact]
    public void Paint_AfterFailure_StaysFailed()
    {
        Paint(0, 1, 400);
        _schedule.Paint(5, Milliseconds(1400));

        _schedule.Paint(1, Milliseconds(1400));

        Assert.True(_schedule.HasFailed);
        Assert.Single(_schedule.Painted);
    }

    private void Paint(int from, int to, int spacing)
    {
        for (int index = from; index < to; index++)
            _schedule.Paint(index, Milliseconds(1000 + spacing * index));
    }

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}

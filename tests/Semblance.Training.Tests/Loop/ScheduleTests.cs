namespace Semblance.Training.Tests.Loop;

public class ScheduleTests
{
    [Fact]
    public void At_DetectorByMinutes_RisesThenFalls()
    {
        var schedule = new Semblance.Training.Detectors.DetectorRecipe { WarmUp = 0.1 }.Schedule();

        Assert.Equal([0.01, 0.5, 1, 0.01], new[] { 0, 0.05, 0.1, 1 }.Select(done => schedule.At(done, done)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void At_LinearDecayOverTheLastFifth_StaysBeforeIt()
    {
        var schedule = new Schedule(WarmUp: 0.04, Decay: 0.2, Fall.Linear, Least: 0.01);

        // Of 100 steps: the first four rise, the last twenty fall.
        Assert.Equal([0.25, 1, 1, 1, 0.5, 0.05], new[] { 0, 3, 40, 80, 90, 99 }.Select(step => schedule.At(step / 100.0, (step + 1) / 100.0)), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void At_NothingAsked_IsConstant() => Assert.All(new[] { 0, 0.3, 1 }, done => Assert.Equal(1, new Schedule().At(done, done)));
}

using Semblance.Liveness;
using Semblance.Training.Liveness;

namespace Semblance.Training.Tests.Liveness;

/// <summary>Where the limits of life come to lie.</summary>
public class LifeCalibrationTests
{
    [Fact]
    public void Derive_PeopleWhoMoveMoreThanStills_LiesHalfWayBetween()
    {
        LifeTrial[] trials =
        [
            new("a", null, [new(0.04, 4), new(0.05, 5)]), new("b", null, [new(0.08, 2), new(0.09, 3)]),
            new("a", "H.264", [new(0.001, 0.1), new(0.01, 0.2)]), new("b", "VP9", [new(0.002, 0.5)]),
        ];

        var limits = LifeCalibration.Derive(trials, new LifeOptions(), "The command.", _ => { });

        Assert.Equal((0.02, 1), (limits.LeastDrift, limits.LeastChange));
        Assert.EndsWith("The command.", limits.Evidence["leastDrift"]);
        Assert.Contains("0 of 2 encoded stills", limits.Evidence["all"]);
    }

    [Fact]
    public void Derive_StillThatChangesAsMuchAsAPerson_KeepsThatLimit()
    {
        LifeTrial[] trials = [new("a", null, [new(0.04, 1)]), new("a", "MJPEG", [new(0.01, 2)])];

        var limits = LifeCalibration.Derive(trials, new LifeOptions { LeastChange = 0.7 }, "The command.", _ => { });

        Assert.Equal((0.02, 0.7), (limits.LeastDrift, limits.LeastChange));
        Assert.StartsWith("Kept", limits.Evidence["leastChange"]);
    }
}

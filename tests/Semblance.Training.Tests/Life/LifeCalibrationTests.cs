using Semblance.Liveness;
using Semblance.Training.Life;

namespace Semblance.Training.Tests.Life;

/// <summary>Where the limits of life come to lie.</summary>
public class LifeCalibrationTests
{
    [Fact]
    public void Derive_PeopleWhoChangeMoreThanPhotos_LiesHalfWayBetween()
    {
        LifeTrial[] trials = [new("a", null, [0.16, 0.5]), new("b", null, [0.3, 0.4]), new("a", "H.264", [0.01, 0.02]), new("b", "shaken", [0.04])];

        var limits = LifeCalibration.Derive(trials, new LifeOptions(), "The command.", _ => { });

        Assert.Equal(0.08, limits.LeastChange);
        Assert.EndsWith("The command.", limits.Evidence["leastChange"]);
        Assert.Contains("0 of 2 films of photos", limits.Evidence["leastChange"]);
    }

    [Fact]
    public void Derive_PhotoThatChangesAsMuchAsAPerson_KeepsTheLimit()
    {
        LifeTrial[] trials = [new("a", null, [0.1]), new("a", "MJPEG", [0.2])];

        var limits = LifeCalibration.Derive(trials, new LifeOptions { LeastChange = 0.07 }, "The command.", _ => { });

        Assert.Equal(0.07, limits.LeastChange);
        Assert.StartsWith("Kept", limits.Evidence["leastChange"]);
    }
}

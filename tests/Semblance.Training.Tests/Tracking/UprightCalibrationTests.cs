using Semblance.Detection;
using Semblance.Training.Tracking;

namespace Semblance.Training.Tests.Tracking;

/// <summary>How limits of upright faces are derived.</summary>
public class UprightCalibrationTests
{
    private static readonly float[] s_clear = [0.95f, 0.1f, 0.2f, 0.1f], s_onItsHead = [0.6f, 0.1f, 0.95f, 0.1f];

    [Fact]
    public void Errors_FacesAsTheyStandAndTurned_AreCountedByKind()
    {
        UprightTrial[] trials =
        [
            new("a", 0, s_clear, s_clear), new("b", 0, s_onItsHead, s_onItsHead), new("c", 180, s_onItsHead, s_onItsHead), new("d", 180, s_clear, s_clear), new("e", 90, null, new float[4]),
        ];

        Assert.Equal([1, 1, 1, 0, 1, 2, 0], UprightCalibration.Errors(trials, new UprightOptions()));
    }

    [Fact]
    public void Derive_UprightFacesThatATurnBeats_WidensTheMargin()
    {
        UprightTrial[] trials =
        [
            .. Enumerable.Range(0, 4).Select(i => new UprightTrial($"{i}", 0, [0.8f, 0.1f, 0.84f + 0.01f * i, 0.1f], s_clear)),
            .. Enumerable.Range(0, 4).Select(i => new UprightTrial($"{i}", 180, s_onItsHead, s_onItsHead)),
        ];

        var limits = UprightCalibration.Derive(trials, new UprightOptions(), "The command.", _ => { });

        Assert.InRange(limits.Margin, 0.07f, 0.1f);
        Assert.Contains("4 are refused and 0 taken for turned", limits.Evidence["all"]);
    }
}

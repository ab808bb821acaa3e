using Semblance.Recognition;
using Semblance.Training.Quality;

namespace Semblance.Training.Tests.Quality;

/// <summary>Where limits of quality come to lie.</summary>
public class QualityCalibrationTests
{
    [Fact]
    public void Limit_RateThatFalls_LiesWhereItPassesTheLevel()
    {
        // Recognised always from 49 on, half of the time from 21 on, never below.
        var photos = Enumerable.Range(0, 100).Select(i => ((double)i, i >= 50 ? 1.0 : i >= 20 ? i % 2 : 0));

        Assert.Equal((49, false), QualityCalibration.Limit(photos, 0.9));
        Assert.Equal((21, false), QualityCalibration.Limit(photos, 0.5));
    }

    [Fact]
    public void Limit_OneBadPhotoAmongGoodOnes_MovesNothing()
    {
        var photos = Enumerable.Range(0, 100).Select(i => ((double)i, i == 90 || i < 30 ? 0.0 : 1));

        Assert.Equal(30, QualityCalibration.Limit(photos, 0.9).Goodness);
    }

    [Fact]
    public void Limit_AllRecognised_IsTheWorstThatWasSeen() => Assert.Equal((3, true), QualityCalibration.Limit([(5, 1), (3, 1), (8, 1)], 0.9));

    [Fact]
    public void Limit_NoneRecognised_CannotBeTold() => Assert.Throws<ArgumentException>(() => QualityCalibration.Limit([(5, 0), (3, 0)], 0.5));

    [Fact]
    public void Derive_FacesThatFailBelowALimit_GivesThatLimitAndSaysWhy()
    {
        var good = new FaceQuality(100, 0.3, 0.4, 130, 40, Pose: new HeadPose(0, 0, 0));
        var trials = new List<QualityTrial>();
        for (int i = 0; i < 200; i++)
        {
            double share = i / 200.0;
            Add(Spoiled.Unchanged, good, true);
            Add(Spoiled.Small, good with { Side = (float)(100 * share) }, share > 0.25);
            Add(Spoiled.CutOff, good with { Margin = 0.3 - share }, share < 0.6);
            Add(Spoiled.Blurred, good with { Sharpness = 0.4 * share }, share > 0.5);
            Add(Spoiled.Dark, good with { Brightness = 130 * share }, share > 0.2);
            Add(Spoiled.Bright, good with { Brightness = 130 + 125 * share }, share < 0.8);
            Add(Spoiled.Flat, good with { Contrast = 40 * share }, share > 0.1);
            Add(QualityTrial.Natural, good with { Pose = new HeadPose(90 * share * (i % 2 == 0 ? 1 : -1), i % 21, 0) }, share < 0.4 && i % 4 != 0);
        }
        // A pair that is not recognised in the first place says nothing about what spoils a photo.
        trials.Add(new QualityTrial(1000, Spoiled.Unchanged, 0, good, 0.2));
        trials.AddRange(Enumerable.Range(1, 50).Select(i => new QualityTrial(1000, Spoiled.Small, i, good with { Side = 100 - i }, 0.2)));

        var limits = new QualityCalibration(trials, threshold: 0.5, "the command.").Derive(QualityOptions.Default);

        var five = limits.Enrolment.FivePoint;
        Assert.InRange(five.MinSide, 22, 26);
        Assert.InRange(five.MinMargin, -0.4, -0.29);
        Assert.InRange(five.MinSharpness, 0.16, 0.2);
        Assert.InRange(five.MinBrightness, 20, 27);
        Assert.InRange(five.MaxBrightness, 228, 242);
        Assert.InRange(five.MinContrast, 3, 4.3);
        Assert.InRange(five.MaxYaw!.Value, 35, 42);
        Assert.Equal(QualityOptions.Default.Enrolment.Box, limits.Enrolment.Box);
        Assert.Contains("of 200 photos", limits.Evidence["enrolment.fivePoint.minSide"], StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("the command.", limits.Evidence["verification.fivePoint.minSide"]);
        Assert.True(limits.Verification.FivePoint.MinSide <= five.MinSide && limits.Verification.FivePoint.MaxYaw >= five.MaxYaw);

        void Add(string kind, FaceQuality quality, bool recognised) => trials.Add(new QualityTrial(trials.Count / 8, kind, 1, quality, recognised ? 0.8 : 0.2));
    }
}

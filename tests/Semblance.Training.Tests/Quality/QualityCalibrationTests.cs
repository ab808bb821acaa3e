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
            Add(QualityTrial.Natural, good with { Pose = new HeadPose(90 * share * (i % 2 == 0 ? 1 : -1), i % 21, 0) }, share < 0.4 && i % 4 != 0, level: 0);
        }
        // A profile of which the landmarks say that it looks far up.
        trials.AddRange(Enumerable.Range(0, 100).Select(i => new QualityTrial(-1, QualityTrial.Natural, 1, good with { Pose = new HeadPose(70, 60, 0) }, 0.2)));
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
        // Hardly a head is raised further than 20 degrees, so recognition beyond is not known to fail.
        Assert.Equal(QualityOptions.Default.Enrolment.FivePoint.MaxPitch, five.MaxPitch);
        Assert.Contains("Kept", limits.Evidence["enrolment.fivePoint.maxPitch"]);
        Assert.Equal(QualityOptions.Default.Enrolment.Box, limits.Enrolment.Box);
        Assert.Contains("of 200 photos", limits.Evidence["enrolment.fivePoint.minSide"], StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("the command.", limits.Evidence["verification.fivePoint.minSide"]);
        Assert.True(limits.Verification.FivePoint.MinSide <= five.MinSide && limits.Verification.FivePoint.MaxYaw >= five.MaxYaw);

        void Add(string kind, FaceQuality quality, bool recognised, double level = 1) => trials.Add(new QualityTrial(trials.Count / 8, kind, level, quality, recognised ? 0.8 : 0.2));
    }

    [Fact]
    public void Derive_StrangersThatMatchWhenFacesAreDark_TightensThatLimitOnly()
    {
        var trials = new List<QualityTrial>();
        for (int person = 0; person < 60; person++)
        {
            Add(Spoiled.Unchanged, 0, 130, Own(person));
            Add(QualityTrial.Natural, 0, 130, Own(person));
            // Recognised however dark; but below 40 everybody looks like the first ten people.
            for (int level = 1; level <= 12; level++)
                Add(Spoiled.Dark, level, 130 - 10 * level, 130 - 10 * level < 40 ? Own(person % 10) : Own(person));
            foreach (string kind in (string[])[Spoiled.Small, Spoiled.CutOff, Spoiled.Blurred, Spoiled.Bright, Spoiled.Flat])
                Add(kind, 1, 130, Own(person));

            void Add(string kind, double level, double brightness, float[] embedding) => trials.Add(
                new QualityTrial(person, kind, level, new FaceQuality(100, 0.3, 0.4, brightness, 40, Pose: new HeadPose(0, 0, 0)), 0.9) { Person = $"{person}", Embedding = new Embedding("model", embedding) });
        }

        var lax = new QualityCalibration(trials, threshold: 0.5, "the command.").Derive(QualityOptions.Default);
        var strict = new QualityCalibration(trials, threshold: 0.5, "the command.", promised: 0.0001).Derive(QualityOptions.Default);

        Assert.Equal(10, lax.Verification.FivePoint.MinBrightness);
        Assert.InRange(strict.Verification.FivePoint.MinBrightness, 40, 60);
        Assert.Contains("tightened", strict.Evidence["verification.fivePoint.minBrightness"]);
        Assert.Equal(lax.Verification.FivePoint with { MinBrightness = 0 }, strict.Verification.FivePoint with { MinBrightness = 0 });

        static float[] Own(int person)
        {
            var embedding = new float[60];
            embedding[person] = 1;
            return embedding;
        }
    }

    [Fact]
    public void Compare_StrangersAlike_AreCountedWithABoundAndNobodyWithThemselves()
    {
        QualityTrial Photo(string person, params float[] embedding) => new(0, QualityTrial.Natural, 0, null, 0) { Person = person, Embedding = new Embedding("model", embedding) };
        QualityTrial[] photos = [Photo("a", 1, 0), Photo("a", 1, 0), Photo("b", 1, 0), Photo("c", 0, 1), Photo("d", 0, -1)];

        var rate = new StrangerMatches(photos, threshold: 0.5).Compare([photos[0], photos[3]]);

        // The first against b, c and d; the fourth against both of a, b and d.
        Assert.Equal((1, 7), (rate.Matches, rate.Comparisons));
        Assert.InRange(rate.Rate, rate.Low, rate.High);
    }
}

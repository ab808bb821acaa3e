using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

public class PresentationMetricsTests
{
    [Fact]
    public void Of_KindsOfAttacks_AreCountedApart()
    {
        var metrics = PresentationMetrics.Of([
            .. Some("print", 9, LivenessVerdict.Spoof), .. Some("print", 1, LivenessVerdict.Live),
            .. Some("screen", 2, LivenessVerdict.Unsure), .. Some("screen", 2, LivenessVerdict.Spoof),
            .. Some(null, 18, LivenessVerdict.Live), .. Some(null, 1, LivenessVerdict.Unsure), .. Some(null, 1, LivenessVerdict.Spoof)]);

        Assert.Equal([("print", 0.1, 0.1, 0.0), ("screen", 0, 0.5, 0.5)], metrics.Attacks.Select(attack => (attack.Attack, attack.TakenForLive.Rate, attack.NotRefused.Rate, attack.Unsure)));
        var genuine = Assert.Single(metrics.Genuine);
        Assert.Equal((0.1, 0.05, 0.05), (genuine.NotLive.Rate, genuine.Refused.Rate, genuine.Unsure));
    }

    [Fact]
    public void Of_SeveralSets_AreGivenTogetherAndApart()
    {
        var metrics = PresentationMetrics.Of([.. Some("print", 4, LivenessVerdict.Spoof, set: "a"), .. Some("print", 4, LivenessVerdict.Live, set: "b")]);

        Assert.Equal([(null, 0.5), ("a", 0), ("b", 1)], metrics.Attacks.Select(attack => (attack.Set, attack.TakenForLive.Rate)));
    }

    [Fact]
    public void Of_NoErrors_GivesTheRuleOfThreeOverSubjects()
    {
        var interval = PresentationMetrics.Of([.. Some("print", 100, LivenessVerdict.Spoof, subjects: 10)]).Attacks[0].TakenForLive.Interval;

        Assert.Equal(new RateInterval(0, 0.3), interval);
    }

    [Fact]
    public void Of_OneSubject_SupportsNoInterval() =>
        Assert.Null(PresentationMetrics.Of([.. Some("print", 100, LivenessVerdict.Spoof, subjects: 1)]).Attacks[0].TakenForLive.Interval);

    [Fact]
    public void Of_ErrorsOfOneSubject_AreLessCertainThanScatteredOnes()
    {
        Presentation[] oneSubject = [.. Enumerable.Range(0, 100).Select(i => One("print", $"{i % 10}", i % 10 == 0 ? LivenessVerdict.Live : LivenessVerdict.Spoof))];
        Presentation[] scattered = [.. Enumerable.Range(0, 100).Select(i => One("print", $"{i % 10}", i / 10 == 0 ? LivenessVerdict.Live : LivenessVerdict.Spoof))];

        double Width(Presentation[] some) => PresentationMetrics.Of(some).Attacks[0].TakenForLive.Interval is { } interval ? interval.High - interval.Low : double.NaN;

        Assert.True(Width(oneSubject) > 0.2);
        Assert.Equal(0, Width(scattered), 12);
    }

    [Fact]
    public void Of_SeveralChecks_Throws() => Assert.Throws<ArgumentException>(() => PresentationMetrics.Of([One("print", "a", LivenessVerdict.Live), One("print", "a", LivenessVerdict.Live) with { Check = "motion" }]));

    private static IEnumerable<Presentation> Some(string? attack, int count, LivenessVerdict verdict, int subjects = 2, string set = "set") =>
        Enumerable.Range(0, count).Select(i => One(attack, $"{i % subjects}", verdict) with { Set = set });

    private static Presentation One(string? attack, string subject, LivenessVerdict verdict) => new("texture", subject, "set", attack, null, verdict);
}

using CsCheck;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Tests.Recognition;

public class CertaintyTests
{
    private static readonly Threshold[] s_calibrated =
    [
        new(0.30, "pack", 0.01, "made"), new(0.40, "pack", 0.001, "made"), new(0.50, "pack", 0.0001, "made"),
    ];

    [Fact]
    public void OfEvidence_WhatAMatchNeeds_IsOneLessTheFalseMatchRate()
    {
        // MatchFrom of the first start is ln(2 / FMR).
        var certainty = Certainty.OfEvidence(Math.Log(2 / 0.0001), needed: Math.Log(2 / 0.0001));

        Assert.Equal(0.9999, certainty.Confidence!.Value, 1e-9);
        Assert.Equal(1, certainty.Progress);
        Assert.Equal("99.99 %", certainty.ToString());
    }

    [Fact]
    public void OfEvidence_NothingSeenOrAgainst_IsNotSure()
    {
        Assert.Equal(new Certainty(0, 0), Certainty.OfEvidence(0, 9.9));
        Assert.Equal(new Certainty(0, 0), Certainty.OfEvidence(-5, 9.9));
        Assert.Equal("0 %", Certainty.OfEvidence(-5, 9.9).ToString());
    }

    [Fact]
    public void OfEvidence_MoreOfIt_IsSurerAndNeverCertain() => Gen.Double[-50, 50].Sample(evidence =>
    {
        var (less, more) = (Certainty.OfEvidence(evidence, 9.9), Certainty.OfEvidence(evidence + 1, 9.9));
        Assert.True(more.Confidence >= less.Confidence && more.Progress >= less.Progress);
        Assert.InRange(more.Confidence!.Value, 0, 0.999_999);
        Assert.DoesNotContain("100 %", more.ToString());
    });

    [Fact]
    public void OfEvidence_MoreStartsOrPeople_IsLessSure()
    {
        double once = Certainty.OfEvidence(8, 9.9).Confidence!.Value;

        Assert.True(Certainty.OfEvidence(8, 9.9, starts: 2).Confidence < once);
        Assert.True(Certainty.OfEvidence(8, 9.9, people: 10).Confidence < once);
    }

    [Theory]
    [InlineData(0.29, 0, "0 %")]
    [InlineData(0.30, 0.99, "99 %")]
    [InlineData(0.45, 0.999, "99.9 %")]
    [InlineData(0.50, 0.9999, "99.99 %")]
    [InlineData(0.99, 0.9999, "99.99 %")]
    public void OfScore_CalibratedPack_IsTheLowestRateThatIsReached(double score, double confidence, string words)
    {
        var certainty = Certainty.OfScore(score, Comparator.Cosine, s_calibrated[2], s_calibrated);

        Assert.Equal(confidence, certainty.Confidence!.Value, 1e-9);
        Assert.Equal(words, certainty.ToString());
    }

    [Fact]
    public void OfScore_UncalibratedPack_KnowsNoConfidenceButTheWay()
    {
        var threshold = new Threshold(0.5, "lesson", null, "by convention");

        Assert.Equal(new Certainty(null, 1), Certainty.OfScore(0.4, Comparator.Euclidean, threshold, [threshold]));
        Assert.Equal(0.5, Certainty.OfScore(0.75, Comparator.Euclidean, threshold, [threshold]).Progress, 1e-9);
        Assert.Equal("", Certainty.OfScore(0.4, Comparator.Euclidean, threshold, [threshold]).ToString());
    }

    [Fact]
    public void SequentialTest_OnceItMatches_IsAsSureAsItsFalseMatchRate()
    {
        var pack = ModelPack.Builtin();
        var test = new SequentialTest(pack.Evidence!, pack.ThresholdFor(0.0001));
        Assert.Equal(0, test.Certainty.Confidence);
        var random = new Random(1);
        for (int i = 0; i < 200 && test.Decision.Outcome == Outcome.Undecided; i++)
            test.Add(0.8, new Embedding("made", [.. Enumerable.Range(0, 128).Select(k => k == 0 ? 8f : (float)random.NextDouble() - 0.5f)]));

        Assert.Equal(Outcome.Match, test.Decision.Outcome);
        Assert.InRange(test.Certainty.Confidence!.Value, 0.9999, 0.999_999);
        Assert.Equal(1, test.Certainty.Progress);
    }

    [Fact]
    public void Certainty_WhatIsNoNumber_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Certainty.OfEvidence(double.NaN, 9.9));
        Assert.Throws<ArgumentOutOfRangeException>(() => Certainty.OfEvidence(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Certainty.OfScore(double.NaN, Comparator.Cosine, s_calibrated[0], s_calibrated));
    }
}

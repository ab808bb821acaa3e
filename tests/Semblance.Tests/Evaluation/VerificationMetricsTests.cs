using CsCheck;
using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

public class VerificationMetricsTests
{
    private static readonly double[] GenuineScores = [0.9, 0.8, 0.6, 0.4];
    private static readonly double[] ImpostorScores = [0.7, 0.5, 0.4, 0.3, 0.2];

    [Fact]
    public void Compute_HandWorkedExample_GivesItsRates()
    {
        // Threshold  0.9   0.8   0.7   0.6   0.5   0.4   0.3   0.2
        // FMR        0     0     1/5   1/5   2/5   3/5   4/5   1
        // FNMR       3/4   2/4   2/4   1/4   1/4   0     0     0
        // They cross between 0.6 (0.20, 0.25) and 0.5 (0.40, 0.25): 0.20 + 0.05 / (0.05 + 0.15) x 0.20 = 0.25.
        // Genuine scores beat 5, 5, 4 and 2.5 of the five impostor scores: 16.5 / 20.
        var result = VerificationMetrics.Compute(Pairs(GenuineScores, ImpostorScores), new() { FalseMatchRates = [0.6, 0.7, 0.2] });

        Assert.Equal(0.25, result.Eer!.Value, 12);
        Assert.Equal(0.5, result.EerThreshold);
        Assert.Equal(16.5 / 20, result.Auc!.Value, 12);
        Assert.Equal((1, 0.4, true), (result.TarAt(0.6).Tar, result.TarAt(0.6).Threshold, result.TarAt(0.6).Weak));
        Assert.Equal((1, 0.4), (result.TarAt(0.7).Tar, result.TarAt(0.7).Threshold));
        Assert.Null(result.TarAt(0.2).Tar);
        Assert.Equal((9, 4, 5, 0), (result.Pairs, result.Genuine, result.Impostor, result.FailedToAcquire));
    }

    [Fact]
    public void Compute_TwoFolds_ChoosesEachThresholdOnTheOther()
    {
        // On fold 1 the strictest best threshold is 0.8: fold 0 then loses 0.6 and decides 3 of 4 rightly.
        // On fold 0 it is 0.9: fold 1 then loses both genuine pairs and decides 2 of 4 rightly.
        ScoredPair[] pairs = [.. Pairs([0.9, 0.6], [0.7, 0.3], fold: 0), .. Pairs([0.8, 0.4], [0.5, 0.2], fold: 1)];

        var result = VerificationMetrics.Compute(pairs);

        Assert.Equal(0.625, result.Accuracy);
        Assert.Equal(Math.Sqrt(2 * 0.125 * 0.125), result.AccuracyStd!.Value, 12);
    }

    [Fact]
    public void Compute_OneFold_HasNoAccuracy()
    {
        var result = VerificationMetrics.Compute(Pairs(GenuineScores, ImpostorScores));

        Assert.Equal((null, null, null), (result.Accuracy, result.AccuracyStd, result.AccuracyInterval));
    }

    [Theory]
    [InlineData(299, null, true)]
    [InlineData(300, 1.0, true)]
    [InlineData(2999, 1.0, true)]
    [InlineData(3000, 1.0, false)]
    public void TarAtOnePercent_ByImpostorComparisons_IsNullWeakOrSound(int impostors, double? tar, bool weak)
    {
        var rate = VerificationMetrics.Compute(Pairs([2], [.. Enumerable.Repeat(0.0, impostors)]), new() { Resamples = 0 }).TarAt(0.01);

        Assert.Equal((tar, weak), (rate.Tar, rate.Weak));
    }

    [Fact]
    public void TarAtOnePercent_FailedImpostorPairs_AreNoComparisons()
    {
        var pairs = Pairs([2], [.. Enumerable.Repeat(0.0, 299)]).Append(new(double.NaN, false, 0, 1, 0, FailedToAcquire: true));

        Assert.Null(VerificationMetrics.Compute([.. pairs], new() { Resamples = 0 }).TarAt(0.01).Tar);
    }

    [Fact]
    public void Compute_FailuresToAcquire_CountAsNonMatchesAndApart()
    {
        ScoredPair[] pairs =
        [
            .. Pairs([0.9, 0.8, 0.7], [0.3, 0.2, 0.1]),
            new(double.NaN, Same: true, 0, 0, 0, FailedToAcquire: true),
            new(0.99, Same: false, 0, 1, 0, FailedToAcquire: true),
        ];

        var result = VerificationMetrics.Compute(pairs);
        var last = RocCurve.Compute(pairs).Points[^1];

        Assert.Equal((8, 2, 1, 1), (result.Pairs, result.FailedToAcquire, result.FailedGenuine, result.FailedImpostor));
        Assert.Equal((0.75, 0.25), (last.Fmr, last.Fnmr));
        // FMR 0 and FNMR 1/4 at 0.7; FMR 1/4 and FNMR 1/4 at 0.3.
        Assert.Equal(0.25, result.Eer);
        Assert.Equal((3 * 4 + 0.5) / 16, result.Auc!.Value, 12);
        Assert.Equal(7.0 / 8, VerificationMetrics.AccuracyAt(pairs, 0.5));
        Assert.Equal(4.0 / 8, VerificationMetrics.AccuracyAt(pairs, double.NegativeInfinity));
    }

    [Fact]
    public void Compute_NothingAcquired_HasNoEqualErrorRate()
    {
        var result = VerificationMetrics.Compute([new(double.NaN, true, 0, 0, 0), new(double.NegativeInfinity, false, 0, 1, 0)]);

        Assert.Equal((2, null), (result.FailedToAcquire, result.Eer));
    }

    [Fact]
    public void Compute_OnlyOneKindOfPair_HasNoRates()
    {
        var result = VerificationMetrics.Compute(Pairs(GenuineScores, []), new() { FalseMatchRates = [0.5] });

        Assert.Equal((null, null, null, null), (result.Auc, result.Eer, result.EerThreshold, result.TarAt(0.5).Tar));
        Assert.Equal((4, 4, 0), (result.Pairs, result.Genuine, result.Impostor));
    }

    [Fact]
    public void Compute_NoPairs_IsEmpty() =>
        Assert.Equal((0, null, null), (VerificationMetrics.Compute([]).Pairs, VerificationMetrics.Compute([]).Auc, VerificationMetrics.Compute([]).AucInterval));

    [Fact]
    public void Compute_PositiveInfinity_Throws() =>
        Assert.Throws<ArgumentException>(() => VerificationMetrics.Compute([new(double.PositiveInfinity, false, 0, 1, 0)]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Compute_FalseMatchRateOutOfRange_Throws(double fmr) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VerificationMetrics.Compute([], new() { FalseMatchRates = [fmr] }));

    [Fact]
    public void TarAt_RateNotMeasured_Throws() => Assert.Throws<ArgumentException>(() => VerificationMetrics.Compute([]).TarAt(0.5));

    [Fact]
    public void AccuracyAt_ScoreEqualToThreshold_Matches()
    {
        Assert.Equal(1, VerificationMetrics.AccuracyAt([new(-0.5, true, 0, 0, 0)], -0.5));
        Assert.Throws<ArgumentException>(() => VerificationMetrics.AccuracyAt([], 0));
    }

    [Fact]
    public void Pooled_TwoParts_ConcatenatesThem()
    {
        var (a, b) = (Pairs([0.9], [0.1]), Pairs([0.8], [0.2]));

        Assert.Equal([.. a, .. b], VerificationMetrics.Pooled(a, b));
    }

    [Fact]
    public void Compute_AllScoresEqual_IsChance()
    {
        var result = VerificationMetrics.Compute(Pairs([0.5, 0.5], [0.5, 0.5, 0.5]));

        Assert.Equal((0.5, 0.5), (result.Auc, result.Eer));
    }

    [Fact]
    public void Compute_PerfectSeparation_HasNoError()
    {
        var result = VerificationMetrics.Compute([.. Pairs([0.9, 0.8], [0.1, 0.2], fold: 0), .. Pairs([0.9, 0.8], [0.1, 0.2], fold: 1)]);

        Assert.Equal((1, 0, 1), (result.Auc, result.Eer, result.Accuracy));
    }

    [Fact]
    public void Compute_AnyPairs_RatesLieBetweenZeroAndOne() => PairGenerators.WithFailures.Sample(pairs =>
    {
        var result = PairGenerators.Rates(pairs);
        double?[] rates = [result.Auc, result.Eer, result.Accuracy, .. result.TarAtFmr.Select(rate => rate.Tar)];
        return rates.All(rate => rate is null or (>= 0 and <= 1)) && result.AccuracyStd is null or >= 0;
    });

    [Fact]
    public void Compute_PhotosAndPairsInAnotherOrder_ChangesNothing() => PairGenerators.WithFailures.Sample(pairs =>
    {
        var turned = pairs.Reverse().Select(pair => pair with { SubjectA = pair.SubjectB, SubjectB = pair.SubjectA }).ToArray();
        var options = new MetricsOptions { Resamples = 20 };
        return EvaluationJson.Serialize(VerificationMetrics.Compute(pairs, options)) == EvaluationJson.Serialize(VerificationMetrics.Compute(turned, options));
    }, iter: 50);

    [Fact]
    public void Compute_NegatedScores_MirrorsTheArea() => PairGenerators.Compared.Sample(pairs =>
    {
        var negated = pairs.Select(pair => pair with { Similarity = -pair.Similarity }).ToArray();
        return Math.Abs(PairGenerators.Rates(pairs).Auc!.Value + PairGenerators.Rates(negated).Auc!.Value - 1) < 1e-12;
    });

    [Fact]
    public void Compute_MonotoneTransform_ChangesNoRate() => PairGenerators.WithFailures.Sample(pairs =>
    {
        var bent = pairs.Select(pair => pair with { Similarity = Math.Exp(3 * pair.Similarity) - 7 }).ToArray();
        return Values(PairGenerators.Rates(pairs)).SequenceEqual(Values(PairGenerators.Rates(bent)));

        static IEnumerable<double?> Values(VerificationResult r) => [r.Accuracy, r.AccuracyStd, r.Auc, r.Eer, .. r.TarAtFmr.Select(rate => rate.Tar)];
    });

    [Fact]
    public void Auc_AnyPairs_IsTheShareOfGenuineAboveImpostor() => PairGenerators.WithFailures.Sample(pairs =>
    {
        var rank = pairs.ToLookup(pair => pair.Same, pair => pair.HasScore ? pair.Similarity : -1e9);
        double expected = rank[true].Average(genuine => rank[false].Average(impostor => genuine > impostor ? 1 : genuine == impostor ? 0.5 : 0));
        return Math.Abs(PairGenerators.Rates(pairs).Auc!.Value - expected) < 1e-12;
    });

    [Fact]
    public void Tar_AnyPairs_IsTheBestOfAllThresholdsAllowed() => PairGenerators.WithFailures.Sample(pairs =>
    {
        foreach (var rate in PairGenerators.Rates(pairs).TarAtFmr.Where(rate => rate.Tar is not null))
        {
            double expected = Thresholds(pairs).Where(t => Share(pairs, false, t) <= rate.Fmr).Max(t => Share(pairs, true, t));
            if (Math.Abs(rate.Tar!.Value - expected) > 1e-12 || (rate.Threshold is { } at && Math.Abs(Share(pairs, true, at) - expected) > 1e-12))
                return false;
        }
        return true;
    });

    [Fact]
    public void Roc_AnyPairs_GivesTheSharesAtEachThreshold() => PairGenerators.WithFailures.Sample(pairs =>
        RocCurve.Compute(pairs).Points.All(point =>
            Math.Abs(point.Fmr - Share(pairs, false, point.Threshold)) < 1e-12 &&
            Math.Abs(point.Fnmr - (1 - Share(pairs, true, point.Threshold))) < 1e-12));

    [Fact]
    public void Eer_AnyPairs_LiesOnTheLineBetweenTheOperatingPointsAroundIt() => PairGenerators.WithFailures.Sample(pairs =>
    {
        var points = RocCurve.Compute(pairs).Points;
        var result = PairGenerators.Rates(pairs);
        int after = points.ToList().FindIndex(point => point.Fmr >= point.Fnmr);
        if (after < 0)
            return result.Eer is null && result.EerThreshold is null;
        var (p, q) = (points[after - 1], points[after]);
        // On the line from p to q, FMR and FNMR are both the EER at the same share of the way.
        double cross = (result.Eer!.Value - p.Fmr) * (q.Fnmr - p.Fnmr) - (result.Eer.Value - p.Fnmr) * (q.Fmr - p.Fmr);
        return Math.Abs(cross) < 1e-12 && result.Eer >= p.Fmr && result.Eer <= q.Fmr && result.EerThreshold == q.Threshold;
    });

    [Fact]
    public void Accuracy_AnyPairs_IsThatOfTheStrictestBestThresholdOfTheOtherFolds() => PairGenerators.WithFailures
        .Where(pairs => pairs.Select(pair => pair.Fold).Distinct().Count() > 1)
        .Sample(pairs =>
        {
            double expected = pairs.GroupBy(pair => pair.Fold).Average(fold =>
            {
                ScoredPair[] others = [.. pairs.Where(pair => pair.Fold != fold.Key)];
                double threshold = Thresholds(others).OrderDescending().MaxBy(t => others.Count(pair => pair.MatchesAt(t) == pair.Same));
                return VerificationMetrics.AccuracyAt([.. fold], threshold);
            });
            return Math.Abs(PairGenerators.Rates(pairs).Accuracy!.Value - expected) < 1e-12;
        });

    private static ScoredPair[] Pairs(double[] genuine, double[] impostor, int fold = 0) =>
        [.. genuine.Select(score => new ScoredPair(score, true, 0, 0, fold)), .. impostor.Select(score => new ScoredPair(score, false, 0, 1, fold))];

    private static IEnumerable<double> Thresholds(IEnumerable<ScoredPair> pairs) =>
        pairs.Where(pair => pair.HasScore).Select(pair => pair.Similarity).Append(double.PositiveInfinity).Distinct();

    private static double Share(ScoredPair[] pairs, bool same, double threshold) =>
        pairs.Where(pair => pair.Same == same).Average(pair => pair.HasScore && pair.Similarity >= threshold ? 1.0 : 0.0);
}

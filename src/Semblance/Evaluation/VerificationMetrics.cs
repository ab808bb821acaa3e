namespace Semblance.Evaluation;

/// <summary>
/// Measures 1:1 verification on scored pairs. FMR(t) is the share of impostor pairs, FNMR(t) the share of genuine pairs, whose
/// similarity is at least t, respectively below t; a pair without a score is below every t. Pure functions, safe from any thread.
/// </summary>
internal static class VerificationMetrics
{
    private const double LeastExpectedErrors = 3;
    private const double SoundExpectedErrors = 30;

    /// <summary>All rates with their intervals. 80,000 pairs with 1000 resamples take some seconds of one core.</summary>
    /// <param name="pairs">In any order.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">A similarity is positive infinity, or an option is out of its range.</exception>
    public static VerificationResult Compute(IReadOnlyList<ScoredPair> pairs, MetricsOptions? options = null)
    {
        options ??= new MetricsOptions();
        Check(options);
        var sorted = new SortedPairs(pairs);
        var rates = RankRates.Of(sorted, sorted.UnitWeights(), options.FalseMatchRates);
        var folds = sorted.Folds < 2 ? [] : FoldAccuracy.Of(sorted, sorted.UnitWeights());
        var bootstrap = new SubjectBootstrap(sorted, options);

        int genuine = pairs.Count(pair => pair.Same);
        int failedGenuine = pairs.Count(pair => pair.Same && !pair.HasScore);
        int failedImpostor = pairs.Count(pair => !pair.Same && !pair.HasScore);
        double? accuracy = folds.Length == 0 ? null : folds.Average();
        var (auc, eer) = (Known(rates.Auc), Known(rates.Eer));
        return new VerificationResult
        {
            Pairs = pairs.Count,
            Genuine = genuine,
            Impostor = pairs.Count - genuine,
            Subjects = sorted.Subjects,
            FailedGenuine = failedGenuine,
            FailedImpostor = failedImpostor,
            Accuracy = accuracy,
            AccuracyStd = folds.Length == 0 ? null : StandardDeviation(folds),
            AccuracyInterval = bootstrap.Accuracy(accuracy),
            Auc = auc,
            AucInterval = bootstrap.Auc(auc),
            Eer = eer,
            EerInterval = bootstrap.Eer(eer),
            EerThreshold = Known(rates.EerThreshold),
            TarAtFmr = [.. options.FalseMatchRates.Select((fmr, k) => Tar(k, fmr, pairs.Count - genuine - failedImpostor, rates, bootstrap))],
        };
    }

    /// <summary>The share of pairs decided rightly at a fixed threshold.</summary>
    /// <param name="pairs">At least one.</param>
    /// <param name="threshold">A similarity: for distance 0.5 say -0.5.</param>
    /// <exception cref="ArgumentException">There are no pairs.</exception>
    public static double AccuracyAt(IReadOnlyList<ScoredPair> pairs, double threshold)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count == 0)
            throw new ArgumentException("Without pairs there is no accuracy.", nameof(pairs));
        return (double)pairs.Count(pair => pair.MatchesAt(threshold) == pair.Same) / pairs.Count;
    }

    /// <summary>
    /// The pairs of several parts, one after the other, to be measured with one threshold. Subject numbers must mean the same people in every part.
    /// </summary>
    public static IReadOnlyList<ScoredPair> Pooled(params IEnumerable<IEnumerable<ScoredPair>> parts) => [.. parts.SelectMany(part => part)];

    private static TarAtFmr Tar(int index, double fmr, int comparisons, RankRates rates, SubjectBootstrap bootstrap)
    {
        // A hair's breadth less, since 0.001 x 3000 need not be 3 in binary.
        double expectedErrors = comparisons * fmr * (1 + 1e-12);
        double? tar = expectedErrors < LeastExpectedErrors ? null : Known(rates.Tar[index]);
        return new(fmr, tar, tar is null ? null : Known(rates.TarThreshold[index]), expectedErrors < SoundExpectedErrors, bootstrap.Tar(index, tar));
    }

    private static double? Known(double value) => double.IsNaN(value) ? null : value;

    private static double StandardDeviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static void Check(MetricsOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.Resamples, nameof(options));
        foreach (double fmr in options.FalseMatchRates)
        {
            if (!(fmr > 0 && fmr < 1))
                throw new ArgumentOutOfRangeException(nameof(options), fmr, "A false match rate lies between 0 and 1, exclusive.");
        }
    }
}

namespace Semblance.Evaluation;

/// <summary>The true accept rate at fixed false match rates where the impostor pairs are too many to list.</summary>
internal static class TarEstimate
{
    /// <summary>
    /// The true accept rates with intervals by bootstrap over families, in which the threshold is found anew in each resample. An
    /// interval is null where too few impostor scores were kept for that: keep at least five times the largest rate.
    /// </summary>
    /// <param name="scores">The comparisons.</param>
    /// <param name="options">Rates, resamples and seed; null for the defaults.</param>
    public static IReadOnlyList<TarAtFmr> Compute(CalibrationScores scores, MetricsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        options ??= new MetricsOptions();
        var rates = options.FalseMatchRates;
        var ones = new int[scores.Families];
        Array.Fill(ones, 1);
        int resamples = scores.Families < 2 ? 0 : options.Resamples;
        double[][] resampled = [.. rates.Select(_ => new double[resamples])];
        var genuine = scores.GenuineScores.OrderByDescending(score => score.Similarity).ToArray();
        var random = new Random(options.Seed);
        var times = new int[scores.Families];
        for (int r = 0; r < resamples; r++)
        {
            FamilyBootstrap.Draw(random, times);
            for (int k = 0; k < rates.Count; k++)
                resampled[k][r] = Tar(scores, genuine, times, rates[k]).Tar;
        }
        return [.. rates.Select((fmr, k) =>
        {
            bool carried = RuleOf.Carries(scores.Impostor, fmr, RuleOf.Three) && genuine.Length > 0;
            var (tar, threshold) = carried ? Tar(scores, genuine, ones, fmr) : (double.NaN, double.NaN);
            double? known = double.IsNaN(tar) ? null : tar;
            return new TarAtFmr(fmr, known, double.IsNaN(threshold) ? null : threshold, !RuleOf.Carries(scores.Impostor, fmr), Bootstrap.Interval(resampled[k], known));
        })];
    }

    // The lowest impostor score whose weighted rate is at most the asked one; genuine scores between it and the next impostor score match as well.
    private static (double Tar, double Threshold) Tar(CalibrationScores scores, GenuineScore[] genuine, int[] times, double fmr)
    {
        var tail = scores.Tail;
        double allowed = scores.ImpostorWeight(times) * fmr * (1 + 1e-12), falseMatches = 0;
        int i = 0;
        while (i < tail.Similarity.Length)
        {
            int a = tail.FamilyA[i], b = tail.FamilyB[i];
            falseMatches += a == b ? times[a] : (double)times[a] * times[b];
            if (falseMatches > allowed)
                break;
            i++;
        }
        if (i == tail.Similarity.Length && i < tail.Count)
            return (double.NaN, double.NaN);
        // Everything above the first impostor score that would be too many.
        double barred = i < tail.Similarity.Length ? tail.Similarity[i] : double.NegativeInfinity;
        double drawn = 0, matched = 0, threshold = double.NaN;
        foreach (var (similarity, family) in genuine)
        {
            drawn += times[family];
            if (similarity > barred && times[family] > 0)
                (matched, threshold) = (matched + times[family], similarity);
        }
        while (i > 0 && tail.Similarity[i - 1] <= barred)
            i--;
        if (i > 0 && !(threshold < tail.Similarity[i - 1]))
            threshold = tail.Similarity[i - 1];
        return drawn > 0 ? (matched / drawn, threshold) : (double.NaN, double.NaN);
    }
}

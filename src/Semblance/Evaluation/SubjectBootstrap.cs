namespace Semblance.Evaluation;

/// <summary>
/// 95 % intervals by drawing subjects with replacement. Pairs that share a person are not independent, so people are drawn, not
/// pairs (Bolle, Ratha and Pankanti, "Error analysis of pattern recognition systems: the subsets bootstrap", CVIU 93, 2004); a pair
/// between two subjects then occurs as often as the product of their counts (the vertex bootstrap of Snijders and Borgatti, 1999).
/// The interval is that between the 2.5 and 97.5 percentiles, widened where needed to include the estimate. Where no error was
/// seen it has no width: a bootstrap cannot know errors that did not happen.
/// </summary>
internal sealed class SubjectBootstrap
{
    private readonly double[] _accuracy;
    private readonly double[] _auc;
    private readonly double[] _eer;
    private readonly double[][] _tar;

    public SubjectBootstrap(SortedPairs pairs, MetricsOptions options)
    {
        int resamples = pairs.Subjects < 2 ? 0 : options.Resamples;
        (_accuracy, _auc, _eer) = (new double[resamples], new double[resamples], new double[resamples]);
        _tar = [.. options.FalseMatchRates.Select(_ => new double[resamples])];
        var random = new Random(options.Seed);
        var times = new int[pairs.Subjects];
        var weights = new int[pairs.Count];
        for (int r = 0; r < resamples; r++)
        {
            Array.Clear(times);
            for (int draw = 0; draw < times.Length; draw++)
                times[random.Next(times.Length)]++;
            pairs.Weigh(times, weights);
            var rates = RankRates.Of(pairs, weights, options.FalseMatchRates);
            (_auc[r], _eer[r]) = (rates.Auc, rates.Eer);
            for (int k = 0; k < _tar.Length; k++)
                _tar[k][r] = rates.Tar[k];
            _accuracy[r] = pairs.Folds < 2 ? double.NaN : Mean(FoldAccuracy.Of(pairs, weights));
        }
    }

    public RateInterval? Accuracy(double? estimate) => Bootstrap.Interval(_accuracy, estimate);

    public RateInterval? Auc(double? estimate) => Bootstrap.Interval(_auc, estimate);

    public RateInterval? Eer(double? estimate) => Bootstrap.Interval(_eer, estimate);

    public RateInterval? Tar(int index, double? estimate) => Bootstrap.Interval(_tar[index], estimate);

    /// <summary>The mean of the numbers among the values; not a number where there are none.</summary>
    public static double Mean(double[] values) => values.Where(value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Average();
}

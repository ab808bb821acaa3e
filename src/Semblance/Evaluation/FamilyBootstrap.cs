namespace Semblance.Evaluation;

/// <summary>
/// Rates at fixed thresholds with their bounds, by drawing families with replacement (see <see cref="SubjectBootstrap"/> for the
/// method and its sources). Only the kept tail is gone through, so millions of impostor pairs cost seconds.
/// </summary>
internal sealed class FamilyBootstrap
{
    private readonly CalibrationScores _scores;
    private readonly int[] _reached;
    private readonly double[] _thresholds;
    private readonly double[][] _fmr;
    private readonly double[][] _fnmr;

    /// <param name="scores">The comparisons.</param>
    /// <param name="thresholds">Falling or rising similarities, all within the kept tail.</param>
    /// <param name="resamples">Draws.</param>
    /// <param name="seed">Of the draws.</param>
    public FamilyBootstrap(CalibrationScores scores, IReadOnlyList<double> thresholds, int resamples, int seed)
    {
        (_scores, _thresholds) = (scores, [.. thresholds]);
        _reached = [.. thresholds.Select(scores.Tail.CountReaching)];
        if (_reached.Any(count => count == scores.Tail.Similarity.Length && count < scores.Tail.Count))
            throw new ArgumentException("Fewer impostor scores were kept than reach a threshold.", nameof(scores));
        var (genuine, missed) = GenuineByFamily();
        resamples = scores.Families < 2 ? 0 : resamples;
        _fmr = [.. thresholds.Select(_ => new double[resamples])];
        _fnmr = [.. thresholds.Select(_ => new double[resamples])];

        var order = Enumerable.Range(0, _reached.Length).OrderBy(k => _reached[k]).ToArray();
        var random = new Random(seed);
        var times = new int[scores.Families];
        int[] familyA = scores.Tail.FamilyA, familyB = scores.Tail.FamilyB;
        for (int r = 0; r < resamples; r++)
        {
            Draw(random, times);
            double all = scores.ImpostorWeight(times);
            long falseMatches = 0;
            int i = 0;
            foreach (int k in order)
            {
                for (; i < _reached[k]; i++)
                {
                    int a = familyA[i], b = familyB[i];
                    falseMatches += a == b ? times[a] : (long)times[a] * times[b];
                }
                _fmr[k][r] = all > 0 ? falseMatches / all : double.NaN;
            }
            double drawn = 0;
            for (int family = 0; family < times.Length; family++)
                drawn += (double)times[family] * genuine[family];
            for (int k = 0; k < _thresholds.Length; k++)
            {
                double nonMatches = 0;
                for (int family = 0; family < times.Length; family++)
                    nonMatches += (double)times[family] * missed[k][family];
                _fnmr[k][r] = drawn > 0 ? nonMatches / drawn : double.NaN;
            }
        }
    }

    public long FalseMatches(int k) => _reached[k];

    /// <summary>The measured rate; null without impostor comparisons.</summary>
    public double? Fmr(int k) => _scores.Impostor == 0 ? null : (double)_reached[k] / _scores.Impostor;

    /// <summary>
    /// One-sided upper 95 % bound: the bootstrap's 95th percentile, and never less than what as many errors would say if all
    /// comparisons were independent, since a bootstrap cannot know errors that did not happen.
    /// </summary>
    public double? FmrUpper(int k) => _scores.Impostor == 0
        ? null
        : Math.Min(1, Math.Max(PoissonUpper(_reached[k]) / _scores.Impostor, Bootstrap.Percentile(_fmr[k], 0.95) ?? 0));

    /// <summary>Null without genuine comparisons.</summary>
    public double? Fnmr(int k) => _scores.Genuine == 0 ? null : (double)_scores.GenuineScores.Count(score => !(score.Similarity >= _thresholds[k])) / _scores.Genuine;

    public RateInterval? FnmrInterval(int k) => Bootstrap.Interval(_fnmr[k], Fnmr(k));

    /// <summary>How often each family is there when as many as there are are drawn with replacement.</summary>
    public static void Draw(Random random, Span<int> times)
    {
        times.Clear();
        for (int draw = 0; draw < times.Length; draw++)
            times[random.Next(times.Length)]++;
    }

    /// <summary>
    /// The upper 95 % bound of a Poisson mean of which a count was seen: half the 0.95 quantile of chi-square with 2 (count + 1) degrees
    /// of freedom (Garwood 1936), by the cube-root approximation of Wilson and Hilferty (1931); 3 for none (rule of 3).
    /// </summary>
    internal static double PoissonUpper(long count)
    {
        if (count == 0)
            return RuleOf.Three;
        const double Normal95 = 1.6448536;
        double half = count + 1, spread = 1 / (9 * half), root = 1 - spread + Normal95 * Math.Sqrt(spread);
        return half * root * root * root;
    }

    private (long[] Genuine, long[][] Missed) GenuineByFamily()
    {
        var genuine = new long[_scores.Families];
        long[][] missed = [.. _thresholds.Select(_ => new long[_scores.Families])];
        foreach (var (similarity, family) in _scores.GenuineScores)
        {
            genuine[family]++;
            for (int k = 0; k < _thresholds.Length; k++)
            {
                if (!(similarity >= _thresholds[k]))
                    missed[k][family]++;
            }
        }
        return (genuine, missed);
    }
}

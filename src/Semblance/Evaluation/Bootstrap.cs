namespace Semblance.Evaluation;

/// <summary>What the resampled values of a statistic say about it.</summary>
internal static class Bootstrap
{
    // An interval from the few resamples in which the statistic exists would say little.
    private const double LeastShareOfResamples = 0.9;

    /// <summary>Between the 2.5 and 97.5 percentiles, widened where needed to include the estimate; null where there is none to be had.</summary>
    public static RateInterval? Interval(double[] resampled, double? estimate) =>
        estimate is { } rate && Percentile(resampled, 0.025) is { } low && Percentile(resampled, 0.975) is { } high
            ? new(Math.Min(rate, low), Math.Max(rate, high))
            : null;

    /// <summary>Null where there are no resamples, or too few in which the statistic exists.</summary>
    public static double? Percentile(double[] resampled, double share)
    {
        var valid = resampled.Where(value => !double.IsNaN(value)).Order().ToArray();
        if (valid.Length == 0 || valid.Length < LeastShareOfResamples * resampled.Length)
            return null;
        double position = share * (valid.Length - 1);
        int below = (int)position;
        double above = valid[Math.Min(below + 1, valid.Length - 1)];
        return valid[below] + (position - below) * (above - valid[below]);
    }
}

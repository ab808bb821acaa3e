namespace Semblance.Evaluation;

/// <summary>
/// What a set of scored pairs says about 1:1 verification. A rate is null where the pairs cannot carry it; each interval is a
/// 95 % interval by bootstrap over subjects, null where there are too few subjects for one. Shares are 0 to 1.
/// </summary>
internal sealed record VerificationResult
{
    /// <summary>All pairs, failures to acquire included.</summary>
    public required int Pairs { get; init; }

    /// <summary>Pairs of the same person.</summary>
    public required int Genuine { get; init; }

    /// <summary>Pairs of different people.</summary>
    public required int Impostor { get; init; }

    /// <summary>People in the pairs.</summary>
    public required int Subjects { get; init; }

    /// <summary>Pairs with a photo without a usable face; they count as non-matches in every rate.</summary>
    public int FailedToAcquire => FailedGenuine + FailedImpostor;

    /// <summary>The failures among genuine pairs.</summary>
    public required int FailedGenuine { get; init; }

    /// <summary>The failures among impostor pairs.</summary>
    public required int FailedImpostor { get; init; }

    /// <summary>Mean over the folds of the share decided rightly, with each fold's threshold chosen on the other folds; null with fewer than two folds.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Standard deviation of the accuracy over the folds (divisor: folds - 1). LFW's standard error of the mean is this over the root of the number of folds.</summary>
    public double? AccuracyStd { get; init; }

    /// <summary>95 % interval of <see cref="Accuracy"/>.</summary>
    public RateInterval? AccuracyInterval { get; init; }

    /// <summary>Area under the ROC curve: the chance that a genuine pair scores above an impostor pair, ties counted half (Mann-Whitney).</summary>
    public double? Auc { get; init; }

    /// <summary>95 % interval of <see cref="Auc"/>.</summary>
    public RateInterval? AucInterval { get; init; }

    /// <summary>
    /// Equal error rate: where FMR and FNMR cross, interpolated linearly between the two neighbouring operating points. Null also
    /// where failures to acquire are so many that they never cross.
    /// </summary>
    public double? Eer { get; init; }

    /// <summary>95 % interval of <see cref="Eer"/>.</summary>
    public RateInterval? EerInterval { get; init; }

    /// <summary>The highest observed similarity at which FMR has reached FNMR; null where <see cref="Eer"/> is null.</summary>
    public double? EerThreshold { get; init; }

    /// <summary>True accept rates, in the order of <see cref="MetricsOptions.FalseMatchRates"/>.</summary>
    public required IReadOnlyList<TarAtFmr> TarAtFmr { get; init; }

    /// <summary>The true accept rate at a false match rate that was asked for.</summary>
    /// <exception cref="ArgumentException">It was not among <see cref="MetricsOptions.FalseMatchRates"/>.</exception>
    public TarAtFmr TarAt(double fmr) => TarAtFmr.FirstOrDefault(rate => rate.Fmr == fmr)
        ?? throw new ArgumentException($"The true accept rate at FMR {fmr} was not measured; name it in {nameof(MetricsOptions)}.{nameof(MetricsOptions.FalseMatchRates)}.", nameof(fmr));
}

/// <summary>
/// The true accept rate (1 - FNMR) at the lowest threshold whose FMR is at most a given one, without interpolation.
/// </summary>
/// <param name="Fmr">The false match rate asked for.</param>
/// <param name="Tar">The share of genuine pairs that match; null where the impostor comparisons cannot carry the FMR (fewer than 3 / FMR:
/// the rule of 3, the least at which an FMR can be claimed even with no error seen) or there is no genuine pair.</param>
/// <param name="Threshold">The similarity of that operating point; null where <paramref name="Tar"/> is, or where even the highest score lets in too many.</param>
/// <param name="Weak">True where fewer than 30 / FMR impostor comparisons stand behind it (rule of 30: with 30 errors the true rate is
/// within 30 % of the measured one with 90 % confidence; ISO/IEC 19795-1).</param>
/// <param name="Interval">95 % interval of <paramref name="Tar"/>.</param>
internal sealed record TarAtFmr(double Fmr, double? Tar, double? Threshold, bool Weak, RateInterval? Interval);

/// <summary>A 95 % interval of a rate.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
internal readonly record struct RateInterval(double Low, double High);

namespace Semblance.Evaluation;

/// <summary>
/// The table behind a pack's thresholds: what was compared, and for each false match rate the score with what was measured there.
/// Rates are shares, 0 to 1; intervals are 95 %, by bootstrap over families. Scores stand on the comparator's scale.
/// </summary>
internal sealed record Calibration
{
    /// <summary>What was compared, in words.</summary>
    public required string Data { get; init; }

    /// <summary>People.</summary>
    public required int People { get; init; }

    /// <summary>Families that a bootstrap draws; as many as people where nobody is known to be related.</summary>
    public required int Families { get; init; }

    /// <summary>Comparisons between different people: what the false match rates rest on.</summary>
    public required long ImpostorComparisons { get; init; }

    /// <summary>Comparisons of one person with themself, failures to acquire included; they never match.</summary>
    public required int GenuineComparisons { get; init; }

    /// <summary>Genuine pairs with a photo without a usable face.</summary>
    public int FailedToAcquire { get; init; }

    /// <summary>Resamples behind each bound.</summary>
    public required int Resamples { get; init; }

    /// <summary>The table, from the largest false match rate to the smallest; at least one row.</summary>
    public required IReadOnlyList<CalibratedRate> Rates { get; init; }

    /// <summary>The same thresholds under conditions apart from each other, where the data knows them: relatives, profile, poor light.</summary>
    public IReadOnlyList<CalibrationCondition> Conditions { get => field ?? []; init; }

    /// <summary>The same thresholds within groups of people: what a stranger of one's own group is worth. Empty where no groups were known.</summary>
    public IReadOnlyList<CalibrationCondition> Groups { get => field ?? []; init; }
}

/// <summary>A row of a calibration: a threshold and what it does.</summary>
/// <param name="Fmr">The false match rate it is for.</param>
/// <param name="Score">The threshold: the easiest observed score at which the measured rate is at most <paramref name="Fmr"/>; stricter where
/// a second population asks for it.</param>
/// <param name="FalseMatches">Comparisons between different people that reach it.</param>
/// <param name="FmrUpper">Upper 95 % confidence bound (one-sided) of the false match rate at this score.</param>
/// <param name="Fnmr">The share of genuine comparisons that do not reach it; null without any.</param>
/// <param name="FnmrInterval">95 % interval of <paramref name="Fnmr"/>.</param>
/// <param name="Weak">True where fewer than 30 false matches are expected at this rate (rule of 30, ISO/IEC 19795-1).</param>
internal sealed record CalibratedRate(double Fmr, double Score, long FalseMatches, double FmrUpper, double? Fnmr, RateInterval? FnmrInterval, bool Weak = false);

/// <summary>What the thresholds of a calibration do under one condition.</summary>
/// <param name="Name">The condition, in words.</param>
/// <param name="ImpostorComparisons">Comparisons between different people under it.</param>
/// <param name="GenuineComparisons">Comparisons of one person with themself under it.</param>
/// <param name="People">People, or families, among them.</param>
/// <param name="Rates">At some of the calibration's rates.</param>
internal sealed record CalibrationCondition(string Name, long ImpostorComparisons, int GenuineComparisons, int People, IReadOnlyList<ConditionRate> Rates);

/// <summary>What one threshold does under a condition.</summary>
/// <param name="Fmr">The rate the threshold is calibrated to over all comparisons.</param>
/// <param name="MeasuredFmr">The share of this condition's impostor comparisons that reach it; null without any.</param>
/// <param name="FmrUpper">Upper 95 % confidence bound (one-sided) of <paramref name="MeasuredFmr"/>.</param>
/// <param name="Fnmr">The share of this condition's genuine comparisons that do not; null without any.</param>
/// <param name="FnmrInterval">95 % interval of <paramref name="Fnmr"/>.</param>
internal sealed record ConditionRate(double Fmr, double? MeasuredFmr, double? FmrUpper, double? Fnmr, RateInterval? FnmrInterval);

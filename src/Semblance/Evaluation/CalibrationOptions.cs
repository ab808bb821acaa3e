namespace Semblance.Evaluation;

/// <summary>What <see cref="ThresholdCalibration"/> makes a table of.</summary>
internal sealed record CalibrationOptions
{
    /// <summary>
    /// The false match rate of a pack's default threshold: 0.0001, one in 10,000, the largest that NIST SP 800-63B-4 (2025, section
    /// 3.2.3) allows where a face unlocks an authenticator.
    /// </summary>
    public const double DefaultFmr = 1e-4;

    /// <summary>The rates asked for, each over 0 and at most 0.1: 0.1, 0.05, 0.02, 0.01 and so on to 0.00001.</summary>
    public IReadOnlyList<double> Rates { get; init; } = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001, 0.00005, 0.00002, 0.00001];

    /// <summary>
    /// How many false matches a rate must lead one to expect, so that the comparisons carry it: 30 by the rule of 30; 3 (rule of 3) is
    /// the least, and rows below 30 are then marked weak.
    /// </summary>
    public double LeastFalseMatches { get; init; } = RuleOf.Thirty;

    /// <summary>Bootstrap resamples; 1000.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Seed of the bootstrap.</summary>
    public int Seed { get; init; } = 1;
}

/// <summary>How many comparisons a false match rate takes (ISO/IEC 19795-1).</summary>
internal static class RuleOf
{
    /// <summary>With 30 errors the true rate is within 30 % of the measured one with 90 % confidence, were the comparisons independent.</summary>
    public const double Thirty = 30;

    /// <summary>With no error in N independent comparisons, the rate is at most 3 / N with 95 % confidence.</summary>
    public const double Three = 3;

    /// <summary>The comparisons that a rate takes.</summary>
    /// <param name="fmr">A false match rate, over 0 and below 1.</param>
    /// <param name="falseMatches">How many false matches are to be expected.</param>
    public static long ComparisonsFor(double fmr, double falseMatches = Thirty) => (long)Math.Ceiling(falseMatches / fmr * (1 - 1e-12));

    /// <summary>Whether so many comparisons carry a rate.</summary>
    public static bool Carries(long comparisons, double fmr, double falseMatches = Thirty) => comparisons >= ComparisonsFor(fmr, falseMatches);
}

namespace Semblance.Evaluation;

/// <summary>A genuine comparison with the quality of its worse photo.</summary>
/// <param name="Similarity">Higher is more alike.</param>
/// <param name="Goodness">Higher is better; on any scale, since only the order counts.</param>
internal readonly record struct RatedPair(double Similarity, double Goodness);

/// <summary>
/// Whether a quality measure foretells non-matches: the false non-match rate at a fixed threshold after the share of genuine comparisons
/// with the lowest quality was left out (the error-versus-discard characteristic; Grother and Tabassi, "Performance of biometric
/// quality measures", PAMI 29, 2007; ISO/IEC 29794-1). A useful measure falls fast; one that says nothing stays level; discarding
/// just the failures would fall along <see cref="Ideal"/>. Immutable.
/// </summary>
internal sealed class ErrorDiscardCurve
{
    private readonly double[] _fnmr;

    private ErrorDiscardCurve(double[] fnmr) => _fnmr = fnmr;

    /// <summary>How many comparisons there are.</summary>
    public int Pairs => _fnmr.Length;

    /// <summary>The false non-match rate of all comparisons.</summary>
    public double Fnmr => _fnmr[0];

    /// <summary>Computes the curve. Comparisons of equal goodness are left out in any order, so a measure that never changes stays level on average only.</summary>
    /// <param name="pairs">At least one; a goodness that is not a number counts as the lowest.</param>
    /// <param name="threshold">The similarity from which on a comparison is a match.</param>
    public static ErrorDiscardCurve Compute(IReadOnlyList<RatedPair> pairs, double threshold)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfZero(pairs.Count);
        bool[] fails = [.. pairs.OrderBy(pair => double.IsNaN(pair.Goodness) ? double.NegativeInfinity : pair.Goodness).Select(pair => !(pair.Similarity >= threshold))];
        var fnmr = new double[fails.Length];
        for (int kept = 1, failed = 0; kept <= fails.Length; kept++)
        {
            failed += fails[^kept] ? 1 : 0;
            fnmr[^kept] = (double)failed / kept;
        }
        return new ErrorDiscardCurve(fnmr);
    }

    /// <summary>The false non-match rate of what remains.</summary>
    /// <param name="discarded">The share of comparisons left out, 0 to below 1; rounded down to whole comparisons.</param>
    public double At(double discarded)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(discarded);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(discarded, 1);
        return _fnmr[(int)(discarded * _fnmr.Length + 1e-9)];
    }

    /// <summary>The rate if exactly the failures were left out first.</summary>
    /// <param name="discarded">The share of comparisons left out, 0 to below 1.</param>
    public double Ideal(double discarded) => Math.Max(0, (Fnmr - discarded) / (1 - discarded));
}

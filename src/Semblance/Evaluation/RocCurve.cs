namespace Semblance.Evaluation;

/// <summary>An operating point.</summary>
/// <param name="Threshold">Pairs of at least this similarity match.</param>
/// <param name="Fmr">False match rate: the share of impostor pairs that match.</param>
/// <param name="Fnmr">False non-match rate: the share of genuine pairs that do not match.</param>
internal readonly record struct RocPoint(double Threshold, double Fmr, double Fnmr);

/// <summary>
/// Every operating point that a set of scored pairs has (ISO/IEC 19795-1). Pairs without a score never match, so with failures to
/// acquire the curve ends before FMR 1 and FNMR 0. Immutable.
/// </summary>
internal sealed class RocCurve
{
    internal RocCurve(IReadOnlyList<RocPoint> points, int genuine, int impostor) => (Points, Genuine, Impostor) = (points, genuine, impostor);

    /// <summary>From the threshold at positive infinity (FMR 0, FNMR 1), then one point for each distinct score, falling.</summary>
    public IReadOnlyList<RocPoint> Points { get; }

    /// <summary>Genuine pairs behind the curve.</summary>
    public int Genuine { get; }

    /// <summary>Impostor pairs behind the curve.</summary>
    public int Impostor { get; }

    /// <summary>The curve of a set of pairs.</summary>
    /// <exception cref="ArgumentException">There is no genuine or no impostor pair, or a score is positive infinity.</exception>
    public static RocCurve Compute(IReadOnlyList<ScoredPair> pairs)
    {
        var sorted = new SortedPairs(pairs);
        int genuine = sorted.Same.Count(same => same), impostor = sorted.Count - genuine;
        if (genuine == 0 || impostor == 0)
            throw new ArgumentException($"A ROC curve needs pairs of both kinds; there are {genuine} of the same person and {impostor} of different people.", nameof(pairs));

        var points = new List<RocPoint>(sorted.GroupEnds.Length + 1) { new(double.PositiveInfinity, 0, 1) };
        int accepted = 0, falseMatches = 0, start = 0;
        foreach (int end in sorted.GroupEnds)
        {
            for (int i = start; i < end; i++)
            {
                if (sorted.Same[i])
                    accepted++;
                else
                    falseMatches++;
            }
            points.Add(new(sorted.Similarity[start], (double)falseMatches / impostor, (double)(genuine - accepted) / genuine));
            start = end;
        }
        return new RocCurve(points, genuine, impostor);
    }
}

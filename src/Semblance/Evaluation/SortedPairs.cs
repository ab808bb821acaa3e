namespace Semblance.Evaluation;

/// <summary>
/// Scored pairs from the most alike to the least, equal scores grouped, pairs without a score last and in no group. Subjects and
/// folds are numbered from 0 by their own order, so that neither the order of the pairs nor of the photos in a pair matters.
/// </summary>
internal sealed class SortedPairs
{
    private readonly int[] _subjectA;
    private readonly int[] _subjectB;

    /// <exception cref="ArgumentException">A score is positive infinity: it would match at every threshold.</exception>
    public SortedPairs(IReadOnlyList<ScoredPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var sorted = pairs.OrderByDescending(pair => pair.HasScore ? pair.Similarity : double.NegativeInfinity).ToArray();
        if (sorted.Length > 0 && sorted[0].HasScore && double.IsPositiveInfinity(sorted[0].Similarity))
            throw new ArgumentException("A similarity is positive infinity, which is no score.", nameof(pairs));

        var subjects = Number(sorted.Select(pair => pair.SubjectA).Concat(sorted.Select(pair => pair.SubjectB)));
        var folds = Number(sorted.Select(pair => pair.Fold));
        (Subjects, Folds) = (subjects.Count, folds.Count);
        _subjectA = Array.ConvertAll(sorted, pair => subjects[pair.SubjectA]);
        _subjectB = Array.ConvertAll(sorted, pair => subjects[pair.SubjectB]);
        Same = Array.ConvertAll(sorted, pair => pair.Same);
        Fold = Array.ConvertAll(sorted, pair => folds[pair.Fold]);
        Similarity = [.. sorted.TakeWhile(pair => pair.HasScore).Select(pair => pair.Similarity)];
        GroupEnds = [.. Enumerable.Range(1, Similarity.Length).Where(i => i == Similarity.Length || Similarity[i] != Similarity[i - 1])];
    }

    public int Count => Same.Length;

    public int Subjects { get; }

    public int Folds { get; }

    public bool[] Same { get; }

    public int[] Fold { get; }

    /// <summary>Of the pairs that have a score; shorter than the other arrays where some have none.</summary>
    public double[] Similarity { get; }

    /// <summary>Where each group of equal scores ends (exclusive).</summary>
    public int[] GroupEnds { get; }

    /// <summary>Each pair counted once.</summary>
    public int[] UnitWeights()
    {
        var weights = new int[Count];
        Array.Fill(weights, 1);
        return weights;
    }

    /// <summary>
    /// How often each pair occurs when subject s is there <c>times[s]</c> times: a pair within a subject as often as the subject,
    /// a pair between subjects as often as there are combinations of them.
    /// </summary>
    public void Weigh(ReadOnlySpan<int> times, Span<int> weights)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            int a = _subjectA[i], b = _subjectB[i];
            weights[i] = a == b ? times[a] : times[a] * times[b];
        }
    }

    private static Dictionary<int, int> Number(IEnumerable<int> ids) =>
        ids.Distinct().Order().Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
}

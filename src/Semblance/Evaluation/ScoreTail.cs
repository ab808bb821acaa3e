namespace Semblance.Evaluation;

/// <summary>The highest of many impostor scores, falling, with the families behind each.</summary>
internal sealed class ScoreTail
{
    private ScoreTail(long count, double[] similarity, int[] familyA, int[] familyB) =>
        (Count, Similarity, FamilyA, FamilyB) = (count, similarity, familyA, familyB);

    /// <summary>All scores, those that were not kept included.</summary>
    public long Count { get; }

    public double[] Similarity { get; }

    public int[] FamilyA { get; }

    public int[] FamilyB { get; }

    /// <summary>
    /// The lowest score at which the share of all scores that reach it is at most a rate, and how many of them reach it. Not a number
    /// and 0 where even the highest score is reached by too many.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate lies beyond what was kept.</exception>
    public (double Threshold, int Reached) At(double rate)
    {
        // A hair's breadth more, since 0.001 x 3000 need not be 3 in binary.
        long allowed = Math.Min(Count, (long)Math.Floor(Count * rate * (1 + 1e-12)));
        if (allowed > Similarity.Length || allowed == Similarity.Length && allowed < Count)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "So many scores were not kept.");
        int last = (int)allowed;
        while (last > 0 && last < Similarity.Length && Similarity[last] == Similarity[last - 1])
            last--;
        return last == 0 ? (double.NaN, 0) : (Similarity[last - 1], last);
    }

    /// <summary>How many of the kept scores reach a threshold; all that do, where the threshold lies above the last one kept.</summary>
    public int CountReaching(double threshold)
    {
        int low = 0, high = Similarity.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Similarity[middle] >= threshold)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    /// <summary>Collects scores; whenever twice as many as are kept have come together, the lower half goes.</summary>
    public sealed class Builder
    {
        private readonly long _expected;
        private readonly int _kept;
        private readonly List<(double Similarity, int A, int B)> _scores = [];
        private double _bound = double.NegativeInfinity;
        private long _count;

        public Builder(long expected, double share)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
            _expected = expected;
            // One more than the share: the first score beyond it tells ties.
            _kept = checked((int)Math.Min(expected, (long)Math.Ceiling(expected * share) + 1));
        }

        /// <exception cref="ArgumentException">The score is no finite number.</exception>
        public void Add(double similarity, int familyA, int familyB)
        {
            if (!double.IsFinite(similarity))
                throw new ArgumentException("A score is a finite number.", nameof(similarity));
            _count++;
            if (similarity < _bound)
                return;
            _scores.Add((similarity, familyA, familyB));
            if (_scores.Count >= 2L * _kept + 1024)
                Shrink();
        }

        public ScoreTail Build()
        {
            if (_count != _expected)
                throw new InvalidOperationException($"{_expected} impostor scores were expected; {_count} came.");
            Shrink();
            return new ScoreTail(_count, [.. _scores.Select(score => score.Similarity)], [.. _scores.Select(score => score.A)], [.. _scores.Select(score => score.B)]);
        }

        private void Shrink()
        {
            // By family where scores tie, so that the order in which they came makes no difference.
            _scores.Sort((x, y) => y.Similarity.CompareTo(x.Similarity) is not 0 and var order ? order : x.A != y.A ? x.A.CompareTo(y.A) : x.B.CompareTo(y.B));
            if (_scores.Count <= _kept)
                return;
            _scores.RemoveRange(_kept, _scores.Count - _kept);
            _bound = _kept == 0 ? double.PositiveInfinity : _scores[^1].Similarity;
        }
    }
}

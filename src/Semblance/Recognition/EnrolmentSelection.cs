namespace Semblance.Recognition;

/// <summary>What an enrolment takes.</summary>
/// <param name="Taken">The faces to store, the best first; empty where there was none.</param>
/// <param name="NotTaken">Why good faces were left out, with their number, the commonest first.</param>
internal sealed record EnrolmentChoice(IReadOnlyList<EnrolmentCandidate> Taken, IReadOnlyList<(string Reason, int Count)> NotTaken);

/// <summary>
/// Chooses the faces of an enrolment among those that were good enough: the best one first (<see cref="FaceQuality.Rank"/>), then, of those nearly
/// as good, again and again the one with the greatest product of quality and difference from all taken. Different looks of a person
/// make a template that more of their faces resemble. Whoever does not match the best face is another person and is left out.
/// Used by one thread.
/// </summary>
internal sealed class EnrolmentSelection
{
    /// <summary>Only faces of at least this share of the best one's rank are stored.</summary>
    public const double LeastShareOfBest = 0.6;

    /// <summary>Faces of a higher cosine to one that is stored add nothing.</summary>
    public const double TooAlike = 0.98;

    // Of a long clip the best are enough to choose from.
    private const int MostKept = 500;

    private readonly Comparator _comparator;
    private readonly Threshold _threshold;
    private readonly PriorityQueue<EnrolmentCandidate, double> _kept = new();

    /// <summary>Starts without faces.</summary>
    /// <param name="comparator">The pack's comparator.</param>
    /// <param name="threshold">From which score two faces are one person's.</param>
    public EnrolmentSelection(Comparator comparator, Threshold threshold)
    {
        ArgumentNullException.ThrowIfNull(comparator);
        ArgumentNullException.ThrowIfNull(threshold);
        (_comparator, _threshold) = (comparator, threshold);
    }

    /// <summary>How many faces were good enough.</summary>
    public int Count { get; private set; }

    /// <summary>The highest rank so far; negative infinity without faces.</summary>
    public double BestRank { get; private set; } = double.NegativeInfinity;

    /// <summary>Adds a face that was good enough.</summary>
    /// <returns>Whether it is the best so far.</returns>
    public bool Add(EnrolmentCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        Count++;
        double rank = candidate.Quality.Rank();
        _kept.Enqueue(candidate, rank);
        if (_kept.Count > MostKept)
            _kept.Dequeue();
        bool isBest = rank > BestRank;
        BestRank = Math.Max(rank, BestRank);
        return isBest;
    }

    /// <summary>Chooses.</summary>
    /// <param name="most">How many faces at most, at least 1.</param>
    public EnrolmentChoice Choose(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        // Of equal ranks the earliest, as when they came.
        var sorted = _kept.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Source, StringComparer.Ordinal)
            .ThenBy(item => item.Element.Frame).Select(item => item.Element).ToList();
        if (sorted.Count == 0)
            return new EnrolmentChoice([], []);

        var best = sorted[0];
        var same = sorted.Where(candidate => _comparator.Reaches(_comparator.Compare(best.Embedding, candidate.Embedding), _threshold.Score)).ToList();
        var good = same.Where(candidate => candidate.Quality.Rank() >= LeastShareOfBest * BestRank).ToList();
        var taken = new List<EnrolmentCandidate> { best };
        while (taken.Count < most && Next(good, taken) is { } next)
            taken.Add(next);

        int alike = good.Count(candidate => !taken.Contains(candidate) && Likeness(candidate, taken) > TooAlike);
        (string, int)[] reasons =
        [
            ("Good enough, but others are better or differ more.", Count - taken.Count - alike - (sorted.Count - same.Count)),
            ("Too like one that was taken to add anything.", alike),
            ("Does not look like the person on the best one: enrol one person at a time.", sorted.Count - same.Count),
        ];
        return new EnrolmentChoice(taken, [.. reasons.Where(reason => reason.Item2 > 0).OrderByDescending(reason => reason.Item2)]);
    }

    private static EnrolmentCandidate? Next(List<EnrolmentCandidate> good, List<EnrolmentCandidate> taken) => good
        .Select(candidate => (Candidate: candidate, Likeness: Likeness(candidate, taken)))
        .Where(pair => pair.Likeness <= TooAlike)
        .OrderByDescending(pair => pair.Candidate.Quality.Rank() * (1 - pair.Likeness))
        .FirstOrDefault().Candidate;

    private static double Likeness(EnrolmentCandidate candidate, List<EnrolmentCandidate> taken) =>
        taken.Max(other => Comparator.Cosine.Compare(candidate.Embedding, other.Embedding));
}

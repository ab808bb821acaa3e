namespace Semblance.Search;

/// <summary>A row that may be among the most alike.</summary>
/// <param name="Slot">Which row.</param>
/// <param name="Least">The least that its exact product can be.</param>
/// <param name="Most">The most that it can be.</param>
internal readonly record struct Candidate(int Slot, float Least, float Most);

/// <summary>Keeps, for one query, every row that can be among the <paramref name="most"/> best: those that reach what that many rows reach at least.</summary>
internal sealed class Sieve(int most)
{
    private const int Spare = 1024;

    private readonly PriorityQueue<byte, float> _best = new();
    private readonly List<Candidate> _kept = [];
    private int _full = 2 * Spare;

    /// <summary>What a row must be able to reach.</summary>
    public float Floor { get; private set; } = float.NegativeInfinity;

    /// <summary>Takes a row, or not.</summary>
    public void Add(Candidate candidate)
    {
        if (!(candidate.Most >= Floor))
            return;
        _kept.Add(candidate);
        if (_best.Count < most)
            _best.Enqueue(0, candidate.Least);
        else if (candidate.Least > Floor)
            _best.EnqueueDequeue(0, candidate.Least);
        else
            return;
        if (_best.Count == most && _best.TryPeek(out _, out float least))
            Floor = least;
        if (_kept.Count >= _full)
            Clean();
    }

    /// <summary>All rows that reach what is known now.</summary>
    public List<Candidate> Kept()
    {
        Clean();
        return _kept;
    }

    private void Clean()
    {
        _kept.RemoveAll(candidate => candidate.Most < Floor);
        _full = 2 * _kept.Count + Spare;
    }
}

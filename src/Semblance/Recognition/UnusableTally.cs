namespace Semblance.Recognition;

/// <summary>Counts why photos gave nothing to compare, and says what was wrong most often. Used by one thread.</summary>
public sealed class UnusableTally
{
    // A reason of a few frames is no reason for all of them: it must hold for a quarter as many as the commonest.
    private const int LeastShare = 4;

    private readonly List<FaceReading.Unusable> _readings = [];

    /// <summary>How many there were.</summary>
    public int Count => _readings.Count;

    /// <summary>Each reason with the number of photos it was given for, the commonest first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Reasons => Counted(_readings);

    /// <summary>Adds one.</summary>
    public void Add(FaceReading.Unusable reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        _readings.Add(reading);
    }

    /// <summary>The commonest outcome with its reasons, the commonest first, without those that held far more seldom; <see cref="Outcome.NoFace"/> where no photo came at all.</summary>
    public Decision Commonest()
    {
        if (Count == 0)
            return Decision.Without(Outcome.NoFace, "There was no picture to look at.");
        var commonest = _readings.GroupBy(reading => reading.Outcome).MaxBy(group => group.Count())!;
        return Decision.Without(commonest.Key, [.. Telling(Counted(commonest))]);
    }

    private static IEnumerable<string> Telling(IReadOnlyList<(string Reason, int Count)> counted) =>
        counted.Where(reason => reason.Count * LeastShare >= counted[0].Count).Select(reason => reason.Reason);

    private static IReadOnlyList<(string Reason, int Count)> Counted(IEnumerable<FaceReading.Unusable> readings) =>
        [.. readings.SelectMany(reading => reading.Reasons).CountBy(reason => reason).OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value))];
}

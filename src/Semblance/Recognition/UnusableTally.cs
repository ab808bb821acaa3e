namespace Semblance.Recognition;

/// <summary>Counts why photos gave nothing to compare, and says what was wrong most often. Used by one thread.</summary>
public sealed class UnusableTally
{
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

    /// <summary>The commonest outcome with its reasons, the commonest first; <see cref="Outcome.NoFace"/> where no photo came at all.</summary>
    public Decision Commonest()
    {
        if (Count == 0)
            return Decision.Without(Outcome.NoFace, "There was no picture to look at.");
        var commonest = _readings.GroupBy(reading => reading.Outcome).MaxBy(group => group.Count())!;
        return Decision.Without(commonest.Key, [.. Counted(commonest).Select(counted => counted.Reason)]);
    }

    private static IReadOnlyList<(string Reason, int Count)> Counted(IEnumerable<FaceReading.Unusable> readings) =>
        [.. readings.SelectMany(reading => reading.Reasons).CountBy(reason => reason).OrderByDescending(pair => pair.Value).Select(pair => (pair.Key, pair.Value))];
}

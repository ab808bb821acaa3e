namespace Semblance.Recognition;

/// <summary>Counts why photos gave nothing to compare, and says what was wrong most often. Used by one thread.</summary>
internal sealed class UnusableTally
{
    // A reason of a few frames is no reason for all of them: it must hold for a quarter as many as the commonest.
    private const int LeastShare = 4;

    private readonly Dictionary<Outcome, int> _outcomes = [];
    private readonly Dictionary<(Outcome Outcome, string Reason), int> _reasons = [];

    /// <summary>How many there were.</summary>
    public int Count => _outcomes.Values.Sum();

    /// <summary>Each reason with the number of photos it was given for, the commonest first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Reasons =>
        [.. _reasons.GroupBy(pair => pair.Key.Reason, pair => pair.Value).Select(group => (group.Key, group.Sum())).OrderByDescending(pair => pair.Item2)];

    /// <summary>Adds one.</summary>
    public void Add(FaceReading.Unusable reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        _outcomes[reading.Outcome] = _outcomes.GetValueOrDefault(reading.Outcome) + 1;
        foreach (string reason in reading.Reasons)
            _reasons[(reading.Outcome, reason)] = _reasons.GetValueOrDefault((reading.Outcome, reason)) + 1;
    }

    /// <summary>The commonest outcome with its reasons, the commonest first, without those that held far more seldom; <see cref="Outcome.NoFace"/> where no photo came at all.</summary>
    public Decision Commonest()
    {
        if (_outcomes.Count == 0)
            return Decision.Without(Outcome.NoFace, "There was no picture to look at.");
        var commonest = _outcomes.MaxBy(pair => pair.Value).Key;
        var counted = _reasons.Where(pair => pair.Key.Outcome == commonest).OrderByDescending(pair => pair.Value).ToList();
        return Decision.Without(commonest, [.. counted.Where(pair => pair.Value * LeastShare >= counted[0].Value).Select(pair => pair.Key.Reason)]);
    }
}

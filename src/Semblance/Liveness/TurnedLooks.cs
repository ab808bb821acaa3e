namespace Semblance.Liveness;

/// <summary>
/// Whether a head that turns looks as no bent photo does. Skin grows lighter and darker as it turns in the light, and eyes move in their lids, look elsewhere or blink; a photo that is carried by a head's
/// shape brings every spot along as it was. Looks at the turns are compared with the one ahead. Used by one thread.
/// </summary>
internal sealed class TurnedLooks
{
    // One landmark that went astray is not a look.
    private const int Fewest = 3;

    private readonly List<double> _changes = [];
    private FaceLook? _ahead;

    /// <summary>By how much the looks differ from a bent photo's, the middle one of them, 0 to 1; null where too few were seen.</summary>
    public double? Change => _changes.Count < Fewest ? null : _changes.Order().ElementAt(_changes.Count / 2);

    /// <summary>Takes the look straight ahead, which all others are compared with.</summary>
    public void Begin(FaceLook ahead)
    {
        _changes.Clear();
        _ahead = ahead;
    }

    /// <summary>Takes a look aside, up or down.</summary>
    public void Add(FaceLook turned)
    {
        if (_ahead is not null && LookChange.Between(_ahead, turned) is { } change)
            _changes.Add(change);
    }

    /// <summary>Forgets the looks at turns, for another challenge.</summary>
    public void Again() => _changes.Clear();

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _changes.Clear();
        _ahead = null;
    }
}

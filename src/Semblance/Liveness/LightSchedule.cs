namespace Semblance.Liveness;

/// <summary>When each colour of a sequence came on the screen, as the page reports it, and whether that can be.</summary>
/// <param name="sequence">The colours.</param>
/// <param name="mostLatency">See <see cref="LightOptions.MostLatency"/>.</param>
internal sealed class LightSchedule(LightSequence sequence, TimeSpan mostLatency)
{
    /// <summary>No more than three changes a second (WCAG 2.2, 2.3.1).</summary>
    public static readonly TimeSpan LeastSpacing = TimeSpan.FromSeconds(1) / 3;

    private readonly List<TimeSpan> _painted = [];

    /// <summary>The colours.</summary>
    public LightSequence Sequence => sequence;

    /// <summary>When colour 0, 1, ... came on.</summary>
    public IReadOnlyList<TimeSpan> Painted => _painted;

    /// <summary>The first colour came on.</summary>
    public bool HasBegun => _painted.Count > 0;

    /// <summary>A report came that cannot be; the sequence is worth nothing.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>All colours came on.</summary>
    public bool IsComplete => _painted.Count == sequence.Colours.Count && !HasFailed;

    /// <summary>When the light of the last colour is surely over; null while it is not on.</summary>
    public TimeSpan? End => IsComplete ? _painted[^1] + sequence.Each + mostLatency : null;

    /// <summary>Notes that a colour came on. Reports of later colours before the first belong to an earlier sequence and are passed over.</summary>
    public void Paint(int index, TimeSpan at)
    {
        if (HasFailed || !HasBegun && index != 0)
            return;
        if (index != _painted.Count || index >= sequence.Colours.Count || index > 0 && !IsPlausible(at - _painted[^1]))
            HasFailed = true;
        else
            _painted.Add(at);
    }

    // A colour may come a little early or wait for a busy page; a stream of reports that is stretched at will could be fitted to a recording.
    private bool IsPlausible(TimeSpan spacing) => spacing >= LeastSpacing && spacing <= 2 * sequence.Each;
}

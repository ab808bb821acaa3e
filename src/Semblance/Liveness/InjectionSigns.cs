namespace Semblance.Liveness;

/// <summary>
/// What betrays video that was fed in past the camera: a sensor's noise changes from frame to frame, its clock trembles, its size stays. Evidence, not proof: a looped
/// fake camera repeats frames, and so does a slow one. Nothing here decides anything. Used by one thread.
/// </summary>
public sealed class InjectionSigns
{
    /// <summary>What was noticed, in sentences; empty while nothing was.</summary>
    public IReadOnlyList<string> Found => _sizes.Count > 1 ? ["The picture changed its size."] : [];

    private readonly HashSet<(int, int)> _sizes = [];

    /// <summary>Takes the next frame.</summary>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _sizes.Add((frame.Photo.Width, frame.Photo.Height));
    }
}

using Semblance.Detection;

namespace Semblance.Liveness;

/// <summary>
/// Whether what moves before the camera is a head or a flat picture. A head that turns moves its nose against the plane of eyes and mouth; a flat picture does not, whichever way it is
/// held. A head moves before its background; the face of a held-up photo or screen moves together with the paper around it. Where nothing moves there is nothing to judge:
/// <see cref="LivenessVerdict.Unsure"/>. It needs landmarks; a pack without them stays unsure. Used by one thread.
/// </summary>
public sealed class MotionCheck : ILivenessCheck
{
    /// <summary>How long it looks before it settles for what it has seen.</summary>
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromSeconds(1);

    private readonly IPointTracker? _tracker;
    private readonly ParallaxEvidence _parallax = new();
    private readonly SurroundingsEvidence _surroundings = new();
    private TimeSpan? _first;

    /// <summary>Begins.</summary>
    /// <param name="tracker">Sparse optical flow, where OpenCV is at hand; without it the check rests on landmarks and on the picture around the face. Taken over.</param>
    public MotionCheck(IPointTracker? tracker = null) => (_tracker, Flow) = (tracker, tracker is null ? null : new FlowEvidence());

    /// <inheritdoc/>
    public string Name => CheckNames.Motion;

    /// <inheritdoc/>
    public CheckResult Result { get; private set; } = CheckResult.Nothing(CheckNames.Motion, "No face was followed yet.");

    internal ParallaxEvidence Parallax => _parallax;

    internal SurroundingsEvidence Surroundings => _surroundings;

    internal FlowEvidence? Flow { get; }

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Face is not { Landmarks: { } landmarks } || !(MotionScale.Of(landmarks) > 4))
            return;
        _first ??= frame.Time;
        _parallax.Add(frame.Time, landmarks);
        _surroundings.Add(frame.Time, MotionImage.Of(frame.Photo), landmarks);
        if (_tracker is not null)
            Flow!.Add(frame.Time, _tracker.Follow(frame.Photo, landmarks), landmarks, Math.Max(frame.Photo.Width, frame.Photo.Height) / 320.0);
        Result = Judge(isSettled: frame.Time - _first >= SettlesAfter);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _parallax.Reset();
        _surroundings.Reset();
        _tracker?.Reset();
        _first = null;
        if (Result.Verdict != LivenessVerdict.Spoof)
            Result = CheckResult.Nothing(Name, "The face was lost.");
    }

    /// <summary>Frees the tracker.</summary>
    public void Dispose() => _tracker?.Dispose();

    private CheckResult Judge(bool isSettled)
    {
        double travel = Math.Max(_parallax.Travel.Across, _parallax.Travel.Along);
        if (_surroundings.Near is { Cells: >= 40, Mean: > 0.4 } && _surroundings.Far is not { Cells: >= 40, Mean: > 0.2 })
            return new CheckResult(Name, 0.05, LivenessVerdict.Spoof, ["The face moves together with what is around it."], isSettled);
        if (travel > 0.12 && travel > 5 * _parallax.Noise && !(_surroundings.Near is { Cells: >= 40, Mean: > 0 }))
            return new CheckResult(Name, 0.95, LivenessVerdict.Live, [], isSettled);
        return new CheckResult(Name, isSettled ? 0.5 : null, LivenessVerdict.Unsure, [travel < 0.04 ? "The head hardly moved." : "The movement was too small to tell a head from a picture."], isSettled);
    }
}

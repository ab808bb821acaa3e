namespace Semblance.Liveness;

/// <summary>
/// Whether what moves before the camera is a head or a flat picture. A head that turns moves its nose against the plane of eyes and mouth; a flat picture does not, whichever way it is
/// held. A head moves before its background; a photo or a screen that is held up carries the face and what is around it together, also where the face on the screen moves by itself.
/// Where nothing moves there is nothing to judge: <see cref="LivenessVerdict.Unsure"/>. It needs landmarks; a pack without them stays unsure. Used by one thread.
/// </summary>
/// <remarks>
/// A replay that nothing moves, on a screen whose edge stays out of the picture, has all the movement of a head: this check does not see it. Neither does it tell a hand that holds the
/// camera from one that holds a screen filling the whole picture; there it says spoof only to a still, which shows no movement of its own.
/// </remarks>
internal sealed class MotionCheck : ILivenessCheck
{
    private readonly IPointTracker? _tracker;
    private readonly MotionOptions _limits;
    private readonly PointHistory _points = new();
    private readonly PatchHistory _patches = new();
    private TimeSpan? _first, _last, _flatAt, _turnedAt;
    private string _flatReason = "";

    /// <summary>Begins.</summary>
    /// <param name="tracker">Sparse optical flow, where OpenCV is at hand; without it patches of the face are followed from where the landmarks say they are, in a coarser picture. Taken over.</param>
    /// <param name="limits">What speaks for a head and what for a picture; null: the defaults.</param>
    public MotionCheck(IPointTracker? tracker = null, MotionOptions? limits = null)
    {
        (_tracker, _limits) = (tracker, limits ?? new MotionOptions());
        (Parallax, Surroundings, Flow) = (new ParallaxEvidence(_limits), new SurroundingsEvidence(_limits), new FlowEvidence(_limits));
    }

    /// <inheritdoc/>
    public string Name => CheckNames.Motion;

    /// <inheritdoc/>
    public CheckResult Result { get; private set; } = CheckResult.Nothing(CheckNames.Motion, "No face was followed yet.");

    internal ParallaxEvidence Parallax { get; }

    internal SurroundingsEvidence Surroundings { get; }

    internal FlowEvidence Flow { get; }

    /// <summary>What was measured by now.</summary>
    internal MotionSigns Signs => new(
        Math.Max(Parallax.Travel.Across, Parallax.Travel.Along), Parallax.Noise, Flow.Steps, Flow.Bend, Flow.Moved,
        Surroundings.Steps, Surroundings.Moved, Surroundings.Follows, Surroundings.Near, Surroundings.Far);

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Face is not { } face)
            return;
        if (face.Landmarks is not { } landmarks)
            Miss("This pack finds faces without landmarks, so their movement is not judged.");
        else if (!(MotionScale.Of(landmarks) > _limits.SmallestEyes))
            Miss("The face is too small to follow its movement; come closer.");
        else if (Wants(frame.Time))
            Add(frame.Time, landmarks, MotionImage.Of(frame.Photo), _tracker?.Follow(frame.Photo, landmarks));
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Parallax.Reset();
        Surroundings.Reset();
        Flow.Reset();
        _points.Reset();
        _patches.Reset();
        _tracker?.Reset();
        (_first, _turnedAt) = (null, null);
        if (Result.Verdict != LivenessVerdict.Spoof)
            Result = CheckResult.Nothing(Name, "The face was lost or changed, or the camera paused, and none was followed since.");
    }

    /// <summary>Frees the tracker.</summary>
    public void Dispose() => _tracker?.Dispose();

    /// <summary>Whether a frame of this time would be looked at.</summary>
    internal bool Wants(TimeSpan time) => _last is not { } last || time - last >= _limits.LeastStep;

    /// <summary>Takes what was seen in a frame.</summary>
    internal void Add(TimeSpan time, Landmarks landmarks, MotionImage image, IReadOnlyList<TrackedPoint>? points)
    {
        _last = time;
        _first ??= time;
        Parallax.Add(time, landmarks);
        Surroundings.Add(time, image, landmarks);
        if ((points is null ? _patches.Add(time, image, landmarks) : _points.Add(time, points, landmarks)) is { } moves)
            Flow.Add(time, moves);
        if (MotionJudge.Flatness(Signs, _limits) is { } reason)
            (_flatAt, _flatReason) = (time, reason);
        Result = Judge(time, isSettled: time - _first >= _limits.SettlesAfter);
    }

    private void Miss(string reason)
    {
        if (_first is null && Result.Verdict != LivenessVerdict.Spoof)
            Result = CheckResult.Nothing(Name, reason);
    }

    private CheckResult Judge(TimeSpan time, bool isSettled)
    {
        if (time - _flatAt < _limits.Keeps)
        {
            _turnedAt = null;
            return new CheckResult(Name, 0.05, LivenessVerdict.Spoof, [_flatReason], isSettled);
        }
        var signs = Signs;
        bool turns = MotionJudge.Turns(signs, _limits);
        // A head that was seen to turn stays one for as long, unless it goes along with what is around it.
        _turnedAt = MotionJudge.GoesAlong(signs, _limits) ? null : turns ? time : _turnedAt;
        return time - _turnedAt < _limits.Keeps
            ? new CheckResult(Name, 0.95, LivenessVerdict.Live, [], isSettled)
            : new CheckResult(Name, isSettled ? 0.5 : null, LivenessVerdict.Unsure, [MotionJudge.WhyUnsure(signs, _limits)], isSettled);
    }
}

using Semblance.Detection;

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
public sealed class MotionCheck : ILivenessCheck
{
    /// <summary>How long it looks before it settles for what it has seen.</summary>
    public static readonly TimeSpan SettlesAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a flat picture stays one: whoever holds it still after it was seen to move is not asked again at once. Then it is judged anew, so that one wrong spell condemns nobody for ever.
    /// A head that was seen to turn stays one for as long, unless the face is lost, moves like a picture, or goes along with what is around it.
    /// </summary>
    public static readonly TimeSpan Keeps = TimeSpan.FromSeconds(10);

    // Movement shows in tenths of seconds; more than about 15 frames a second cost time and tell nothing.
    private static readonly TimeSpan s_leastStep = TimeSpan.FromSeconds(0.055);

    // Eye distances by which the nose must travel against the plane of the face, and how many times the error of the landmarks.
    private const double LiveTravel = 0.12, LiveTimesNoise = 5;

    private readonly IPointTracker? _tracker;
    private readonly PointHistory _points = new();
    private readonly PatchHistory _patches = new();
    private TimeSpan? _first, _last, _flatAt, _turnedAt;
    private string _flatReason = "";

    /// <summary>Begins.</summary>
    /// <param name="tracker">Sparse optical flow, where OpenCV is at hand; without it patches of the face are followed from where the landmarks say they are, in a coarser picture. Taken over.</param>
    public MotionCheck(IPointTracker? tracker = null) => _tracker = tracker;

    /// <inheritdoc/>
    public string Name => CheckNames.Motion;

    /// <inheritdoc/>
    public CheckResult Result { get; private set; } = CheckResult.Nothing(CheckNames.Motion, "No face was followed yet.");

    internal ParallaxEvidence Parallax { get; } = new();

    internal SurroundingsEvidence Surroundings { get; } = new();

    internal FlowEvidence Flow { get; } = new();

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Face is not { } face)
            return;
        if (face.Landmarks is not { } landmarks)
            Miss("This pack finds faces without landmarks, so their movement is not judged.");
        else if (!(MotionScale.Of(landmarks) > 4))
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
    internal bool Wants(TimeSpan time) => _last is not { } last || time - last >= s_leastStep;

    /// <summary>Takes what was seen in a frame.</summary>
    internal void Add(TimeSpan time, Landmarks landmarks, MotionImage image, IReadOnlyList<TrackedPoint>? points)
    {
        _last = time;
        _first ??= time;
        Parallax.Add(time, landmarks);
        Surroundings.Add(time, image, landmarks);
        if ((points is null ? _patches.Add(time, image, landmarks) : _points.Add(time, points, landmarks)) is { } moves)
            Flow.Add(time, moves);
        if (Flatness() is { } reason)
            (_flatAt, _flatReason) = (time, reason);
        Result = Judge(time, isSettled: time - _first >= SettlesAfter);
    }

    private void Miss(string reason)
    {
        if (_first is null && Result.Verdict != LivenessVerdict.Spoof)
            Result = CheckResult.Nothing(Name, reason);
    }

    private CheckResult Judge(TimeSpan time, bool isSettled)
    {
        if (time - _flatAt < Keeps)
        {
            _turnedAt = null;
            return new CheckResult(Name, 0.05, LivenessVerdict.Spoof, [_flatReason], isSettled);
        }
        double travel = Math.Max(Parallax.Travel.Across, Parallax.Travel.Along);
        bool goesAlong = Surroundings is { Near: { Cells: >= 40, Mean: > 0.1 } } or { Moved: > 0.05, Follows: > 0.5 };
        bool turns = travel > LiveTravel && travel > LiveTimesNoise * Parallax.Noise;
        _turnedAt = goesAlong ? null : turns ? time : _turnedAt;
        if (time - _turnedAt < Keeps)
            return new CheckResult(Name, 0.95, LivenessVerdict.Live, [], isSettled);
        return new CheckResult(Name, isSettled ? 0.5 : null, LivenessVerdict.Unsure, [WhyUnsure(travel, turns)], isSettled);
    }

    // Only turning tells: a head that only sways moves as a picture does.
    private static string WhyUnsure(double travel, bool turns) =>
        turns ? "What is around the face moves along with it, as it does with a picture that is held up; hold the camera still."
        : travel > LiveTravel ? "The picture is too unsteady to see whether the head turns; more light may help."
        : travel < 0.04 ? "The head hardly turned in the last seconds."
        : "The head turned too little in the last seconds to tell it from a picture.";

    // Thresholds were chosen on the clips that docs/accuracy-liveness-motion.md names.
    private string? Flatness()
    {
        // Where the whole picture moves it may be the camera that moves: then only a face without any movement of its own is flat.
        bool mayBeCamera = Surroundings.Far is not { Cells: >= 20, Mean: < 0 };
        if (mayBeCamera ? Flow is { Steps: >= 20, Bend: < 0.014, Moved: > 0.15 } : Flow is { Steps: >= 8, Bend: < 0.035 })
            return "The face moved like a flat picture.";
        if (Surroundings is not { Steps: >= 6, Follows: > 0.4 and < 2.5 })
            return null;
        // Most of what is near goes along; or, where a narrow edge is all that is held up, some of it on both sides, while what is farther out clearly rests.
        bool goesAlong = Surroundings is { Near: { Cells: >= 60, Mean: > 0.35 }, Far: { Cells: >= 40, Mean: < -0.2 } };
        bool hasEdge = Surroundings is { Near: { Cells: >= 100, Mean: > -0.3, Left: >= 20, Right: >= 20 }, Far: { Cells: >= 100, Mean: < -0.5 }, Moved: > 0.06, Follows: > 0.6 };
        return goesAlong || hasEdge ? "The face moved together with what is around it, before a background that did not." : null;
    }
}

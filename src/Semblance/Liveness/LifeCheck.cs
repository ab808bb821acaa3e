namespace Semblance.Liveness;

/// <summary>
/// Whether a face changes as no movement of a flat picture does: it turns, blinks, speaks or moves in the light. A still never does, however it is encoded, shaken or held, and neither does a camera that is
/// frozen; people do all the time. It says live only for what was seen in the last moments, and never spoof: a picture shows nobody. A film of a person changes as the person did: that is for
/// <see cref="TextureCheck"/>, <see cref="MotionCheck"/> and <see cref="ChallengeCheck"/> to say. Used by one thread.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class LifeCheck(LifeOptions options) : ILivenessCheck
{
    private const string Still = "Nothing in the face moves by itself: a photo is never live, whatever is done with it.";

    // One look or two may be a frame that arrived broken.
    private const int Looks = 3;

    private readonly List<Look> _looks = [];
    private readonly List<Reference> _references = [];

    public string Name => CheckNames.Life;

    /// <summary>How much of the face's change no movement of a flat picture explains, as a share of its contrast, up to the newest frame; null where too few were seen.</summary>
    public double? Change { get; private set; }

    public CheckResult Result { get; private set; } = CheckResult.Nothing(CheckNames.Life, "No face was followed yet.");

    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        // In coloured light a face changes as the screen does, and a person is asked to hold still.
        if (frame.Face is not { } face || frame.IsLit || _looks.Count > 0 && frame.Time - _looks[^1].Time < options.LeastStep)
            return;
        var place = FacePlace.Of(face);
        // A face elsewhere is another one.
        if (_looks.Count > 0 && place.DistanceTo(_looks[^1].Place) > _looks[^1].Place.Size)
            Reset();
        var look = LifeLook.Of(frame.Photo, face);
        _looks.RemoveAll(old => frame.Time - old.Time > options.Window);
        _references.RemoveAll(old => frame.Time - old.Time > options.Window);
        _looks.Add(new Look(frame.Time, place, _references.Select(reference => reference.Fit.Unexplained(look)).DefaultIfEmpty(0).Max()));
        // Two that take turns: a look is always compared with one that is at least half a window old.
        if (_references.Count == 0 || frame.Time - _references[^1].Time >= options.Window / 2)
            _references.Add(new Reference(frame.Time, new FlatFit(look)));
        Result = Judge();
    }

    public void Reset()
    {
        _looks.Clear();
        _references.Clear();
        Change = null;
        Result = CheckResult.Nothing(Name, "The face was lost.");
    }

    public void Dispose()
    {
    }

    private CheckResult Judge()
    {
        Change = _looks.Count < options.FewestFrames ? null : _looks.Select(look => look.Change).OrderDescending().ElementAt(Looks - 1);
        if (Change is not { } change)
            return CheckResult.Nothing(Name, "Too few frames were seen to tell whether the face moves by itself.");
        double score = change / (change + options.LeastChange);
        return score >= 0.5
            ? new CheckResult(Name, score, LivenessVerdict.Live, [], IsSettled: true)
            : new CheckResult(Name, score, LivenessVerdict.Unsure, [Still], IsSettled: _looks[^1].Time - _looks[0].Time >= options.SettlesAfter);
    }

    private readonly record struct Look(TimeSpan Time, FacePlace Place, double Change);

    private sealed record Reference(TimeSpan Time, FlatFit Fit);
}

/// <summary>Where a face is and how large.</summary>
/// <param name="X">The middle of its landmarks, in pixels.</param>
/// <param name="Y">The same downwards.</param>
/// <param name="Size">From the eyes to the mouth, in pixels.</param>
internal readonly record struct FacePlace(double X, double Y, double Size)
{
    public static FacePlace Of(Face face)
    {
        if (face.Landmarks is not { } l)
            return new FacePlace(face.Box.Centre.X, face.Box.Centre.Y, face.Box.ShorterSide / 3);
        double eyesX = (l.RightEye.X + l.LeftEye.X) / 2, eyesY = (l.RightEye.Y + l.LeftEye.Y) / 2;
        double mouthX = (l.RightMouthCorner.X + l.LeftMouthCorner.X) / 2, mouthY = (l.RightMouthCorner.Y + l.LeftMouthCorner.Y) / 2;
        return new FacePlace((2 * eyesX + 2 * mouthX + l.NoseTip.X) / 5, (2 * eyesY + 2 * mouthY + l.NoseTip.Y) / 5, Math.Max(1, Math.Sqrt(Square(mouthX - eyesX) + Square(mouthY - eyesY))));
    }

    public double DistanceTo(FacePlace other) => Math.Sqrt(Square(X - other.X) + Square(Y - other.Y));

    private static double Square(double value) => value * value;
}

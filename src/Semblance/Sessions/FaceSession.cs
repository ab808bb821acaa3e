using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance;

/// <summary>
/// One use of a camera or a clip, from the first frame to the answer: who is the person before the camera, and is a real person there? The only place where recognition and liveness meet.
/// <list type="bullet">
/// <item>Evidence belongs to a person. What texture, motion, head turns or light showed counts only for frames whose embedding is that person's; a face that cannot be embedded earns
/// nothing, and where it stays so for longer than a moment, everything before it is void.</item>
/// <item>Both questions are judged on the same frames and joined by AND.</item>
/// <item>A break of continuity (face lost, jump, another person) begins the next attempt, which may spend less of the false match rate than the one before.</item>
/// <item>It ends both ways and in a bounded time: <see cref="Outcome.Match"/>, <see cref="Outcome.NoMatch"/>, or <see cref="Outcome.Undecided"/> at the limit.</item>
/// </list>
/// Memory is bounded however long it runs. Used by one thread.
/// </summary>
public sealed class FaceSession : IDisposable
{
    private readonly FacePipeline _pipeline;
    private readonly CameraTurn _camera;
    private readonly PersonContinuity _continuity;
    private readonly IQuestion _question;
    private readonly SessionLiveness _liveness;
    private readonly FaceSessionOptions _options;
    private readonly Patience _patience;
    private readonly UnusableTally _unusable = new();
    private Identification? _final;
    private LivenessResult? _finalLiveness;
    private FaceReading? _reading;
    private TimeSpan _last = TimeSpan.MinValue;
    private bool _brokenOff;

    internal FaceSession(FacePipeline pipeline, CameraTurn camera, PersonContinuity continuity, IQuestion question, SessionLiveness liveness, FaceSessionOptions options)
    {
        (_pipeline, _camera, _continuity, _question, _liveness, _options) = (pipeline, camera, continuity, question, liveness, options);
        _patience = new Patience(options, liveness.IsAsking);
        Answer = Say(null);
    }

    /// <summary>What was said last.</summary>
    public SessionAnswer Answer { get; private set; }

    /// <summary>The decision of <see cref="Answer"/>.</summary>
    public Decision Decision => Answer.Decision;

    /// <summary>What the person before the camera should do.</summary>
    public Advice Advice => Answer.Advice;

    /// <summary>What is checked of liveness; less after <see cref="SpareLight"/>.</summary>
    public LivenessPolicy Policy => _liveness.Policy;

    /// <summary>The false match rate of the decision; null where it has none.</summary>
    public double? Fmr => _question.Fmr;

    /// <summary>How many frames were taken.</summary>
    public int Frames { get; private set; }

    /// <summary>How many of them showed a face that could be compared.</summary>
    public int UsableFrames { get; private set; }

    /// <summary>How many of those count: those of the attempt under way.</summary>
    public int FramesThatCount => _question.Count;

    /// <summary>How many attempts there were, the one under way included.</summary>
    public int Attempts => _question.Attempts;

    /// <summary>What ended the last attempt, in a sentence; null while nothing did.</summary>
    public string? LastBreak { get; private set; }

    /// <summary>How often the person was lost or changed.</summary>
    public int Breaks { get; private set; }

    /// <summary>By how many degrees clockwise frames are turned so that faces stand upright.</summary>
    public int Turned => _camera.Degrees;

    /// <summary>The newest frame, turned upright: places of faces are meant in it. Null before the first one.</summary>
    public Photo? Photo { get; private set; }

    /// <summary>What the newest frame showed; null before the first one.</summary>
    public FaceReading? Reading => _reading;

    /// <summary>Takes the next frame. After the final answer it only repeats it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame is older than the one before.</exception>
    public SessionAnswer Add(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Add(frame.Photo, frame.Time);
    }

    /// <summary>Takes the next frame. After the final answer it only repeats it.</summary>
    /// <param name="photo">The picture.</param>
    /// <param name="time">When it was taken; never before the frame before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The frame is older than the one before.</exception>
    public SessionAnswer Add(Photo photo, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(photo);
        if (Answer.IsFinal)
            return Answer;
        Photo = _camera.Turn(photo);
        return Add(Photo, time, _camera.Check(Photo, time, _pipeline.ReadMain(Photo), _question.Count));
    }

    /// <summary>No more frames come.</summary>
    public SessionAnswer Conclude()
    {
        if (!Answer.IsFinal)
            End(Concluded());
        return Answer;
    }

    /// <summary>Whoever was before the camera broke off: what follows is no match, whatever was seen.</summary>
    public void BreakOff()
    {
        _brokenOff = true;
        Conclude();
    }

    /// <summary>The screen shows a colour of the light that <see cref="SessionAnswer.Prompt"/> asks for.</summary>
    /// <param name="light">Which sequence, from 1.</param>
    /// <param name="index">Which colour of it, from 0.</param>
    /// <param name="at">When it was to be seen, on the clock of the frames.</param>
    /// <exception cref="InvalidOperationException">No such light was asked for.</exception>
    public void Painted(int light, int index, TimeSpan at) => _liveness.Painted(light, index, at);

    /// <summary>For somebody whom flashing light may harm: more head turns instead. The answer names the policy that was really applied.</summary>
    public void SpareLight()
    {
        _liveness.SpareLight();
        if (!Answer.IsFinal)
            Answer = Say(null);
    }

    /// <summary>Frees what liveness needs.</summary>
    public void Dispose() => _liveness.Dispose();

    /// <summary>Goes on after a final answer: whoever was recognised stays so while everything still speaks for it, anybody else has another attempt.</summary>
    internal void GoOn()
    {
        if (_question.Answer.Decision.Outcome != Outcome.Match)
            _question.NextAttempt();
        (_final, _finalLiveness) = (null, null);
        _patience.BeginAgain();
        Answer = Say(_reading);
    }

    /// <summary>Takes the next frame as it was read.</summary>
    internal SessionAnswer Add(Photo photo, TimeSpan time, FaceReading reading)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, _last);
        if (Answer.IsFinal)
            return Answer;
        (_last, _reading) = (time, reading);
        Frames++;
        var step = Follow(photo, time, reading);
        bool isUsable = step.Presence == Presence.Same;
        var found = _question.Answer;
        bool isRecognised = found.Decision.Outcome == Outcome.Match;
        var live = _liveness.Result;
        bool isOver = !_options.ToTheEnd && (_patience.IsOver(time, isUsable, isRecognised, _liveness.IsAsking) || _liveness.IsFailed || live is { Verdict: LivenessVerdict.Spoof, IsFinal: true });
        bool isMatch = isRecognised && (!live.Policy.IsOn || live.Verdict == LivenessVerdict.Live);
        if (isOver || !_options.ToTheEnd && (isMatch || found.Decision.Outcome is not (Outcome.Match or Outcome.Undecided)))
            End(found.Decision.Outcome == Outcome.Undecided ? Concluded() : found);
        else
            Answer = Say(reading);
        return Answer;
    }

    // Recognition and liveness see the same frames: those that show the person.
    private ContinuityStep Follow(Photo photo, TimeSpan time, FaceReading reading)
    {
        var (face, embedding) = reading switch
        {
            FaceReading.Usable usable => (usable.Face, usable.Embedding),
            FaceReading.Unusable { Outcome: Outcome.PoorQuality, Faces: [var poor], Turned: var turned } => (poor, turned),
            _ => (null, null),
        };
        var step = _continuity.Follow(time, face, embedding, isTurned: reading is FaceReading.Unusable);
        if (step.Break is { } reason)
        {
            (Breaks, LastBreak) = (Breaks + 1, reason);
            _question.NextAttempt();
            _liveness.BeginAgain();
        }
        var frame = new LivenessFrame(photo, time, face, embedding);
        if (step.Presence is Presence.Same or Presence.Turned)
            _liveness.Add(frame);
        else
            _liveness.Pass(frame);
        if (step.Presence == Presence.Same)
        {
            UsableFrames++;
            _question.Add((FaceReading.Usable)reading, time);
        }
        else if (reading is FaceReading.Unusable unusable)
        {
            _unusable.Add(unusable);
        }
        return step;
    }

    private Identification Concluded() => UsableFrames > 0 ? _question.Conclusion : Identification.Without(_unusable.Commonest());

    private void End(Identification found)
    {
        (_final, _finalLiveness) = (found, _liveness.Result);
        Answer = Say(_reading);
    }

    private SessionAnswer Say(FaceReading? reading)
    {
        var live = _finalLiveness ?? _liveness.Result;
        if (_final is not { } found)
        {
            var waiting = _question.Answer;
            var undecided = waiting.Decision with { Outcome = Outcome.Undecided };
            return new SessionAnswer(undecided, false, null, waiting.Candidates, live, reading is null ? _liveness.Asked ?? Advice.None : _liveness.AdviceFor(reading), Progress(live), _liveness.Prompt) { Certainty = waiting.Certainty };
        }
        var decision = live.Join(found.Decision);
        if (_brokenOff && decision.Outcome == Outcome.Match)
            decision = Decision.Without(Outcome.Undecided, "The session was broken off.");
        bool isMatch = decision.Outcome == Outcome.Match;
        return new SessionAnswer(decision, true, isMatch ? found.Person : null, found.Candidates, live, Advice.After(decision, live), 1, _liveness.Prompt) { Certainty = found.Certainty };
    }

    // Frames of a turned head do not count for recognition: during turns their number would follow the pose.
    private double Progress(LivenessResult live)
    {
        if (_liveness.IsTurning)
            return Math.Min(0.95, 0.2 + 0.8 * _liveness.Done);
        double recognised = Math.Min(0.95, _question.Count / (double)SequentialTest.FewestFramesToRefuse);
        return live.Policy.IsOn ? Math.Min(0.95, 0.2 * recognised + 0.8 * _liveness.Done) : recognised;
    }
}

using Semblance.Recognition;

namespace Semblance;

/// <summary>
/// The frames of an enrolment: one good face for each pose, the best that comes, and further different looks where poses are missing. Everything must show the person of the first
/// face that was taken, and that person must be seen live where the policy asks for it. It stores nothing: whether the faces may be stored is decided where the gallery is. Used by one thread.
/// </summary>
public sealed class EnrolmentSession : IDisposable
{
    private const int MostRemembered = 64;
    private const string NotOnePerson = "More than one person was before the camera.";

    private readonly FaceSession _session;
    private readonly FacePipeline _photos;
    private readonly QualityPolicy _quality;
    private readonly Comparator _comparator;
    private readonly Threshold _threshold;
    private readonly EnrolmentOptions _options;
    private readonly EnrolmentSelection _looks;
    private readonly SortedDictionary<Pose, EnrolmentCandidate> _taken = [];
    private readonly UnusableTally _unusable = new();
    private Decision? _end;
    private LivenessResult? _live;
    private TimeSpan? _firstUsable;
    private TimeSpan _last;
    private int _strangers;

    // Faces since the person was last lost: they say whose liveness it is.
    private readonly Queue<Embedding> _sinceBreak = new();

    internal EnrolmentSession(FaceSession session, FacePipeline photos, QualityPolicy quality, Comparator comparator, Threshold threshold, EnrolmentOptions options)
    {
        (_session, _photos, _quality, _comparator, _threshold, _options) = (session, photos, quality, comparator, threshold, options);
        _looks = new EnrolmentSelection(comparator, threshold);
        Answer = Say(_session.Answer);
    }

    /// <summary>What was said last.</summary>
    public EnrolmentAnswer Answer { get; private set; }

    /// <summary>What was seen of a live person: once the person whose faces are taken was seen live, that stands, unless a picture is held up later.</summary>
    public LivenessResult Liveness => _live is { } live && _session.Answer.Liveness.Verdict != LivenessVerdict.Spoof ? live : _session.Answer.Liveness;

    /// <summary>What the newest frame or photo showed; null before the first one.</summary>
    public FaceReading? Reading { get; private set; }

    /// <summary>The newest frame, turned upright: places of faces are meant in it. Null before the first one.</summary>
    public Photo? Photo => _session.Photo;

    /// <summary>By how many degrees clockwise frames are turned so that faces stand upright.</summary>
    public int Turned => _session.Turned;

    /// <summary>How many frames and photos were taken.</summary>
    public int Frames { get; private set; }

    /// <summary>How many of them showed a face good enough to be stored.</summary>
    public int UsableFrames => _looks.Count;

    /// <summary>Why the others were not good enough, with their number, the commonest first.</summary>
    public IReadOnlyList<(string Reason, int Count)> Refused => _unusable.Reasons;

    /// <summary>Takes the next frame. After the end it only repeats the answer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The frame is older than the one before.</exception>
    public EnrolmentAnswer Add(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (_end is not null)
            return Answer;
        var (usable, breaks) = (_session.UsableFrames, _session.Breaks);
        var seen = _session.Add(frame);
        (_last, Reading, Frames) = (frame.Time, GoodEnough(_session.Reading!), Frames + 1);
        if (_session.Breaks > breaks)
            _sinceBreak.Clear();
        if (_session.UsableFrames > usable)
            Remember(((FaceReading.Usable)_session.Reading!).Embedding);
        if (_session.UsableFrames > usable && Reading is FaceReading.Usable good)
            Take(frame with { Photo = _session.Photo! }, good);
        else if (Reading is FaceReading.Unusable unusable)
            _unusable.Add(unusable);
        if (_session.Answer.Liveness is { Verdict: LivenessVerdict.Live } live && _live is null && IsContinued)
            _live = live;
        if (_strangers >= _options.MostStrangers)
            End(Decision.Without(Outcome.SeveralFaces, NotOnePerson));
        else if (Liveness is { Verdict: LivenessVerdict.Spoof, IsFinal: true } spoof)
            End(Decision.Without(Outcome.SpoofSuspected, spoof.Reasons));
        return Answer = Say(seen);
    }

    /// <summary>Takes a photo that was given on purpose: no sequence, and never live.</summary>
    public FaceReading AddPhoto(Frame photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        Reading = GoodEnough(_photos.ReadMain(photo.Photo));
        Frames++;
        if (Reading is FaceReading.Usable usable)
            _looks.Add(CandidateOf(photo, usable));
        else
            _unusable.Add((FaceReading.Unusable)Reading);
        return Reading;
    }

    /// <summary>Forgets the face of a pose, so that a better one is taken.</summary>
    public EnrolmentAnswer Retake(Pose pose)
    {
        _taken.Remove(pose);
        return Answer = Say(_session.Answer);
    }

    /// <summary>Ends the enrolment if what was seen suffices; otherwise nothing changes.</summary>
    public EnrolmentAnswer TryFinish()
    {
        if (Answer.CanFinish)
            End(Decision.Without(Outcome.Match));
        return Answer = Say(_session.Answer);
    }

    /// <summary>Ends the enrolment with what was seen, poses or not: no more frames come.</summary>
    public EnrolmentAnswer Conclude()
    {
        End(_looks.Count == 0 ? _unusable.Commonest() : Liveness.Join(Decision.Without(Outcome.Match)));
        if (_end!.Outcome == Outcome.Match && _session.Policy.IsOn && _live is null)
            _end = Decision.Without(Outcome.Undecided, "The person who was seen live is not known to be the one whose faces were taken: film one person from start to end.");
        return Answer = Say(_session.Answer);
    }

    /// <summary>The faces to store, the best first: those of the poses, straight first, and further looks that differ from them.</summary>
    public (IReadOnlyList<EnrolmentLook> Looks, IReadOnlyList<(string Reason, int Count)> NotTaken) Choose()
    {
        var looks = _taken.Take(_options.MostFaces).Select(taken => new EnrolmentLook(taken.Value, taken.Key)).ToList();
        var frames = _taken.Values.Select(taken => taken.Frame).ToHashSet();
        var choice = _looks.Choose(_options.MostFaces);
        if (looks.Count == 0)
            return ([.. choice.Taken.Select(candidate => new EnrolmentLook(candidate, null))], choice.NotTaken);
        foreach (var other in choice.Taken.Where(other => !frames.Contains(other.Frame) && IsSamePerson(other.Embedding)).Take(_options.MostFaces - looks.Count).ToList())
            looks.Add(new EnrolmentLook(other, null));
        return (looks, choice.NotTaken);
    }

    /// <summary>The template of the faces to store (<see cref="Choose"/>).</summary>
    /// <param name="name">The person's name.</param>
    /// <exception cref="InvalidOperationException">The enrolment has not ended with <see cref="Outcome.Match"/>: nobody may be stored.</exception>
    public Template ToTemplate(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Answer is not { IsFinal: true, Decision.Outcome: Outcome.Match })
            throw new InvalidOperationException("Only an enrolment that has ended with a match gives a template.");
        var faces = Choose().Looks.Select(look => look.Candidate).ToList();
        return new Template(name, faces[0].Embedding.ModelId, [.. faces.Select(face => face.Embedding)], [.. faces.Select(face => face.Quality)], DateTimeOffset.UtcNow);
    }

    /// <summary>Frees what liveness needs.</summary>
    public void Dispose() => _session.Dispose();

    private bool IsLive => !_session.Policy.IsOn || Liveness.Verdict == LivenessVerdict.Live && _live is not null;

    // The live person is the one whose faces are stored.
    private bool IsContinued
    {
        get
        {
            var first = _taken.Count > 0 ? _taken.Values.First().Embedding : _looks.Choose(1).Taken is [var best, ..] ? best.Embedding : null;
            return first is not null && _sinceBreak.Any(face => _comparator.Reaches(_comparator.Compare(first, face), _threshold.Score));
        }
    }

    private bool CanFinish => IsLive && _taken.ContainsKey(Pose.Straight) && (_taken.Count >= _options.EnoughPoses || _last - _firstUsable >= _options.LongEnough);

    private Pose? Wanted => Poses.All.Cast<Pose?>().FirstOrDefault(pose => !_taken.ContainsKey(pose!.Value));

    private void End(Decision decision) => _end ??= decision;

    private void Take(Frame frame, FaceReading.Usable usable)
    {
        if (_taken.Count > 0 && !IsSamePerson(usable.Embedding))
        {
            _strangers++;
            return;
        }
        var candidate = CandidateOf(frame, usable);
        _firstUsable ??= frame.Time;
        _looks.Add(candidate);
        if (usable.Quality.Pose is { } head && Poses.Of(head) is { } pose && (!_taken.TryGetValue(pose, out var before) || before.Quality.Rank() < usable.Quality.Rank()))
            _taken[pose] = candidate;
    }

    private void Remember(Embedding face)
    {
        _sinceBreak.Enqueue(face);
        if (_sinceBreak.Count > MostRemembered)
            _sinceBreak.Dequeue();
    }

    // What suffices to recognise a person need not be good enough to be stored.
    private FaceReading GoodEnough(FaceReading reading) => reading is FaceReading.Usable usable && _quality.Find(usable.Quality) is { Count: > 0 } problems
        ? new FaceReading.Unusable(Outcome.PoorQuality, _quality.Refuse(usable.Quality), [usable.Face]) { Problems = problems }
        : reading;

    private EnrolmentCandidate CandidateOf(Frame frame, FaceReading.Usable usable) =>
        new(frame.Name, frame.Index, frame.Time.TotalSeconds, usable.Quality, usable.Embedding, _options.KeepPhotos ? KeptPhoto.Cut(frame.Photo, usable.Face) : null);

    private bool IsSamePerson(Embedding face) =>
        _comparator.Reaches(_taken.Values.Select(taken => _comparator.Compare(taken.Embedding, face)).MaxBy(_comparator.ToSimilarity), _threshold.Score);

    private EnrolmentAnswer Say(SessionAnswer seen)
    {
        bool isStranger = Reading is FaceReading.Usable usable && _taken.Count > 0 && !IsSamePerson(usable.Embedding);
        var advice = Reading is FaceReading.Unusable ? seen.Advice : isStranger ? Advice.OnePerson : Wanted is { } wanted ? Advice.For(wanted) : Advice.None;
        return new EnrolmentAnswer(
            Wanted,
            [.. _taken.Select(taken => new CapturedPose(taken.Key, taken.Value.Frame, taken.Value.Quality.Rank()))],
            _end is null && CanFinish,
            _end ?? Decision.Without(Outcome.Undecided, "The enrolment was not finished."),
            _end is not null,
            _strangers >= _options.MostStrangers,
            seen with { Advice = advice, Progress = (double)_taken.Count / Poses.All.Count });
    }
}

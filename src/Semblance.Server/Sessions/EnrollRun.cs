using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Server.Engine;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>
/// An enrolment: one good face for each pose, the best that comes, and further different looks where poses are missing. Everything must show the person of the first
/// face that was taken, and that person must be seen live.
/// </summary>
/// <param name="recognizer">Reads faces.</param>
/// <param name="liveness">Whether they are live. Taken over.</param>
/// <param name="threshold">From which score two faces are one person's.</param>
/// <param name="keepPhotos">Whether the photos are stored.</param>
/// <param name="store">Stores the faces and says what came of it.</param>
internal sealed class EnrollRun(
    Recognizer recognizer, SessionLiveness liveness, Threshold threshold, bool keepPhotos, Func<SeenPerson, CancellationToken, Task<SessionResult>> store) : ISessionRun
{
    private const int EnoughPoses = 3;
    private const int MostFaces = 5;
    private const int MostStrangers = 15;
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(4);

    private readonly SortedDictionary<Pose, Taken> _taken = [];
    private readonly EnrolmentSelection _others = new(recognizer.Pack.Comparator, threshold);
    private TimeSpan? _firstUsable;
    private TimeSpan _last;
    private int _frames, _strangers;
    private bool _finished, _isContinued;

    /// <summary>Records that a picture was held up.</summary>
    public required Func<LivenessResult, CancellationToken, Task> Refuse { get; init; }

    private bool CanFinish => IsLive && _taken.ContainsKey(Pose.Straight) && (_taken.Count >= EnoughPoses || _last - _firstUsable >= s_longEnough);

    // The live person must be the one whose faces were taken: after a break of continuity only a face that is theirs says so.
    private bool IsLive => !liveness.Policy.IsOn || _isContinued && liveness.Result.Verdict == LivenessVerdict.Live;

    private bool IsSpoof => liveness.Result is { Verdict: LivenessVerdict.Spoof, IsFinal: true };

    private bool ShowsSeveralPeople => _strangers >= MostStrangers;

    public FrameAnswer Look(Photo photo, FrameMessage frame)
    {
        _frames++;
        _last = frame.Captured;
        var reading = recognizer.Enrolment.ReadMain(photo);
        if (liveness.Add(photo, frame.Captured, reading))
            _isContinued = false;
        if (reading is not FaceReading.Usable usable)
            return Say(reading, Advice.For(reading));
        if (_taken.Count > 0 && !IsSamePerson(usable.Embedding))
        {
            _strangers++;
            return Say(reading, Advice.OnePerson);
        }
        _isContinued |= _taken.Count > 0;
        _firstUsable ??= frame.Captured;
        _others.Add(new EnrolmentCandidate("session", _frames, frame.Captured.TotalSeconds, usable.Quality, usable.Embedding));
        if (usable.Quality.Pose is { } head && Poses.Of(head) is { } pose)
            Take(pose, photo, usable, frame.Sequence);
        return Say(reading, Wanted is { } wanted ? Advice.For(wanted) : Advice.None);
    }

    public FrameAnswer? Obey(Command command)
    {
        switch (command.Type)
        {
            case "retake":
                if (!Enum.TryParse<Pose>(command.Pose, ignoreCase: true, out var pose) || !Enum.IsDefined(pose))
                    throw new InvalidOperationException("There is no such pose.");
                _taken.Remove(pose);
                return Say(null, Advice.For(pose));
            case "finish":
                if (!CanFinish)
                    return Say(null, Wanted is { } wanted ? Advice.For(wanted) : Advice.None);
                _finished = true;
                return Say(null, Advice.None);
            case "cancel":
                return Say(null, Advice.None) with { IsEnd = true };
            default:
                throw new InvalidOperationException($"An enrolment takes no {command.Type}.");
        }
    }

    public void BreakOff() => _finished = false;

    public async Task<SessionResult> EndAsync(CancellationToken cancellation)
    {
        var live = liveness.Result;
        if (IsSpoof)
        {
            await Refuse(live, cancellation);
            var suspected = Decision.Without(Outcome.SpoofSuspected, live.Reasons);
            return new SessionResult(nameof(Outcome.SpoofSuspected), live.Reasons, Advice.After(suspected, live), live, Frames: _frames);
        }
        if (_finished)
            return await store(new SeenPerson(Chosen(), _frames, live), cancellation);
        return ShowsSeveralPeople
            ? new SessionResult("DifferentPeople", ["More than one person was before the camera."], Advice.OnePerson, live, Frames: _frames)
            : new SessionResult("Undecided", ["The enrolment was not finished; nothing was stored."], Advice.None, live, Frames: _frames);
    }

    public void Dispose() => liveness.Dispose();

    private Pose? Wanted => Poses.All.Cast<Pose?>().FirstOrDefault(pose => !_taken.ContainsKey(pose!.Value));

    private FrameAnswer Say(FaceReading? reading, Advice advice) => new(
        reading is null ? [] : FrameAnswer.Seen(reading, "identifying"),
        advice,
        (double)_taken.Count / Poses.All.Count,
        liveness.Progress,
        _finished || ShowsSeveralPeople || IsSpoof,
        new EnrolmentProgress(Wanted?.Word(), [.. _taken.Select(pair => new CapturedPose(pair.Key.Word(), pair.Value.Sequence, Math.Round(pair.Value.Quality.Rank(), 3)))], CanFinish));

    private void Take(Pose pose, Photo photo, FaceReading.Usable usable, uint sequence)
    {
        if (_taken.TryGetValue(pose, out var before) && before.Quality.Rank() >= usable.Quality.Rank())
            return;
        _taken[pose] = new Taken(sequence, _frames, usable.Quality, usable.Embedding, keepPhotos ? Cut(photo, usable.Face) : null);
    }

    private bool IsSamePerson(Embedding face) =>
        recognizer.Pack.Comparator.Reaches(_taken.Values.Max(taken => recognizer.Pack.Comparator.ToSimilarity(recognizer.Pack.Comparator.Compare(taken.Embedding, face))), threshold.Score);

    // The poses, straight first; where some are missing, further looks that differ from them.
    private List<NewFace> Chosen()
    {
        var chosen = _taken.Select(pair => new NewFace(pair.Value.Embedding, pair.Value.Quality, pair.Key.Word(), pair.Value.Photo?.EncodeJpeg())).ToList();
        var frames = _taken.Values.Select(taken => taken.Frame).ToHashSet();
        foreach (var other in _others.Choose(MostFaces).Taken.Where(other => !frames.Contains(other.Frame)).Take(MostFaces - chosen.Count))
            chosen.Add(new NewFace(other.Embedding, other.Quality));
        return chosen;
    }

    // The face with a margin of half its size, as far as the photo goes: enough to read it anew, and no more of the scene.
    private static Photo Cut(Photo photo, Face face)
    {
        var box = face.Box;
        int left = (int)Math.Max(0, box.X - box.Width / 2), top = (int)Math.Max(0, box.Y - box.Height / 2);
        int right = (int)Math.Min(photo.Width, box.X + 1.5f * box.Width), bottom = (int)Math.Min(photo.Height, box.Y + 1.5f * box.Height);
        return photo.Crop(left, top, right - left, bottom - top);
    }

    private sealed record Taken(uint Sequence, int Frame, FaceQuality Quality, Embedding Embedding, Photo? Photo);
}

/// <summary>What an enrolment saw.</summary>
/// <param name="Faces">The faces to store, the best first.</param>
/// <param name="Frames">How many frames were looked at.</param>
/// <param name="Liveness">Whether the person is live.</param>
internal sealed record SeenPerson(IReadOnlyList<NewFace> Faces, int Frames, LivenessResult Liveness);

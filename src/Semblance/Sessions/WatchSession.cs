using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance;

/// <summary>One face of a watched frame.</summary>
/// <param name="Id">The number that it keeps while it stays in sight.</param>
/// <param name="Face">Where it is.</param>
/// <param name="IsUsable">Whether it can be compared in this frame.</param>
/// <param name="Answer">What its frames say of it. Final answers may change: whoever was not recognised is looked at again, and whoever was must stay live.</param>
/// <param name="Person">The person, on a match; otherwise null.</param>
public sealed record WatchedFace(int Id, Face Face, bool IsUsable, SessionAnswer Answer, Template? Person);

/// <summary>
/// The live loop: every face that comes into sight has a session of its own, and each gets its answer within a few seconds. A name is an indication, not an authorisation. Memory depends
/// neither on time nor on how many people are looked for. Used by one thread.
/// </summary>
public sealed class WatchSession : IDisposable
{
    private static readonly FaceReading s_nobody = new FaceReading.Unusable(Outcome.NoFace, [], []);

    private readonly FacePipeline _pipeline;
    private readonly CameraTurn _camera;
    private readonly FaceWatchers _watchers;
    private readonly FaceTracker _tracker;
    private Dictionary<int, FaceWatcher> _faces = [];

    internal WatchSession(FacePipeline pipeline, CameraTurn camera, FaceWatchers watchers, ContinuityOptions continuity) =>
        (_pipeline, _camera, _watchers, _tracker) = (pipeline, camera, watchers, new FaceTracker(continuity.LongestGap));

    /// <summary>The newest frame, turned upright: places of faces are meant in it. Null before the first one.</summary>
    public Photo? Photo { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <returns>One entry for each face, in the detector's order.</returns>
    public IReadOnlyList<WatchedFace> Add(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Photo = _camera.Turn(frame.Photo);
        frame = frame with { Photo = Photo };
        var read = _pipeline.ReadAll(Photo);
        // The faces by themselves say that they do not stand upright; the largest says how the camera is turned.
        if (read.All(face => face.Reading is FaceReading.Unusable))
            _ = _camera.Check(Photo, frame.Time, read.Count == 0 ? s_nobody : read.MaxBy(face => face.Face.Box.Area).Reading, counted: 0);
        var tracked = _tracker.Update([.. read.Select(r => r.Face)], frame.Time);
        // Those who are out of sight for longer than a moment are forgotten.
        foreach (var (id, gone) in _faces.Where(face => !_tracker.Follows(face.Key)).ToList())
        {
            gone.Dispose();
            _faces.Remove(id);
        }
        return [.. tracked.Zip(read, (track, r) => Look(frame, track, r.Reading))];
    }

    /// <summary>Frees what liveness needs.</summary>
    public void Dispose()
    {
        foreach (var face in _faces.Values)
            face.Dispose();
        _faces = [];
        _watchers.Dispose();
    }

    private WatchedFace Look(Frame frame, TrackedFace track, FaceReading reading)
    {
        if (!_faces.TryGetValue(track.Id, out var watcher))
            _faces.Add(track.Id, watcher = _watchers.Begin());
        var answer = watcher.Add(frame, reading);
        bool isMatch = answer.Decision.Outcome == Outcome.Match;
        return new WatchedFace(track.Id, track.Face, reading is FaceReading.Usable, answer, isMatch ? _watchers.PersonOf(answer) : null);
    }
}

using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>Whether the person of a clip is live, beside an enrolment that looks at every frame of it. Owns what it needs for it.</summary>
internal sealed class LiveLook : IDisposable
{
    // Of the frames since the last break, so many tell whose liveness it is.
    private const int MostRemembered = 64;

    private readonly LivenessEngine? _engine;
    private readonly LivenessTest _test;
    private readonly Comparator _comparator;
    private readonly Queue<Embedding> _sinceBreak = [];

    /// <summary>Starts; with the policy off nothing is looked at.</summary>
    public LiveLook(LivenessPolicy policy, Engine engine)
    {
        _comparator = engine.Pack.Comparator;
        _engine = policy.IsOn ? engine.CreateLiveness() : null;
        _test = _engine?.Begin(policy) ?? new LivenessTest(policy, [], _comparator, sameFrom: 0);
    }

    /// <summary>Takes the next frame as it was read.</summary>
    public void Add(Frame frame, FaceReading reading)
    {
        int breaks = _test.Breaks;
        _test.Add(LivenessFrame.Of(frame.Photo, frame.Time, reading));
        if (_test.Breaks > breaks)
            _sinceBreak.Clear();
        if (reading is not FaceReading.Usable usable)
            return;
        _sinceBreak.Enqueue(usable.Embedding);
        if (_sinceBreak.Count > MostRemembered)
            _sinceBreak.Dequeue();
    }

    /// <summary>Whether the person of a face was seen live: what was seen after a break of continuity is theirs only where their face was seen there too.</summary>
    public LivenessResult ResultFor(Embedding face, Threshold samePerson)
    {
        var result = _test.Result;
        return result.Verdict != LivenessVerdict.Live || _sinceBreak.Any(seen => _comparator.Reaches(_comparator.Compare(seen, face), samePerson.Score))
            ? result
            : result with { Verdict = LivenessVerdict.Unsure, Reasons = ["Somebody else came before the camera: film one person from start to end."] };
    }

    public void Dispose()
    {
        _test.Dispose();
        _engine?.Dispose();
    }
}

namespace Semblance.Sessions;

/// <summary>Begins to watch one face after another, all for the same people.</summary>
/// <param name="begin">Begins a session about one face.</param>
/// <param name="personOf">Whom a match means.</param>
/// <param name="release">Frees what the sessions share; null: nothing.</param>
internal sealed class FaceWatchers(Func<FaceSession> begin, Func<SessionAnswer, Template> personOf, IDisposable? release = null) : IDisposable
{
    public FaceWatcher Begin() => new(begin());

    public Template PersonOf(SessionAnswer match) => personOf(match);

    public void Dispose() => release?.Dispose();
}

/// <summary>One face in sight: a session that goes on after its answer. Used by one thread.</summary>
internal sealed class FaceWatcher(FaceSession session) : IDisposable
{
    private SessionAnswer? _shown;
    private int _breaks;

    /// <summary>Takes the next frame and says what is to be shown.</summary>
    public SessionAnswer Add(Frame frame, FaceReading reading)
    {
        if (session.Answer.IsFinal)
            session.GoOn();
        var answer = session.Add(frame.Photo, frame.Time, reading);
        bool isBroken = session.Breaks > _breaks;
        _breaks = session.Breaks;
        // A refusal stands until there is another answer; a match stands only while everything still speaks for it.
        if (answer.IsFinal || isBroken || _shown is null or { Decision.Outcome: Outcome.Match })
            _shown = answer;
        return _shown;
    }

    public void Dispose() => session.Dispose();
}

namespace Semblance.Sessions;

/// <summary>How long a session goes on. In the time of the frames' capture. Used by one thread.</summary>
/// <param name="options">The limits.</param>
/// <param name="asks">Whether the session asks the person for anything.</param>
internal sealed class Patience(FaceSessionOptions options, bool asks)
{
    private TimeSpan? _first, _firstUsable, _firstIdle;

    /// <summary>Takes a frame and says whether there were enough.</summary>
    /// <param name="time">When it was taken.</param>
    /// <param name="isUsable">Whether it shows a face that can be recognised.</param>
    /// <param name="isRecognised">Whether the question is answered by a match, so that only liveness is waited for.</param>
    /// <param name="isAsking">Whether something that was asked for is not done yet.</param>
    public bool IsOver(TimeSpan time, bool isUsable, bool isRecognised, bool isAsking)
    {
        _first ??= time;
        if (isUsable)
            _firstUsable ??= time;
        if (_firstUsable is not { } usable)
            return time - _first >= options.NoFace;
        if (time - _first >= options.Longest)
            return true;
        if (!isRecognised)
            return time - usable >= (asks ? Double(options.Face) : options.Face);
        _firstIdle = isAsking ? null : _firstIdle ?? (asks ? time : usable);
        return time - _firstIdle >= options.Liveness;
    }

    /// <summary>Another attempt has time of its own.</summary>
    public void BeginAgain() => (_first, _firstUsable, _firstIdle) = (null, null, null);

    private static TimeSpan Double(TimeSpan limit) => limit > TimeSpan.MaxValue / 2 ? limit : 2 * limit;
}

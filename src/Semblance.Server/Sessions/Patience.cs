namespace Semblance.Server.Sessions;

/// <summary>
/// How long a question is followed: who is not recognised by then will not be by waiting. While the person is asked to do something, time does not run against them, within bounds. In the
/// time of the frames' capture. Used by one thread.
/// </summary>
/// <param name="asks">Whether the session asks for anything.</param>
internal sealed class Patience(bool asks)
{
    private static readonly TimeSpan s_withFace = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_withoutFace = TimeSpan.FromSeconds(30);

    // Within what a session may take at all (SessionLimits.Question), so that it ends with an answer.
    private static readonly TimeSpan s_atAll = TimeSpan.FromSeconds(55);

    private TimeSpan? _first, _firstUsable;

    /// <summary>Takes a frame and says whether there were enough.</summary>
    /// <param name="captured">When it was taken.</param>
    /// <param name="usable">Whether it shows a face that can be recognised.</param>
    /// <param name="isAsking">Whether something that was asked for is not done yet.</param>
    public bool IsOver(TimeSpan captured, bool usable, bool isAsking)
    {
        _first ??= captured;
        if (usable)
            _firstUsable ??= captured;
        var inAll = captured - _first.Value;
        if (_firstUsable is null || !asks)
            return captured - _firstUsable >= s_withFace || inAll >= s_withoutFace;
        if (isAsking)
            _firstUsable = captured;
        return captured - _firstUsable >= s_withFace || inAll >= s_atAll;
    }
}

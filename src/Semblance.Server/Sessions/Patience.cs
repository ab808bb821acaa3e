namespace Semblance.Server.Sessions;

/// <summary>How long a question is followed: who is not recognised by then will not be by waiting. In the time of the frames' capture. Used by one thread.</summary>
internal sealed class Patience
{
    private static readonly TimeSpan s_withFace = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan s_atAll = TimeSpan.FromSeconds(30);

    private TimeSpan? _first;
    private TimeSpan? _firstUsable;

    /// <summary>Takes a frame and says whether there were enough.</summary>
    public bool IsOver(TimeSpan captured, bool usable)
    {
        _first ??= captured;
        if (usable)
            _firstUsable ??= captured;
        return captured - _firstUsable >= s_withFace || captured - _first >= s_atAll;
    }
}

namespace Semblance.Server.Sessions;

/// <summary>
/// Holds the times that a client gives against the service's own clock: checks of liveness measure reactions and rates by them, and whoever could stretch time could fit a recording to
/// them. A message may be late, as connections hold things up; it can hardly be early. Used by one thread.
/// </summary>
internal sealed class ClientClock(SessionLimits limits, TimeProvider time)
{
    private (long At, TimeSpan Said)? _first;
    private TimeSpan _leastLate;

    /// <summary>Whether a message that came now may have been made at this time of the client's clock.</summary>
    public bool Allows(TimeSpan said)
    {
        long now = time.GetTimestamp();
        _first ??= (now, said);
        var late = time.GetElapsedTime(_first.Value.At, now) - (said - _first.Value.Said);
        if (late < _leastLate)
            _leastLate = late;
        return late >= -limits.ClockAhead && late - _leastLate <= limits.ClockBehind;
    }
}

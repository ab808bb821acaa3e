namespace Semblance.Server.Throttling;

/// <summary>An attempt that was counted at a place before it was made, or was refused.</summary>
/// <param name="Place">Where.</param>
/// <param name="Before">When the failure before it was; null where there was none.</param>
/// <param name="At">When it was counted.</param>
/// <param name="Wait">How long to wait; zero where it was counted.</param>
internal sealed record PlaceReservation(string Place, DateTimeOffset? Before, DateTimeOffset At, TimeSpan Wait);

/// <summary>
/// Failures in a row at one place, whoever is claimed there: after five of them attempts must lie a few seconds apart. In memory, as a pause is over before a restart is. Safe for several threads.
/// </summary>
internal sealed class PlacePauses
{
    /// <summary>How far attempts lie apart after too many failures.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private const int Most = 50_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Count> _counts = [];

    /// <summary>How long must be waited.</summary>
    public TimeSpan Wait(string place, DateTimeOffset now)
    {
        lock (_lock)
            return Left(Read(place, now), now);
    }

    /// <summary>Counts an attempt as a failure before it is made, unless there is a pause.</summary>
    public PlaceReservation Reserve(string place, DateTimeOffset now)
    {
        lock (_lock)
        {
            var before = Read(place, now);
            var left = Left(before, now);
            if (left == TimeSpan.Zero)
                Write(place, new Count(before.Failures + 1, now), now);
            return new PlaceReservation(place, before.Failures == 0 ? null : before.Last, now, left);
        }
    }

    /// <summary>The attempt failed: it stays counted, as of now.</summary>
    public void Fail(PlaceReservation attempt, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_counts.TryGetValue(attempt.Place, out var count))
                _counts[attempt.Place] = count with { Last = now > count.Last ? now : count.Last };
        }
    }

    /// <summary>The attempt does not count.</summary>
    public void Release(PlaceReservation attempt)
    {
        lock (_lock)
        {
            if (!_counts.TryGetValue(attempt.Place, out var count))
                return;
            if (count.Failures <= 1)
                _counts.Remove(attempt.Place);
            else
                _counts[attempt.Place] = new Count(count.Failures - 1, count.Last == attempt.At && attempt.Before is { } before ? before : count.Last);
        }
    }

    /// <summary>Forgets the failures of a place.</summary>
    public void Clear(string place)
    {
        lock (_lock)
            _counts.Remove(place);
    }

    /// <summary>Forgets all failures.</summary>
    public void Clear()
    {
        lock (_lock)
            _counts.Clear();
    }

    private Count Read(string place, DateTimeOffset now) => _counts.TryGetValue(place, out var count) && now - count.Last <= LockOut.Memory ? count : new Count(0, DateTimeOffset.MinValue);

    // Places are as many as somebody has networks: the one that has been quiet longest makes room.
    private void Write(string place, Count count, DateTimeOffset now)
    {
        if (_counts.Count >= Most && !_counts.ContainsKey(place))
        {
            foreach (var (old, _) in _counts.Where(pair => now - pair.Value.Last > Pause).OrderBy(pair => pair.Value.Last).Take(Most / 2).ToList())
                _counts.Remove(old);
        }
        _counts[place] = count;
    }

    private static TimeSpan Left(Count count, DateTimeOffset now)
    {
        var left = count.Failures < LockOut.FreeFailures ? TimeSpan.Zero : count.Last + Pause - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private readonly record struct Count(int Failures, DateTimeOffset Last);
}

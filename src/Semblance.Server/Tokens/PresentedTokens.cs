using System.Collections.Concurrent;

namespace Semblance.Server.Tokens;

/// <summary>
/// Remembers ids for as long as what they stand for is valid, to tell a first presentation from a repeated one. In memory: a restart forgets them, so what was
/// issued before <see cref="Since"/> is not to be trusted. Safe for several threads.
/// </summary>
internal sealed class PresentedTokens(TimeProvider time)
{
    private const int SweepEvery = 1_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _presented = new();
    private int _sinceSweep;

    /// <summary>From when on everything is remembered.</summary>
    public DateTimeOffset Since { get; } = time.GetUtcNow();

    /// <summary>Remembers an id. False where it was presented before.</summary>
    /// <param name="id">The id.</param>
    /// <param name="expires">Until when it is remembered.</param>
    public bool TryPresent(string id, DateTimeOffset expires)
    {
        if (Interlocked.Increment(ref _sinceSweep) % SweepEvery == 0)
        {
            foreach (var (old, _) in _presented.Where(pair => pair.Value < time.GetUtcNow()))
                _presented.TryRemove(old, out _);
        }
        return _presented.TryAdd(id, expires);
    }
}

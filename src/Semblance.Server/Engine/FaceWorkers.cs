using Semblance.Server.Problems;

namespace Semblance.Server.Engine;

/// <summary>
/// Decodes and reads photos on a few threads of its own, as many as there are processors, with a bounded queue: what does not fit is refused
/// at once with <see cref="OverloadedException"/>, so that waiting never piles up. Safe for several threads.
/// </summary>
internal sealed class FaceWorkers : IDisposable
{
    private readonly SemaphoreSlim _running;
    private readonly int _most;
    private int _waiting;

    /// <param name="threads">How many photos are worked on at once, at least 1.</param>
    /// <param name="queue">How many may wait beside them.</param>
    public FaceWorkers(int threads, int queue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(queue);
        (_running, _most) = (new SemaphoreSlim(threads), threads + queue);
    }

    /// <summary>How many pieces of bounded work wait or run.</summary>
    public int Load => Volatile.Read(ref _waiting);

    /// <summary>Does a piece of work on one of the threads.</summary>
    /// <exception cref="OverloadedException">Too much waits already.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        if (Interlocked.Increment(ref _waiting) > _most)
        {
            Interlocked.Decrement(ref _waiting);
            throw new OverloadedException();
        }
        try
        {
            return await RunWhenFreeAsync(work, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>Does a piece of work as soon as a thread is free, whoever waits: for sessions, whose number is bounded and of which each has one frame here.</summary>
    public async Task<T> RunWhenFreeAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        await _running.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        finally
        {
            _running.Release();
        }
    }

    public void Dispose() => _running.Dispose();
}

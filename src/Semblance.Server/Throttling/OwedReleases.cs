using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Semblance.Storage;

namespace Semblance.Server.Throttling;

/// <summary>
/// Attempts that are to be taken back and could not be, as the store did not answer: nobody pays for that. They are tried again before the next attempt is counted, and every few seconds. In memory:
/// the end of the process leaves them counted, as it does with attempts that are being made. Safe for several threads.
/// </summary>
internal sealed class OwedReleases(IAttemptLog log)
{
    // No more attempts begin while the store does not answer than ran when it went away.
    private readonly ConcurrentQueue<AttemptReservation> _owed = new();

    /// <summary>Takes an attempt back, now or as soon as it can be.</summary>
    public async Task ReleaseAsync(AttemptReservation attempt)
    {
        try
        {
            await log.ReleaseAsync(attempt);
        }
        catch (StoreException)
        {
            // What asks for the store next says why it does not answer.
            _owed.Enqueue(attempt);
        }
    }

    /// <summary>Takes back what is owed. Where the store does not answer it stays owed.</summary>
    public async Task TryAgainAsync(CancellationToken cancellation = default)
    {
        while (_owed.TryDequeue(out var attempt))
        {
            try
            {
                await log.ReleaseAsync(attempt, cancellation);
            }
            catch (Exception e)
            {
                _owed.Enqueue(attempt);
                if (e is StoreException)
                    return;
                throw;
            }
        }
    }
}

/// <summary>Takes back what is owed every few seconds: on a node that nobody asks, others would count it.</summary>
internal sealed class OwedReleasesService(LockOut lockOut, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(s_between, time, stoppingToken);
            await lockOut.Owed.TryAgainAsync(stoppingToken);
        }
    }
}

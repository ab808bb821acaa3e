using Semblance.Storage;

namespace Semblance.Server.Throttling;

/// <summary>
/// Growing delays after failed attempts (NIST SP 800-63B: after five failures in a row at least 30 seconds, then longer and longer) for who is claimed, and short pauses for the place that
/// they come from, which slow somebody who tries many names there and lock nobody out (decision 17). An attempt is counted before it is made and settled afterwards, so many at once
/// are no more than one after the other. Delays end: nobody can lock somebody else out for good, and other ways of signing in are not touched. Failures are forgotten after a success and
/// after a day. Safe for several threads.
/// </summary>
internal sealed class LockOut(IAttemptLog log, TimeProvider time)
{
    /// <summary>Failures in a row that cost nothing yet.</summary>
    public const int FreeFailures = 5;

    /// <summary>Failures that lie back further are forgotten.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(15);
    private readonly PlacePauses _places = new();

    /// <summary>Attempts that could not be taken back yet.</summary>
    public OwedReleases Owed { get; } = new(log);

    /// <summary>How long must be waited before the next attempt; zero: not at all.</summary>
    /// <param name="claim">Who is claimed (<see cref="Subject(Guid)"/>); null where nobody is.</param>
    /// <param name="place">Where they come from; null where that does not count.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TimeSpan> WaitAsync(string? claim, string? place, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var ofPlace = place is null ? TimeSpan.Zero : _places.Wait(place, now);
        if (claim is null)
            return ofPlace;
        await Owed.TryAgainAsync(cancellation);
        var attempts = await log.ReadAsync(claim, cancellation);
        var ofClaim = attempts.Last is { } last && now - last > Memory ? TimeSpan.Zero : Left(attempts, now);
        return ofClaim > ofPlace ? ofClaim : ofPlace;
    }

    /// <summary>Counts an attempt before it is made.</summary>
    /// <returns>The attempt, to be settled and disposed; or how long must be waited before it.</returns>
    public async Task<(Attempt? Attempt, TimeSpan Wait)> BeginAsync(string? claim, string? place, CancellationToken cancellation = default)
    {
        var now = time.GetUtcNow();
        var ofPlace = place is null ? null : _places.Reserve(place, now);
        if (ofPlace is { Wait: var pause } && pause > TimeSpan.Zero)
            return (null, pause);
        AttemptReservation? ofClaim = null;
        try
        {
            if (claim is not null)
            {
                await Owed.TryAgainAsync(cancellation);
                ofClaim = await log.ReserveAsync(claim, now, Memory, before => Left(before, now), cancellation);
            }
        }
        finally
        {
            if (ofPlace is not null && claim is not null && ofClaim is not { Wait.Ticks: 0 })
                _places.Release(ofPlace);
        }
        return ofClaim is { Wait: var wait } && wait > TimeSpan.Zero ? (null, wait) : (new Attempt(log, Owed, _places, ofClaim, ofPlace, time), TimeSpan.Zero);
    }

    /// <summary>Ends the delay of a person, and the pauses of all places, as an administrator decides.</summary>
    public Task ClearAsync(Guid person, CancellationToken cancellation = default)
    {
        _places.Clear();
        return log.ClearAsync(Subject(person), cancellation);
    }

    /// <summary>Ends all delays and pauses, as an administrator decides.</summary>
    public Task ClearAllAsync(CancellationToken cancellation = default)
    {
        _places.Clear();
        return log.ClearAllAsync(cancellation);
    }

    /// <summary>How a claimed person is counted.</summary>
    public static string Subject(Guid person) => $"person {person}";

    /// <summary>How a claim is counted that names nobody: just as if somebody had this name.</summary>
    public static string Subject(string claim) => $"claim {claim.ToUpperInvariant()}";

    /// <summary>
    /// What an answer costs: a match forgets failures; a face that does not match and one that is not live cost the claim and the place; one that stays undecided, as of somebody who does not
    /// follow what is asked for, costs the claim alone; a photo that shows no usable face costs nothing.
    /// </summary>
    public static AttemptEnd EndOf(Outcome outcome) => outcome switch
    {
        Outcome.Match => AttemptEnd.Succeeded,
        Outcome.NoMatch or Outcome.SpoofSuspected => AttemptEnd.Failed,
        Outcome.Undecided => AttemptEnd.FailedClaim,
        _ => AttemptEnd.Free,
    };

    private static TimeSpan Left(Attempts attempts, DateTimeOffset now)
    {
        if (attempts.Failures < FreeFailures || attempts.Last is not { } last)
            return TimeSpan.Zero;
        var delay = s_first * Math.Pow(2, Math.Min(attempts.Failures - FreeFailures, 10));
        var left = last + (delay < s_longest ? delay : s_longest) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

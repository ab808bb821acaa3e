using Semblance.Storage;

namespace Semblance.Server.Throttling;

/// <summary>
/// Growing delays after failed attempts (NIST SP 800-63B: after five failures in a row at least 30 seconds, then longer and longer), for the person who is
/// claimed and for the network address, each for itself. Delays end: nobody can lock somebody else out for good, and other ways of signing in are not touched.
/// Failures are forgotten after a success and after a day. Safe for several threads.
/// </summary>
internal sealed class LockOut(IAttemptLog log, TimeProvider time)
{
    /// <summary>Failures in a row that cost nothing yet.</summary>
    public const int FreeFailures = 5;

    private static readonly TimeSpan s_first = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_longestOfPerson = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longestOfAddress = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(24);

    /// <summary>How long the caller must wait before the next attempt; zero: not at all.</summary>
    /// <param name="person">The claimed person (<see cref="Subject(Guid)"/>); null where nobody is claimed.</param>
    /// <param name="address">The network address.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<TimeSpan> WaitAsync(string? person, string address, CancellationToken cancellation = default)
    {
        var ofPerson = person is null ? TimeSpan.Zero : Left(await ReadAsync(person, cancellation), s_longestOfPerson);
        var ofAddress = Left(await ReadAsync(Address(address), cancellation), s_longestOfAddress);
        return ofPerson > ofAddress ? ofPerson : ofAddress;
    }

    /// <summary>Counts an attempt by its outcome.</summary>
    /// <param name="person">The claimed person; null where nobody is claimed.</param>
    /// <param name="address">The network address.</param>
    /// <param name="outcome">A match forgets failures; a face that does not match, one that is not live and one that stays undecided count as failures; a photo that shows no usable face as neither.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task CountAsync(string? person, string address, Outcome outcome, CancellationToken cancellation = default)
    {
        string[] subjects = person is null ? [Address(address)] : [person, Address(address)];
        foreach (string subject in subjects)
        {
            if (outcome == Outcome.Match)
                await log.ClearAsync(subject, cancellation);
            else if (outcome is Outcome.NoMatch or Outcome.SpoofSuspected or Outcome.Undecided)
                await FailAsync(subject, cancellation);
        }
    }

    /// <summary>Ends the delay of a person, as an administrator decides.</summary>
    public Task ClearAsync(Guid person, CancellationToken cancellation = default) => log.ClearAsync(Subject(person), cancellation);

    /// <summary>How a claimed person is counted.</summary>
    public static string Subject(Guid person) => $"person {person}";

    /// <summary>How a claim is counted that names nobody: just as if somebody had this name.</summary>
    public static string Subject(string claim) => $"claim {claim.ToUpperInvariant()}";

    private static string Address(string address) => $"address {address}";

    private async Task<Attempts> ReadAsync(string subject, CancellationToken cancellation)
    {
        var attempts = await log.ReadAsync(subject, cancellation);
        return attempts.Last is { } last && time.GetUtcNow() - last > s_memory ? new Attempts(0, null) : attempts;
    }

    private async Task FailAsync(string subject, CancellationToken cancellation)
    {
        var before = await log.ReadAsync(subject, cancellation);
        if (before.Last is { } last && time.GetUtcNow() - last > s_memory)
            await log.ClearAsync(subject, cancellation);
        await log.FailAsync(subject, time.GetUtcNow(), cancellation);
    }

    private TimeSpan Left(Attempts attempts, TimeSpan longest)
    {
        if (attempts.Failures < FreeFailures || attempts.Last is not { } last)
            return TimeSpan.Zero;
        var delay = s_first * Math.Pow(2, Math.Min(attempts.Failures - FreeFailures, 10));
        var left = last + (delay < longest ? delay : longest) - time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}

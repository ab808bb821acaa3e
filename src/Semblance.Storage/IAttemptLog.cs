namespace Semblance.Storage;

/// <summary>
/// Failed attempts in a row, by subject: a claimed person or a network address. Subjects are stored as keyed hashes. It outlives restarts, so
/// that stopping the service forgives nothing; 30 days without a failure do.
/// </summary>
public interface IAttemptLog
{
    /// <summary>The failures of a subject so far; none for one that is not known.</summary>
    Task<Attempts> ReadAsync(string subject, CancellationToken cancellation = default);

    /// <summary>
    /// Counts an attempt as a failure before it is made, in one step with the look at those before, so that many at once are no more than may be one after the other. Every reservation is
    /// settled: by <see cref="FailAsync"/>, <see cref="ReleaseAsync"/> or <see cref="ClearAsync"/>; one that a crash leaves counts as a failure.
    /// </summary>
    /// <param name="subject">The subject.</param>
    /// <param name="now">The time.</param>
    /// <param name="memory">Failures that lie back further are forgotten.</param>
    /// <param name="wait">How long to wait after these failures; where that is more than nothing, nothing is counted.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<AttemptReservation> ReserveAsync(string subject, DateTimeOffset now, TimeSpan memory, Func<Attempts, TimeSpan> wait, CancellationToken cancellation = default);

    /// <summary>The attempt failed: it stays counted, as of now.</summary>
    Task FailAsync(AttemptReservation attempt, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>The attempt does not count, as if it had not been made.</summary>
    Task ReleaseAsync(AttemptReservation attempt, CancellationToken cancellation = default);

    /// <summary>Forgets the failures of a subject: it succeeded, or an administrator decided so.</summary>
    Task ClearAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Forgets all failures of everybody, as an administrator decided.</summary>
    Task ClearAllAsync(CancellationToken cancellation = default);
}

/// <summary>An attempt that was counted before it was made, or was refused.</summary>
/// <param name="Subject">Whose it is.</param>
/// <param name="Before">The failures before it.</param>
/// <param name="At">When it was counted.</param>
/// <param name="Wait">How long to wait before the next attempt; zero where this one was counted.</param>
public sealed record AttemptReservation(string Subject, Attempts Before, DateTimeOffset At, TimeSpan Wait);

/// <summary>Failures in a row.</summary>
/// <param name="Failures">How many.</param>
/// <param name="Last">When the last one was; null where there was none.</param>
public sealed record Attempts(int Failures, DateTimeOffset? Last);

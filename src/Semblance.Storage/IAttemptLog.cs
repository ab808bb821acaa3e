namespace Semblance.Storage;

/// <summary>
/// Failed attempts in a row, by subject: a claimed person or a network address. Subjects are stored as keyed hashes. It outlives restarts, so
/// that stopping the service forgives nothing; 30 days without a failure do.
/// </summary>
public interface IAttemptLog
{
    /// <summary>The failures of a subject so far; none for one that is not known.</summary>
    Task<Attempts> ReadAsync(string subject, CancellationToken cancellation = default);

    /// <summary>Counts a failure and returns the new state.</summary>
    Task<Attempts> FailAsync(string subject, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Forgets the failures of a subject: it succeeded, or an administrator decided so.</summary>
    Task ClearAsync(string subject, CancellationToken cancellation = default);
}

/// <summary>Failures in a row.</summary>
/// <param name="Failures">How many.</param>
/// <param name="Last">When the last one was; null where there was none.</param>
public sealed record Attempts(int Failures, DateTimeOffset? Last);


namespace Semblance.Storage.Tables;

/// <summary>Failures in a row.</summary>
internal sealed class TableAttemptLog(Database data, KeyedHash subjects) : IAttemptLog
{
    // Nobody waits that long, and addresses are many.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    public Task<Attempts> ReadAsync(string subject, CancellationToken cancellation = default)
    {
        byte[] hash = subjects.Of(subject);
        return data.ReadAsync(connection => Read(connection, hash), cancellation);
    }

    public Task<AttemptReservation> ReserveAsync(string subject, DateTimeOffset now, TimeSpan memory, Func<Attempts, TimeSpan> wait, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(wait);
        byte[] hash = subjects.Of(subject);
        return data.WriteAsync(
            Lane.Attempts(hash),
            connection =>
            {
                connection.Execute("DELETE FROM attempts WHERE last < @oldest", ("@oldest", now - s_kept));
                connection.Execute("DELETE FROM attempts WHERE subject = @subject AND last < @forgotten", ("@subject", hash), ("@forgotten", now - memory));
                var before = Read(connection, hash);
                var left = wait(before);
                if (left > TimeSpan.Zero)
                    return new AttemptReservation(subject, before, now, left);
                connection.Execute(
                    """
                    INSERT INTO attempts (subject, failures, last) VALUES (@subject, 1, @now)
                    ON CONFLICT (subject) DO UPDATE SET failures = attempts.failures + 1, last = CASE WHEN excluded.last > attempts.last THEN excluded.last ELSE attempts.last END
                    """,
                    ("@subject", hash), ("@now", now));
                return new AttemptReservation(subject, before, now, TimeSpan.Zero);
            },
            cancellation);
    }

    public Task FailAsync(AttemptReservation attempt, DateTimeOffset now, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        byte[] hash = subjects.Of(attempt.Subject);
        return data.WriteAsync(Lane.Attempts(hash), connection => connection.Execute("UPDATE attempts SET last = @now WHERE subject = @subject AND last < @now", ("@subject", hash), ("@now", now)), cancellation);
    }

    public Task ReleaseAsync(AttemptReservation attempt, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        byte[] hash = subjects.Of(attempt.Subject);
        return data.WriteAsync(
            Lane.Attempts(hash),
            connection =>
            {
                // The delay that runs is that of the failure before, unless another attempt was counted meanwhile.
                connection.Execute(
                    "UPDATE attempts SET failures = failures - 1, last = CASE WHEN last = @at THEN @before ELSE last END WHERE subject = @subject",
                    ("@subject", hash), ("@at", attempt.At), ("@before", attempt.Before.Last ?? attempt.At));
                return connection.Execute("DELETE FROM attempts WHERE subject = @subject AND failures <= 0", ("@subject", hash));
            },
            cancellation);
    }

    public Task ClearAsync(string subject, CancellationToken cancellation = default)
    {
        byte[] hash = subjects.Of(subject);
        return data.WriteAsync(Lane.Attempts(hash), connection => connection.Execute("DELETE FROM attempts WHERE subject = @subject", ("@subject", hash)), cancellation);
    }

    public Task ClearAllAsync(CancellationToken cancellation = default) => data.WriteAsync(Lane.Access, connection => connection.Execute("DELETE FROM attempts"), cancellation);

    private static Attempts Read(SqlSession connection, byte[] hash) =>
        connection.First("SELECT failures, last FROM attempts WHERE subject = @subject", row => new Attempts((int)row.GetInt64(0), row.Time(1)), ("@subject", hash)) ?? new Attempts(0, null);
}

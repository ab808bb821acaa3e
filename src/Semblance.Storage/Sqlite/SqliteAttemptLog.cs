namespace Semblance.Storage.Sqlite;

/// <summary>Failures in a row, in gallery.db.</summary>
internal sealed class SqliteAttemptLog(Database data, KeyedHash subjects) : IAttemptLog
{
    // Nobody waits that long, and addresses are many.
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    public Task<Attempts> ReadAsync(string subject, CancellationToken cancellation = default)
    {
        byte[] hash = subjects.Of(subject);
        return data.ReadAsync(
            connection => connection.First("SELECT failures, last FROM attempts WHERE subject = $subject", row => new Attempts(row.GetInt32(0), row.Time(1)), ("$subject", hash)) ?? new Attempts(0, null),
            cancellation);
    }

    public Task<Attempts> FailAsync(string subject, DateTimeOffset now, CancellationToken cancellation = default)
    {
        byte[] hash = subjects.Of(subject);
        return data.WriteAsync(
            connection =>
            {
                connection.Execute("DELETE FROM attempts WHERE last < $oldest", ("$oldest", now - s_kept));
                return connection.First(
                    """
                    INSERT INTO attempts (subject, failures, last) VALUES ($subject, 1, $now)
                    ON CONFLICT (subject) DO UPDATE SET failures = failures + 1, last = max(last, excluded.last)
                    RETURNING failures, last
                    """,
                    row => new Attempts(row.GetInt32(0), row.Time(1)),
                    ("$subject", hash), ("$now", now))!;
            },
            cancellation);
    }

    public Task ClearAsync(string subject, CancellationToken cancellation = default)
    {
        byte[] hash = subjects.Of(subject);
        return data.WriteAsync(connection => connection.Execute("DELETE FROM attempts WHERE subject = $subject", ("$subject", hash)), cancellation);
    }
}

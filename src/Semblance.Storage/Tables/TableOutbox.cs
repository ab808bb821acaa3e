using System.Data.Common;
using System.Security.Cryptography;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>Messages that wait, each sealed under a key of the store and bound to its row. Safe for several threads and processes.</summary>
internal sealed class TableOutbox(Database data, byte[] key, TimeProvider clock) : IOutbox
{
    private const string Columns = "SELECT id, created, attempts, first, error, next, failed, claimed, body FROM outbox ";
    private const int LongestTarget = 100, LongestError = 500;

    public Task AddAsync(OutgoingMessage message, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.People,
        connection =>
        {
            Add(connection, message);
            return true;
        },
        cancellation);

    /// <summary>Adds a message in the caller's transaction.</summary>
    public void Add(SqlSession connection, OutgoingMessage message)
    {
        Require(message);
        var now = clock.GetUtcNow();
        connection.Execute(
            "INSERT INTO outbox (id, target, body, created, attempts, next, claimed) VALUES (@id, @target, @body, @now, 0, @now, 0)",
            ("@id", message.Id), ("@target", message.Target), ("@body", SealedBytes.Seal(key, message.Body, Place(message.Id, message.Target))), ("@now", now));
    }

    /// <summary>Refuses what cannot be stored, before a transaction of several is begun.</summary>
    public static void Require(OutgoingMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Target is not { Length: >= 1 and <= LongestTarget })
            throw new ArgumentException($"A target has 1 to {LongestTarget} characters.", nameof(message));
    }

    public Task<OutboxTurn> NextAsync(string target, TimeSpan claim, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Turns,
        connection =>
        {
            var now = clock.GetUtcNow();
            while (connection.First(Columns + "WHERE target = @target AND failed IS NULL ORDER BY number LIMIT 1", ReadRow, ("@target", target)) is { } row)
            {
                var due = row.Claimed > row.Message.Next ? row.Claimed : row.Message.Next!.Value;
                if (due > now)
                    return new OutboxTurn(null, null, due);
                if (TryOpen(row, target) is { } body)
                {
                    connection.Execute("UPDATE outbox SET claimed = @until WHERE id = @id", ("@id", row.Message.Id), ("@until", now + claim));
                    return new OutboxTurn(row.Message, body, null);
                }
                // What is damaged does not hold up what is not.
                GiveUp(connection, row.Message.Id, "What is stored of this message was changed or belongs elsewhere.", now);
            }
            return new OutboxTurn(null, null, null);
        },
        cancellation);

    public Task DeliveredAsync(Guid id, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Turns,
        connection =>
        {
            connection.Execute(
                """
                INSERT INTO outbox_delivered (target, count, last) SELECT target, 1, @now FROM outbox WHERE id = @id
                ON CONFLICT (target) DO UPDATE SET count = outbox_delivered.count + 1, last = excluded.last
                """,
                ("@id", id), ("@now", clock.GetUtcNow()));
            return connection.Execute("DELETE FROM outbox WHERE id = @id", ("@id", id));
        },
        cancellation);

    public Task FailedAsync(Guid id, string problem, DateTimeOffset? tryAgain, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Turns,
        connection =>
        {
            var now = clock.GetUtcNow();
            connection.Execute(
                "UPDATE outbox SET attempts = attempts + 1, first = coalesce(first, @now), error = @error, next = coalesce(@next, next), claimed = 0 WHERE id = @id",
                ("@id", id), ("@now", now), ("@error", Short(problem)), ("@next", tryAgain));
            if (tryAgain is null)
                GiveUp(connection, id, problem, now);
            return true;
        },
        cancellation);

    public Task ReleaseAsync(Guid id, CancellationToken cancellation = default) =>
        data.WriteAsync(Lane.Turns, connection => connection.Execute("UPDATE outbox SET claimed = 0 WHERE id = @id", ("@id", id)), cancellation);

    public Task<OutboxState> StateAsync(string target, CancellationToken cancellation = default) => data.ReadAsync(
        connection =>
        {
            var delivered = connection.First(
                "SELECT count, last FROM outbox_delivered WHERE target = @target", row => (Count: row.GetInt64(0), Last: (DateTimeOffset?)row.Time(1)), ("@target", target));
            return new OutboxState(
                (int)connection.Number("SELECT count(*) FROM outbox WHERE target = @target AND failed IS NULL", ("@target", target)),
                (int)connection.Number("SELECT count(*) FROM outbox WHERE target = @target AND failed IS NOT NULL", ("@target", target)),
                delivered.Count,
                delivered.Last,
                connection.First("SELECT error FROM outbox WHERE target = @target AND error IS NOT NULL ORDER BY failed IS NOT NULL, number LIMIT 1", row => row.GetString(0), ("@target", target)),
                connection.First("SELECT next FROM outbox WHERE target = @target AND failed IS NULL ORDER BY number LIMIT 1", row => (DateTimeOffset?)row.Time(0), ("@target", target)));
        },
        cancellation);

    public Task<IReadOnlyList<QueuedMessage>> ListAsync(string target, int limit, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return data.ReadAsync<IReadOnlyList<QueuedMessage>>(
            connection => connection.Query(Columns + "WHERE target = @target ORDER BY number LIMIT @limit", row => ReadRow(row).Message, ("@target", target), ("@limit", limit)), cancellation);
    }

    public Task<int> RetryAsync(string target, Guid? id, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Turns,
        connection => connection.Execute(
            $"UPDATE outbox SET attempts = 0, first = NULL, failed = NULL, next = @now WHERE target = @target {(id is null ? "" : "AND id = @id")}",
            id is null ? [("@target", target), ("@now", clock.GetUtcNow())] : [("@target", target), ("@now", clock.GetUtcNow()), ("@id", id)]),
        cancellation);

    public Task<bool> DiscardAsync(string target, Guid id, CancellationToken cancellation = default) => data.WriteAsync(
        Lane.Turns,
        connection => connection.Execute("DELETE FROM outbox WHERE target = @target AND id = @id AND failed IS NOT NULL", ("@target", target), ("@id", id)) > 0, cancellation);

    private static void GiveUp(SqlSession connection, Guid id, string error, DateTimeOffset now) =>
        connection.Execute("UPDATE outbox SET failed = @now, error = @error, claimed = 0 WHERE id = @id", ("@id", id), ("@now", now), ("@error", Short(error)));

    private byte[]? TryOpen(Row row, string target)
    {
        try
        {
            return SealedBytes.Open(key, row.Body, Place(row.Message.Id, target));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Place(Guid id, string target) => SealedBytes.Place("outbox.body", id, default, target);

    private static string Short(string error) => error.Length <= LongestError ? error : error[..LongestError];

    private static Row ReadRow(DbDataReader row)
    {
        bool isGivenUp = !row.IsDBNull(6);
        var message = new QueuedMessage(
            row.Id(0), row.Time(1), (int)row.GetInt64(2), row.IsDBNull(3) ? null : row.Time(3), row.Text(4), isGivenUp ? null : row.Time(5), isGivenUp ? row.Time(6) : null);
        return new Row(message, row.Time(7), row.Bytes(8));
    }

    private sealed record Row(QueuedMessage Message, DateTimeOffset Claimed, byte[] Body);
}

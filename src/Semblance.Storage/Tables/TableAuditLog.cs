using System.Data.Common;
using System.Security.Cryptography;

namespace Semblance.Storage.Tables;

/// <summary>
/// The audit log among the data with its head among the keys. Entries that are asked for at once share a transaction. Anyone who can write both but lacks the master key can only put old copies of both back.
/// </summary>
internal sealed class TableAuditLog(Database data, AuditHead head, AuditAnchor anchor, TableOutbox outbox, byte[] key, TimeProvider clock) : IAuditLog
{
    private const string Columns = "SELECT number, time, action, actor, person, outcome, detail, session, address, hash FROM audit ";
    private const int Portion = 5_000;

    private static readonly (string Sql, string Name, Func<AuditQuery, object?> Value)[] s_filters =
    [
        ("number < @before", "@before", query => query.Before),
        ("substr(action, 1, length(@action)) = @action", "@action", query => query.Action),
        ("outcome = @outcome", "@outcome", query => query.Outcome),
        ("(person = @person OR person IN (SELECT id FROM merged WHERE person = @person))", "@person", query => query.Person),
        ("time >= @from", "@from", query => query.From),
        ("time < @until", "@until", query => query.Until),
    ];

    private readonly AuditChain _chain = new(key);
    private readonly Lock _lock = new();
    private List<Waiting> _queue = [];
    private bool _isWriting;

    public Task<AuditEntry> AppendAsync(AuditEvent what, CancellationToken cancellation = default) => AppendWithMessageAsync(what, null, cancellation);

    public Task<AuditEntry> AppendWithMessageAsync(AuditEvent what, OutgoingMessage? message, CancellationToken cancellation = default)
    {
        Require(what);
        if (message is not null)
            TableOutbox.Require(message);
        cancellation.ThrowIfCancellationRequested();
        // From here on the entry is written: an event that happened is not taken back by a caller who no longer waits.
        var waiting = new Waiting(what, message);
        lock (_lock)
        {
            _queue.Add(waiting);
            if (!_isWriting)
            {
                _isWriting = true;
                _ = Task.Run(WriteQueueAsync, CancellationToken.None);
            }
        }
        return waiting.Done.Task;
    }

    public Task<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, 500);
        return data.ReadAsync(
            connection =>
            {
                var asked = s_filters.Select(filter => (filter.Sql, filter.Name, Value: filter.Value(query))).Where(filter => filter.Value is not null).ToList();
                string where = string.Concat(asked.Select(filter => $"AND {filter.Sql} "));
                var entries = connection.Query(
                    $"{Columns} WHERE 1 = 1 {where} ORDER BY number DESC LIMIT @limit", Read, [.. asked.Select(filter => (filter.Name, filter.Value)), ("@limit", query.Limit + 1)]);
                bool more = entries.Count > query.Limit;
                return new AuditPage([.. entries.Take(query.Limit)], more ? entries[query.Limit - 1].Number : null);
            },
            cancellation);
    }

    // The conditions are those of the index audit_match, letter by letter.
    public Task<IReadOnlyList<Sightings>> SightingsAsync(DateTimeOffset from, DateTimeOffset until, Guid? person = null, CancellationToken cancellation = default) => data.ReadAsync<IReadOnlyList<Sightings>>(
        connection => connection.Query(
            $"""
            SELECT coalesce(merged.person, audit.person) AS who, min(time), max(time), count(*)
            FROM audit LEFT JOIN merged ON merged.id = audit.person
            WHERE outcome = 'Match' AND action IN ('face.verified', 'face.identified') AND audit.person IS NOT NULL AND time >= @from AND time < @until
              {(person is null ? "" : "AND coalesce(merged.person, audit.person) = @person")}
            GROUP BY who ORDER BY min(time)
            """,
            row => new Sightings(row.Id(0), row.Time(1), row.Time(2), row.GetInt64(3)),
            [("@from", from), ("@until", until), .. person is { } one ? [("@person", (object?)one)] : Array.Empty<(string, object?)>()]),
        cancellation);

    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellation = default)
    {
        // The head first: entries that are added meanwhile come after it.
        var expected = head.Read();
        var start = await data.ReadAsync(anchor.Read, cancellation).ConfigureAwait(false);
        var (number, hash) = start;
        while (true)
        {
            // The anchor with each portion: where more is cut meanwhile, it is begun again from there.
            var (now, entries) = await data.ReadAsync(
                connection => (anchor.Read(connection), connection.Query(Columns + "WHERE number > @after ORDER BY number LIMIT @portion", Read, ("@after", number), ("@portion", Portion))),
                cancellation).ConfigureAwait(false);
            if (now.Number != start.Number)
            {
                (number, hash) = start = now;
                continue;
            }
            if (entries.Count == 0)
                break;
            foreach (var entry in entries)
            {
                if (entry.Number != number + 1)
                    return Broken(number, entry.Number == number + 2 ? $"entry {number + 1} is missing" : $"entries {number + 1} to {entry.Number - 1} are missing");
                hash = _chain.Hash(hash, entry.Number, entry.Time, entry.Event);
                if (!CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(entry.Hash)))
                    return Broken(number, $"entry {entry.Number} was changed, or one before it was exchanged");
                if (entry.Number == expected?.Number && !CryptographicOperations.FixedTimeEquals(hash, expected.Value.Hash))
                    return Broken(number, $"entry {entry.Number} is not the one that was written");
                number = entry.Number;
            }
        }
        return expected is { } last && last.Number > number
            ? Broken(number, $"entries {number + 1} to {last.Number} are missing at the end: the log was cut, or an older one put back")
            : new AuditVerification(number - start.Number, Problem: null) { Cut = start.Number };

        AuditVerification Broken(long last, string problem) => new(last - start.Number, problem) { Cut = start.Number };
    }

    public Task<long> CountBeforeAsync(DateTimeOffset time, CancellationToken cancellation = default) =>
        data.ReadAsync(connection => connection.Number("SELECT count(*) FROM audit WHERE number <= @last", ("@last", LastBefore(connection, time))), cancellation);

    public async Task<long> CutAsync(DateTimeOffset before, Func<long, AuditEvent> note, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(note);
        AuditEntry? last = null;
        long cut = await data.WriteAsync(
            Lane.People,
            connection =>
            {
                long end = LastBefore(connection, before);
                long count = connection.Number("SELECT count(*) FROM audit WHERE number <= @last", ("@last", end));
                if (count == 0)
                    return 0;
                // First appended, so that the log is never empty and its last entry is what the next one rests on.
                last = Append(connection, [note(count)])[^1];
                anchor.Move(connection, end, connection.First("SELECT hash FROM audit WHERE number = @last", row => row.Bytes(0), ("@last", end))!);
                connection.Execute("DELETE FROM audit WHERE number <= @last", ("@last", end));
                return count;
            },
            cancellation).ConfigureAwait(false);
        if (last is not null)
        {
            Acknowledge(last);
            // The write-ahead log still has the pages as they were.
            await data.ClearOldAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return cut;
    }

    // The end of the beginning that is older: where the clock was set back, entries behind younger ones stay.
    private static long LastBefore(SqlSession connection, DateTimeOffset time) => connection.First(
        "SELECT coalesce((SELECT min(number) - 1 FROM audit WHERE time >= @time), (SELECT max(number) FROM audit), 0)", row => row.GetInt64(0), ("@time", time));

    private async Task WriteQueueAsync()
    {
        while (true)
        {
            List<Waiting> batch;
            lock (_lock)
            {
                if (_queue.Count == 0)
                {
                    _isWriting = false;
                    return;
                }
                (batch, _queue) = (_queue, []);
            }
            try
            {
                var entries = await data.WriteAsync(Lane.People, connection => Append(connection, batch), CancellationToken.None).ConfigureAwait(false);
                Acknowledge(entries[^1]);
                foreach (var (waiting, entry) in batch.Zip(entries))
                    waiting.Done.SetResult(entry);
            }
            catch (Exception e)
            {
                foreach (var waiting in batch)
                    waiting.Done.TrySetException(e);
            }
        }
    }

    private IReadOnlyList<AuditEntry> Append(SqlSession connection, List<Waiting> batch)
    {
        var entries = Append(connection, [.. batch.Select(waiting => waiting.Event)]);
        foreach (var message in batch.Select(waiting => waiting.Message).OfType<OutgoingMessage>())
            outbox.Add(connection, message);
        return entries;
    }

    /// <summary>Appends entries in the caller's transaction. Once that is on disk, the caller has the last one acknowledged.</summary>
    public IReadOnlyList<AuditEntry> Append(SqlSession connection, IReadOnlyList<AuditEvent> events)
    {
        if (events.Count == 0)
            return [];
        var last = connection.First("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1", row => (Number: row.GetInt64(0), Hash: row.Bytes(1)));
        var (number, hash) = last.Hash is null ? (0L, AuditChain.Start) : last;
        // Where the end is missing, the log goes on behind the gap, so that no later entry can fill it.
        if (head.Read() is { } expected && expected.Number > number)
            (number, hash) = expected;
        var entries = new List<AuditEntry>(events.Count);
        foreach (var what in events)
        {
            Require(what);
            var time = clock.GetUtcNow();
            hash = _chain.Hash(hash, ++number, time, what);
            connection.Execute(
                """
                INSERT INTO audit (number, time, action, actor, person, outcome, detail, session, address, hash)
                VALUES (@number, @time, @action, @actor, @person, @outcome, @detail, @session, @address, @hash)
                """,
                ("@number", number), ("@time", time), ("@action", what.Action), ("@actor", what.Actor), ("@person", what.Person), ("@outcome", what.Outcome),
                ("@detail", what.Detail), ("@session", what.Session), ("@address", what.Address), ("@hash", hash));
            // Every surface tells the log of its decisions: so it is known who was recognised when, also once these entries are cut.
            if (what is { Person: { } person, Outcome: nameof(Outcome.Match), Action: "face.verified" or "face.identified" })
                connection.Execute("UPDATE people SET used = @time WHERE id = @person", ("@person", person), ("@time", time));
            entries.Add(new AuditEntry(number, time, what, Convert.ToHexStringLower(hash)));
        }
        return entries;
    }

    /// <summary>Notes that an entry is on disk: a log that ends before it was cut.</summary>
    public void Acknowledge(AuditEntry last) => head.Advance(last.Number, Convert.FromHexString(last.Hash));

    private static void Require(AuditEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentException.ThrowIfNullOrEmpty(what.Action);
        ArgumentException.ThrowIfNullOrEmpty(what.Actor);
    }

    private static AuditEntry Read(DbDataReader row) => new(
        row.GetInt64(0),
        row.Time(1),
        new AuditEvent(row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.Id(4), row.Text(5), row.Text(6), row.Text(7), row.Text(8)),
        Convert.ToHexStringLower(row.Bytes(9)));

    private sealed record Waiting(AuditEvent Event, OutgoingMessage? Message)
    {
        public TaskCompletionSource<AuditEntry> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

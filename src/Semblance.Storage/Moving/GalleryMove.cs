using Semblance.Storage.Opening;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Moving;

/// <summary>How far a move is.</summary>
/// <param name="Table">The table that is moved, or compared.</param>
/// <param name="Rows">How many of its rows are there.</param>
/// <param name="IsCompared">Whether it is compared: everything is there by then.</param>
public sealed record MoveProgress(string Table, long Rows, bool IsCompared);

/// <summary>What was moved.</summary>
/// <param name="People">How many people.</param>
/// <param name="Rows">How many rows of every table, each of which was compared with what it came from.</param>
public sealed record MoveReport(long People, IReadOnlyDictionary<string, long> Rows);

/// <summary>
/// Moves a whole store to another place: every row as it is, sealed under the keys that it has. While it runs nobody else changes people or the log of the source. Broken off, it goes on where it was
/// when it is run again; until it has ended the target opens for nobody, and afterwards the source does not.
/// </summary>
public static class GalleryMove
{
    private static readonly HashSet<string> s_marks = [MoveMarks.Unfinished, MoveMarks.MovedTo];

    /// <summary>Moves everything and compares it.</summary>
    /// <param name="from">A store; no service runs on it.</param>
    /// <param name="to">An empty place, or one into which the same store was being moved.</param>
    /// <param name="progress">Is told how far it is; null: nobody is.</param>
    /// <param name="cancellation">Gives up; run again, it goes on.</param>
    /// <exception cref="StoreException">A place cannot be read or written, the target holds a store already, or what arrived is not what was sent.</exception>
    public static Task<MoveReport> RunAsync(StorePlace from, StorePlace to, IProgress<MoveProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.ToString() == to.ToString())
            throw new ArgumentException("A gallery is moved to another place.", nameof(to));
        return Task.Run(() => RunAsyncCore(from, to, progress, cancellation), cancellation);
    }

    private static async Task<MoveReport> RunAsyncCore(StorePlace from, StorePlace to, IProgress<MoveProgress>? progress, CancellationToken cancellation)
    {
        var (data, keys) = from.OpenTables(cancellation);
        using var ofData = data;
        using var ofKeys = keys;
        var (targetData, targetKeys) = to.OpenTables(cancellation);
        using var ofTargetData = targetData;
        using var ofTargetKeys = targetKeys;
        bool isThere = MovedTo(data) == to.ToString();
        // Opened as any store is: what a crash left is settled, and the master key is there.
        if (!isThere)
            await (await from.OpenAsync(cancellation).ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        var rows = data.Write(
            Lane.People,
            source =>
            {
                source.TakeTime();
                if (isThere)
                    return CompareAll().ToDictionary();
                Begin(targetData, targetKeys, source, from);
                foreach (var table in MovedTable.Keys)
                    Copy(table, Lane.Keys, keys, targetKeys, progress, cancellation);
                foreach (var table in MovedTable.Data)
                    Copy(table, Lane.People, data, targetData, progress, cancellation);
                long newest = source.NewestChange();
                targetKeys.Write(Lane.Keys, target => { target.GoOnBehind(MovedTable.NumberedIn(MovedTable.Keys), newestChange: null); return true; });
                targetData.Write(Lane.People, target => { target.GoOnBehind(MovedTable.NumberedIn(MovedTable.Data), newest); return true; });
                var moved = CompareAll().ToDictionary();
                // From here on the source is not to be used, and the target may be: in this order, so that there are never two.
                Mark(source, MoveMarks.MovedTo, to.ToString());
                return moved;
            },
            cancellation);
        targetData.Write(Lane.People, target => target.Execute("DELETE FROM settings WHERE name = @name", ("@name", MoveMarks.Unfinished)), CancellationToken.None);
        return new MoveReport(rows["people"], rows);

        IEnumerable<KeyValuePair<string, long>> CompareAll() =>
            Compare("keys.", MovedTable.Keys, keys, targetKeys, progress, cancellation).Concat(Compare("", MovedTable.Data, data, targetData, progress, cancellation));
    }

    // Where a move was broken off behind its last step but one, the source says so.
    private static string? MovedTo(Database data) => data.Write(Lane.People, source =>
    {
        data.Migrate(source);
        return source.First("SELECT value FROM settings WHERE name = @name", row => row.GetString(0), ("@name", MoveMarks.MovedTo));
    });

    private static void Begin(Database data, Database keys, SqlSession source, StorePlace from)
    {
        byte[] store = source.First("SELECT id FROM store", row => row.Bytes(0))!;
        data.Write(Lane.People, target =>
        {
            data.Migrate(target);
            bool isBegun = target.Number("SELECT count(*) FROM settings WHERE name = @name", ("@name", MoveMarks.Unfinished)) > 0;
            var there = target.First("SELECT id FROM store", row => row.Bytes(0));
            bool isEmpty = there is null && target.Number("SELECT (SELECT count(*) FROM people) + (SELECT count(*) FROM audit)") == 0;
            if (!isBegun && !isEmpty || there is not null && !there.AsSpan().SequenceEqual(store))
                throw new StoreException($"{data.Name} holds a gallery already: a gallery is moved to a place without one.");
            Mark(target, MoveMarks.Unfinished, from.ToString());
            return true;
        });
        keys.Write(Lane.Keys, target =>
        {
            keys.Migrate(target);
            return true;
        });
    }

    private static void Copy(MovedTable table, Lane lane, Database from, Database to, IProgress<MoveProgress>? progress, CancellationToken cancellation)
    {
        var copy = Of(table);
        if (!table.IsNumbered)
        {
            var all = from.Read(copy.All);
            to.Write(lane, target => { copy.Clear(target); copy.Store(target, all); return true; }, cancellation);
            progress?.Report(new MoveProgress(table.Name, all.Count, IsCompared: false));
            return;
        }
        long after = to.Read(copy.Last), done = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var next = from.Read(source => copy.Next(source, after, table.Portion * 5));
            if (next.Count == 0)
                return;
            to.Write(lane, target => { copy.Store(target, next); return true; }, cancellation);
            after = (long)next[^1][0]!;
            done += next.Count;
            progress?.Report(new MoveProgress(table.Name, done, IsCompared: false));
        }
    }

    private static IEnumerable<KeyValuePair<string, long>> Compare(
        string prefix, IReadOnlyList<MovedTable> tables, Database from, Database to, IProgress<MoveProgress>? progress, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            cancellation.ThrowIfCancellationRequested();
            var (sent, arrived) = (Of(table).Digest(from), Of(table).Digest(to));
            if (sent != arrived)
                throw new StoreException($"{table.Name} of {to.Name} is not what {from.Name} holds ({arrived.Rows} rows of {sent.Rows}): empty the target, and move again while no service runs.");
            progress?.Report(new MoveProgress(table.Name, sent.Rows, IsCompared: true));
            yield return new KeyValuePair<string, long>(prefix + table.Name, sent.Rows);
        }
    }

    private static RowCopy Of(MovedTable table) => new(table, table.Name == "settings" ? s_marks : new HashSet<string>());

    private static void Mark(SqlSession session, string name, string value) =>
        session.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value", ("@name", name), ("@value", value));
}

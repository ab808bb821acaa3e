using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>Brings the two files of a store into a state to work with. All of it happens under the write lock of gallery.db, so in one process at a time.</summary>
internal static class StoreOpening
{
    /// <returns>People who cannot be read because gallery.keys is older than gallery.db.</returns>
    /// <exception cref="StoreException">The files do not belong together, or the master key is missing or another one.</exception>
    public static IReadOnlyList<Guid> Prepare(Database data, KeyFile keys, CancellationToken cancellation) => data.Write(
        connection =>
        {
            RequireWhole(keys);
            Migrations.Run(connection, "gallery");
            keys.File.Write(keyConnection => { Migrations.Run(keyConnection, "keys"); return true; }, cancellation);

            var dataStore = connection.First("SELECT id FROM store", row => (Guid?)row.Id(0));
            var keyStore = keys.Store;
            if (keyStore is null)
            {
                if (dataStore is not null)
                    throw new StoreException($"{keys.File.File} is missing: {data.File} cannot be read without it. Put it back from where you keep it.");
                keyStore = Guid.NewGuid();
                keys.Begin(keyStore.Value);
            }
            if (dataStore is null)
            {
                RefuseUsed(data, keys);
                connection.Execute("INSERT INTO store (id) VALUES ($id)", ("$id", keyStore));
            }
            else if (dataStore != keyStore)
            {
                throw new StoreException($"{keys.File.File} does not belong to {data.File}: they are of different stores.");
            }
            keys.Unlock();
            return Settle(connection, data, keys);
        },
        cancellation);

    // A part of it would open some people, and fail at others in the midst of their work.
    private static void RequireWhole(KeyFile keys)
    {
        string? problem;
        try
        {
            // SQLite takes the missing part of the last page for zeros.
            long length = keys.File.Read(connection => connection.Number("PRAGMA page_count") * connection.Number("PRAGMA page_size"));
            problem = new FileInfo(keys.File.File).Length < length
                ? "its end is missing"
                : keys.File.Read(connection => connection.First("PRAGMA quick_check(1)", row => row.GetString(0)));
        }
        catch (StoreException e) when (e.InnerException is SqliteException)
        {
            problem = e.InnerException.Message;
        }
        if (problem != "ok")
            throw new StoreException($"{keys.File.File} is damaged or cut off ({problem}): put the newest copy back from where you keep it. A backup of the data does not hold it.");
    }

    // A key file that served people, and no data: the data were lost, and starting empty would hide that.
    private static void RefuseUsed(Database data, KeyFile keys)
    {
        if (keys.File.Read(k => k.Number("SELECT (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM audit_head)")) > 0)
            throw new StoreException($"{data.File} is missing although {keys.File.File} is there: put a backup of it back, or delete {keys.File.File} as well to begin anew.");
    }

    private static IReadOnlyList<Guid> Settle(SqliteConnection connection, Database data, KeyFile keys)
    {
        var stored = connection.Query("SELECT id FROM people", row => row.Id(0)).ToHashSet();
        var (destroyed, missing) = new DataKeys(keys).Settle(stored);
        if (missing.Count > 0 && missing.Count == stored.Count)
            throw new StoreException($"{keys.File.File} is older than {data.File}: it lacks the keys of {missing.Count} of {stored.Count} people. Put the newest one back.");
        foreach (var person in destroyed)
            PersonRows.Remove(connection, person);
        return missing;
    }
}

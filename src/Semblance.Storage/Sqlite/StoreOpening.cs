using Microsoft.Data.Sqlite;

namespace Semblance.Storage.Sqlite;

/// <summary>Brings the two files of a store into a state to work with. All of it happens under the write lock of gallery.db, so in one process at a time.</summary>
internal static class StoreOpening
{
    /// <exception cref="StoreException">The files do not belong together, or the master key is missing or another one.</exception>
    public static void Prepare(Database data, KeyFile keys, CancellationToken cancellation) => data.Write(
        connection =>
        {
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
            Settle(connection, data, keys);
            return true;
        },
        cancellation);

    // A key file that served people, and no data: the data were lost, and starting empty would hide that.
    private static void RefuseUsed(Database data, KeyFile keys)
    {
        if (keys.File.Read(k => k.Number("SELECT (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM audit_head)")) > 0)
            throw new StoreException($"{data.File} is missing although {keys.File.File} is there: put a backup of it back, or delete {keys.File.File} as well to begin anew.");
    }

    private static void Settle(SqliteConnection connection, Database data, KeyFile keys)
    {
        var stored = connection.Query("SELECT id FROM people", row => row.Id(0)).ToHashSet();
        var (destroyed, missing) = new DataKeys(keys).Settle(stored);
        if (missing.Count > 0)
            throw new StoreException($"{keys.File.File} is older than {data.File}: it lacks the keys of {missing.Count} of {stored.Count} people. Put the newest one back.");
        foreach (var person in destroyed)
            PersonRows.Remove(connection, person);
    }
}

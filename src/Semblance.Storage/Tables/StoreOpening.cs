namespace Semblance.Storage.Tables;

/// <summary>Brings data and keys of a store into a state to work with. All of it happens in the lane of people, so in one process of all machines at a time.</summary>
internal static class StoreOpening
{
    /// <returns>People who cannot be read because the keys are older than the data.</returns>
    /// <exception cref="StoreException">Data and keys do not belong together, or the master key is missing or another one.</exception>
    public static IReadOnlyList<Guid> Prepare(Database data, KeyRing keys, CancellationToken cancellation) => data.Write(
        Lane.People,
        connection =>
        {
            keys.Tables.RequireWhole();
            data.Migrate(connection);
            keys.Tables.Write(Lane.Keys, keyConnection => { keys.Tables.Migrate(keyConnection); return true; }, cancellation);

            RefuseMoved(connection, data);
            var dataStore = connection.First("SELECT id FROM store", row => (Guid?)row.Id(0));
            var keyStore = keys.Store;
            if (keyStore is null)
            {
                if (dataStore is not null)
                    throw new StoreException($"{keys.Tables.Name} is missing: {data.Name} cannot be read without it. Put it back from where you keep it.");
                keyStore = Guid.NewGuid();
                keys.Begin(keyStore.Value);
            }
            if (dataStore is null)
            {
                RefuseUsed(data, keys);
                connection.Execute("INSERT INTO store (id) VALUES (@id)", ("@id", keyStore));
            }
            else if (dataStore != keyStore)
            {
                throw new StoreException($"{keys.Tables.Name} does not belong to {data.Name}: they are of different stores.");
            }
            keys.Unlock();
            return Settle(connection, data, keys);
        },
        cancellation);

    private static void RefuseMoved(SqlSession connection, Database data)
    {
        if (Setting(MoveMarks.Unfinished) is { } from)
            throw new StoreException($"A move into {data.Name} was begun from {from} and not finished: run semblance gallery move once more.");
        if (Setting(MoveMarks.MovedTo) is { } to)
            throw new StoreException($"The gallery in {data.Name} was moved to {to}: name that as Gallery:Store. What is left here is only a copy of what it was then.");

        string? Setting(string name) => connection.First("SELECT value FROM settings WHERE name = @name", row => row.GetString(0), ("@name", name));
    }

    // Keys that served people, and no data: the data were lost, and starting empty would hide that.
    private static void RefuseUsed(Database data, KeyRing keys)
    {
        if (keys.Tables.Read(k => k.Number("SELECT (SELECT count(*) FROM data_keys) + (SELECT count(*) FROM audit_head)")) > 0)
            throw new StoreException($"{data.Name} is missing although {keys.Tables.Name} is there: put a backup of it back, or delete {keys.Tables.Name} as well to begin anew.");
    }

    private static IReadOnlyList<Guid> Settle(SqlSession connection, Database data, KeyRing keys)
    {
        var stored = connection.Query("SELECT id FROM people", row => row.Id(0)).ToHashSet();
        var (destroyed, missing) = new DataKeys(keys).Settle(stored);
        if (missing.Count > 0 && missing.Count == stored.Count)
            throw new StoreException($"{keys.Tables.Name} is older than {data.Name}: it lacks the keys of {missing.Count} of {stored.Count} people. Put the newest one back.");
        foreach (var person in destroyed)
            PersonRows.Remove(connection, person);
        return missing;
    }
}

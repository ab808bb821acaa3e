using System.Security.Cryptography;
using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>
/// The tables of keys: wrapped data keys, secrets, the head of the audit log. They are never part of a backup of the data. Another process
/// may change the master key; that is noticed before anything is wrapped or unwrapped. Safe for several threads.
/// </summary>
internal sealed class KeyRing(Database tables, MasterKeySource source) : IDisposable
{
    private volatile Unlocked? _unlocked;

    public Database Tables => tables;

    public MasterKeySource Source => source;

    /// <summary>The store that uses the tables; null where none does yet. The rest of this class is for tables that are used.</summary>
    public Guid? Store => tables.Read(keys => keys.First("SELECT id FROM store", row => (Guid?)row.Id(0)));

    /// <summary>Begins new tables. Called while nobody else can open the store.</summary>
    public void Begin(Guid store)
    {
        var key = new MasterKey(source.Read() ?? source.Create(), store);
        tables.Write(Lane.Keys, keys => keys.Execute("INSERT INTO store (id, generation, proof) VALUES (@id, 1, @proof)", ("@id", store), ("@proof", key.Prove())));
    }

    /// <summary>Finds the master key and finishes a rotation that was cut off. Called while nobody else can open the store.</summary>
    /// <exception cref="StoreException">The master key is missing or another one.</exception>
    public void Unlock() => tables.Read(keys =>
    {
        var unlocked = Find(keys);
        _unlocked = unlocked;
        if (unlocked.IsPrepared)
            source.Finish();
        else
            source.Forget();
        return true;
    });

    /// <summary>The master key that everything is wrapped with at present, inside a transaction on the keys.</summary>
    public MasterKey Master(SqlSession keys)
    {
        long generation = keys.Number("SELECT generation FROM store");
        if (_unlocked is { } known && known.Generation == generation)
            return known.Key;
        return (_unlocked = Find(keys)).Key;
    }

    /// <summary>Wraps everything with another master key. Called while nobody else can write to the store.</summary>
    public void Rotate(byte[] next)
    {
        source.Prepare(next);
        _unlocked = tables.Write(Lane.Keys, keys =>
        {
            var old = Master(keys);
            var store = keys.First("SELECT id FROM store", row => row.Id(0));
            var key = new MasterKey(next, store);
            foreach (var (number, person, wrapped) in keys.Query("SELECT number, person, wrapped FROM data_keys WHERE state <> 'd'", row => (row.GetInt64(0), row.Id(1), row.Bytes(2))))
            {
                byte[] dataKey = old.UnwrapDataKey(person, wrapped);
                keys.Execute("UPDATE data_keys SET wrapped = @wrapped WHERE number = @number", ("@number", number), ("@wrapped", key.WrapDataKey(person, dataKey)));
                CryptographicOperations.ZeroMemory(dataKey);
            }
            foreach (var (name, wrapped) in keys.Query("SELECT name, wrapped FROM secrets", row => (row.GetString(0), row.Bytes(1))))
                keys.Execute("UPDATE secrets SET wrapped = @wrapped WHERE name = @name", ("@name", name), ("@wrapped", key.WrapSecret(name, old.UnwrapSecret(name, wrapped))));
            keys.Execute("UPDATE store SET generation = generation + 1, proof = @proof", ("@proof", key.Prove()));
            return new Unlocked(key, keys.Number("SELECT generation FROM store"), IsPrepared: false);
        });
        source.Finish();
    }

    public void Dispose() => tables.Dispose();

    private Unlocked Find(SqlSession keys)
    {
        var (store, generation, proof) = keys.First("SELECT id, generation, proof FROM store", row => (row.Id(0), row.GetInt64(1), row.Bytes(2)));
        // The present key once more at the end: another process may have put the prepared one into its place meanwhile.
        foreach (var (read, isPrepared) in (ReadOnlySpan<(Func<byte[]?>, bool)>)[(source.Read, false), (source.ReadPrepared, true), (source.Read, false)])
        {
            if (read() is { } found && new MasterKey(found, store) is var key && key.Fits(proof))
                return new Unlocked(key, generation, isPrepared);
        }
        throw new StoreException(source.Read() is null
            ? $"The master key is missing: {source} has none. {tables.Name} was made with one; without it nobody can read this gallery."
            : $"The master key in {source} is not the one that {tables.Name} was made with.");
    }

    private sealed record Unlocked(MasterKey Key, long Generation, bool IsPrepared);
}

using Semblance.Storage.Encryption;

namespace Semblance.Storage.Tables;

/// <summary>What a store keeps, in the tables of two databases: data, and the keys that open them. Safe for several threads and processes.</summary>
internal sealed class StoreTables : IDisposable
{
    private readonly Database _data;
    private readonly KeyRing _keys;

    /// <summary>Opens the tables; makes them, with their master key, where there are none. What a crash left half-done is finished or undone.</summary>
    /// <exception cref="StoreException">They cannot be opened, do not belong together, or the master key is missing or another one.</exception>
    public StoreTables(Database data, KeyRing keys, TimeProvider clock, CancellationToken cancellation)
    {
        (_data, _keys) = (data, keys);
        PeopleWithoutKeys = StoreOpening.Prepare(data, keys, cancellation);
        var secrets = new StoreSecrets(keys);
        Secrets = secrets;
        var outbox = new TableOutbox(data, secrets.Own("outbox"), clock);
        Outbox = outbox;
        var audit = new TableAuditLog(data, new AuditHead(keys, secrets.Own("audit-head")), new AuditAnchor(secrets.Own("audit-anchor")), outbox, secrets.Own("audit"), clock);
        Audit = audit;
        Gallery = new TableGallery(data, new DataKeys(keys), new KeyedHash(secrets.Own("names")), new KeyedHash(secrets.Own("requests")), audit, clock);
        Keys = new TableAccessKeys(data, clock);
        Attempts = new TableAttemptLog(data, new KeyedHash(secrets.Own("attempts")));
        Settings = new TableSettings(data);
        SingleUse = new TableSingleUse(data, new KeyedHash(secrets.Own("single-use")), clock);
    }

    public IGallery Gallery { get; }

    public IAuditLog Audit { get; }

    public IOutbox Outbox { get; }

    public IAccessKeys Keys { get; }

    public IAttemptLog Attempts { get; }

    public ISingleUse SingleUse { get; }

    public ISecrets Secrets { get; }

    public ISettings Settings { get; }

    public IReadOnlyList<Guid> PeopleWithoutKeys { get; }

    public MasterKeySource MasterKey => _keys.Source;

    /// <summary>Writes to data and keys, and refuses keys of another store.</summary>
    public async Task PingAsync(CancellationToken cancellation)
    {
        var store = await _data.WriteAsync(
            Lane.Access,
            data =>
            {
                data.Execute("UPDATE store SET id = id");
                return data.First("SELECT id FROM store", row => row.Id(0));
            },
            cancellation).ConfigureAwait(false);
        await _keys.Tables.WriteAsync(Lane.Keys, keys => keys.Execute("UPDATE store SET generation = generation"), cancellation).ConfigureAwait(false);
        if (_keys.Store != store)
            throw new StoreException($"{_keys.Tables.Name} does not belong to {_data.Name}.");
    }

    /// <summary>Wraps every key with a new master key and puts that into the place of the old one.</summary>
    /// <exception cref="ArgumentException">The key is not given where it must be, has another length, or is given where the file would not get it.</exception>
    public Task RotateMasterKeyAsync(byte[]? next, CancellationToken cancellation)
    {
        if (next is null && !_keys.Source.CanReplace)
            throw new ArgumentException($"The master key comes from {_keys.Source}: give the new one here, and put it there afterwards.", nameof(next));
        if (next is not null && next.Length != Encryption.MasterKey.Size)
            throw new ArgumentException($"A master key has {Encryption.MasterKey.Size} bytes.", nameof(next));
        return _data.WriteAsync(
            Lane.People,
            _ =>
            {
                _keys.Rotate(next ?? MasterKeySource.NewKey());
                return true;
            },
            cancellation);
    }

    public void Dispose()
    {
        _data.Dispose();
        _keys.Dispose();
    }
}

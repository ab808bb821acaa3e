using Semblance.Storage.Encryption;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// A store in two SQLite files: gallery.db holds people (sealed) and everything else; gallery.keys holds the wrapped keys that open it. Safe
/// for several threads and processes.
/// </summary>
public sealed class SqliteStore : IStore
{
    // One enrolment with ten kept photos takes less.
    private const long LeastRoom = 4 << 20;

    private readonly Database _data;
    private readonly KeyFile _keys;

    private SqliteStore(Database data, KeyFile keys, IReadOnlyList<Guid> withoutKeys, TimeProvider clock)
    {
        (_data, _keys, PeopleWithoutKeys) = (data, keys, withoutKeys);
        var secrets = new StoreSecrets(keys);
        Secrets = secrets;
        var outbox = new SqliteOutbox(data, secrets.Own("outbox"), clock);
        Outbox = outbox;
        var audit = new SqliteAuditLog(data, new AuditHead(keys, secrets.Own("audit-head")), new AuditAnchor(secrets.Own("audit-anchor")), outbox, secrets.Own("audit"), clock);
        Audit = audit;
        Gallery = new SqliteGallery(data, new DataKeys(keys), new KeyedHash(secrets.Own("names")), new KeyedHash(secrets.Own("requests")), audit, clock);
        Keys = new SqliteAccessKeys(data, clock);
        Attempts = new SqliteAttemptLog(data, new KeyedHash(secrets.Own("attempts")));
        Settings = new SqliteSettings(data);
    }

    /// <inheritdoc/>
    public IGallery Gallery { get; }

    /// <inheritdoc/>
    public IAuditLog Audit { get; }

    /// <inheritdoc/>
    public IOutbox Outbox { get; }

    /// <inheritdoc/>
    public IAccessKeys Keys { get; }

    /// <inheritdoc/>
    public IAttemptLog Attempts { get; }

    /// <inheritdoc/>
    public ISecrets Secrets { get; }

    /// <inheritdoc/>
    public ISettings Settings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Guid> PeopleWithoutKeys { get; }

    /// <summary>Where the master key comes from, in words.</summary>
    public string MasterKey => _keys.Source.ToString();

    /// <summary>Whether <see cref="RotateMasterKeyAsync"/> can make the new master key itself.</summary>
    public bool CanMakeMasterKey => _keys.Source.CanReplace;

    /// <summary>Opens a store; makes it, with its master key, where there is none. What a crash left half-done is finished or undone.</summary>
    /// <exception cref="StoreException">A file cannot be opened, is missing beside the other, or the master key is missing or another one.</exception>
    public static Task<SqliteStore> OpenAsync(StoreOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Task.Run(() => Open(options, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async Task PingAsync(CancellationToken cancellation = default)
    {
        // Written and read now: a file that is gone or may not be written shows only there.
        var store = await _data.WriteAsync(
            data =>
            {
                data.Execute("UPDATE store SET id = id");
                return data.First("SELECT id FROM store", row => row.Id(0));
            },
            cancellation).ConfigureAwait(false);
        await _keys.File.WriteAsync(keys => keys.Execute("UPDATE store SET generation = generation"), cancellation).ConfigureAwait(false);
        if (_keys.Store != store)
            throw new StoreException($"{_keys.File.File} does not belong to {_data.File}.");
        RequireRoom();
    }

    // A few bytes may fit into what SQLite has on disk already while the next enrolment does not.
    private void RequireRoom()
    {
        long free = new DriveInfo(Path.GetFullPath(Path.GetDirectoryName(_data.File)!)).AvailableFreeSpace;
        if (free < LeastRoom)
            throw new StoreException($"{_data.File}: the disk is full, or nearly so ({free} bytes are left).") { IsDiskFull = true };
    }

    /// <inheritdoc/>
    public Task BackupAsync(string file, CancellationToken cancellation = default) => DataBackup.WriteAsync(_data, file, cancellation);

    /// <summary>
    /// Wraps every key with a new master key and puts that into the place of the old one. Cut off at any point, the store opens with the one or the
    /// other. Other processes take the new key from its file by themselves; with an environment variable or credential they must be started anew.
    /// </summary>
    /// <param name="next">The new key, 32 bytes; null where the master key lies in a file: then it is made here.</param>
    /// <param name="cancellation">Gives up before anything is changed.</param>
    /// <exception cref="ArgumentException">The key is not given where it must be, has another length, or is given where the file would not get it.</exception>
    /// <exception cref="StoreException">A file cannot be written.</exception>
    public Task RotateMasterKeyAsync(byte[]? next = null, CancellationToken cancellation = default)
    {
        if (next is null && !_keys.Source.CanReplace)
            throw new ArgumentException($"The master key comes from {_keys.Source}: give the new one here, and put it there afterwards.", nameof(next));
        if (next is not null && next.Length != Encryption.MasterKey.Size)
            throw new ArgumentException($"A master key has {Encryption.MasterKey.Size} bytes.", nameof(next));
        return _data.WriteAsync(
            _ =>
            {
                _keys.Rotate(next ?? MasterKeySource.NewKey());
                return true;
            },
            cancellation);
    }

    /// <summary>Closes the files.</summary>
    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _keys.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SqliteStore Open(StoreOptions options, CancellationToken cancellation)
    {
        string dataFile = Path.Combine(options.Folder, "gallery.db"), keysFile = Path.Combine(options.Folder, "gallery.keys");
        Database? data = null, keyData = null;
        try
        {
            OwnerFiles.CreateFolder(options.Folder);
            data = new Database(dataFile, "WAL");
            keyData = new Database(keysFile, "TRUNCATE");
            var keys = new KeyFile(keyData, options.MasterKey);
            return new SqliteStore(data, keys, StoreOpening.Prepare(data, keys, cancellation), options.Clock);
        }
        catch (Exception e)
        {
            data?.Dispose();
            keyData?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new StoreException($"The store in {options.Folder} cannot be opened: {e.Message}", e);
            throw;
        }
    }
}

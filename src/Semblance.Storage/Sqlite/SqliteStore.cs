using Semblance.Storage.Tables;

namespace Semblance.Storage.Sqlite;

/// <summary>
/// A store in two SQLite files: gallery.db holds people (sealed) and everything else; gallery.keys holds the wrapped keys that open it. Safe
/// for several threads and processes.
/// </summary>
public sealed class SqliteStore : IStore
{
    // One enrolment with ten kept photos takes less.
    private const long LeastRoom = 4 << 20;

    private readonly SqliteDatabase _data;
    private readonly StoreTables _tables;

    private SqliteStore(SqliteDatabase data, StoreTables tables) => (_data, _tables) = (data, tables);

    /// <inheritdoc/>
    public IGallery Gallery => _tables.Gallery;

    /// <inheritdoc/>
    public IAuditLog Audit => _tables.Audit;

    /// <inheritdoc/>
    public IOutbox Outbox => _tables.Outbox;

    /// <inheritdoc/>
    public IAccessKeys Keys => _tables.Keys;

    /// <inheritdoc/>
    public IAttemptLog Attempts => _tables.Attempts;

    /// <inheritdoc/>
    public ISingleUse SingleUse => _tables.SingleUse;

    /// <inheritdoc/>
    public ISecrets Secrets => _tables.Secrets;

    /// <inheritdoc/>
    public ISettings Settings => _tables.Settings;

    /// <inheritdoc/>
    public IReadOnlyList<Guid> PeopleWithoutKeys => _tables.PeopleWithoutKeys;

    /// <inheritdoc/>
    public string MasterKey => _tables.MasterKey.ToString();

    /// <inheritdoc/>
    public bool CanMakeMasterKey => _tables.MasterKey.CanReplace;

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
        await _tables.PingAsync(cancellation).ConfigureAwait(false);
        RequireRoom();
    }

    // A few bytes may fit into what SQLite has on disk already while the next enrolment does not.
    private void RequireRoom()
    {
        long free = new DriveInfo(Path.GetFullPath(Path.GetDirectoryName(_data.Name)!)).AvailableFreeSpace;
        if (free < LeastRoom)
            throw new StoreException($"{_data.Name}: the disk is full, or nearly so ({free} bytes are left).") { IsDiskFull = true };
    }

    /// <inheritdoc/>
    public Task BackupAsync(string file, CancellationToken cancellation = default) => DataBackup.WriteAsync(_data, file, cancellation);

    /// <inheritdoc/>
    public Task RotateMasterKeyAsync(byte[]? replacement = null, CancellationToken cancellation = default) => _tables.RotateMasterKeyAsync(replacement, cancellation);

    /// <summary>Closes the files.</summary>
    public ValueTask DisposeAsync()
    {
        _tables.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The two files in a folder, made empty where there are none.</summary>
    internal static (SqliteDatabase Data, SqliteDatabase Keys) Files(string folder)
    {
        OwnerFiles.CreateFolder(folder);
        return (new SqliteDatabase(Path.Combine(folder, "gallery.db"), "WAL", "gallery"), new SqliteDatabase(Path.Combine(folder, "gallery.keys"), "TRUNCATE", "keys"));
    }

    private static SqliteStore Open(StoreOptions options, CancellationToken cancellation)
    {
        SqliteDatabase? data = null, keys = null;
        try
        {
            (data, keys) = Files(options.Folder);
            return new SqliteStore(data, new StoreTables(data, new KeyRing(keys, options.MasterKey), options.Clock, cancellation));
        }
        catch (Exception e)
        {
            data?.Dispose();
            keys?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new StoreException($"The store in {options.Folder} cannot be opened: {e.Message}", e);
            throw;
        }
    }
}

using Semblance.Storage.Encryption;
using Semblance.Storage.Postgres;
using Semblance.Storage.Sqlite;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Opening;

/// <summary>Where a store lies: a folder with SQLite's two files, or a PostgreSQL database. The one place that knows which is which.</summary>
public sealed class StorePlace
{
    private readonly string _folder;
    private readonly PostgresAddress? _address;

    private StorePlace(string folder, PostgresAddress? address) => (_folder, _address) = (folder, address);

    /// <summary>Whether it is a database that several machines can share.</summary>
    public bool IsShared => _address is not null;

    /// <summary>What somebody should know of the way it was named; null where all is well.</summary>
    public string? Warning => _address is { HasPassword: true }
        ? $"The address of the store holds a password, which anyone can read who lists processes or sees the settings: put it into {PostgresAddress.PasswordFileVariable} or {PostgresAddress.PasswordVariable} instead."
        : null;

    /// <summary>Reads where a store lies.</summary>
    /// <param name="text">postgres://user@host/database, or a folder; null or empty: the home folder itself.</param>
    /// <param name="home">The user's data folder, which holds the master key of a database's store.</param>
    /// <exception cref="FormatException">It begins like an address of a database and is not one.</exception>
    public static StorePlace Parse(string? text, string home)
    {
        ArgumentException.ThrowIfNullOrEmpty(home);
        if (string.IsNullOrWhiteSpace(text))
            return new StorePlace(Path.GetFullPath(home), null);
        return PostgresAddress.IsOne(text) ? new StorePlace(Path.GetFullPath(home), PostgresAddress.Parse(text)) : new StorePlace(Path.GetFullPath(text), null);
    }

    /// <summary>Opens the store; makes it, with its master key, where there is none.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public async Task<IStore> OpenAsync(CancellationToken cancellation = default) => _address is null
        ? await SqliteStore.OpenAsync(StoreOptions.InHome(_folder), cancellation).ConfigureAwait(false)
        : await PostgresStore.OpenAsync(new PostgresOptions(_address, MasterKeySource.Find(Path.Combine(_folder, "keys", "master.key"))), cancellation).ConfigureAwait(false);

    /// <summary>The place in words, without a password.</summary>
    public override string ToString() => _address?.ToString() ?? _folder;

    /// <summary>Its tables, before anybody looks at what is in them.</summary>
    internal (Database Data, Database Keys) OpenTables(CancellationToken cancellation) => _address is null ? SqliteStore.Files(_folder) : PostgresStore.Schemas(_address, cancellation);
}

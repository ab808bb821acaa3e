using Semblance.Storage.Encryption;

namespace Semblance.Storage.Sqlite;

/// <summary>Where a store lies and who can read it.</summary>
/// <param name="Folder">The folder of gallery.db and gallery.keys; made (0700) where there is none.</param>
/// <param name="MasterKey">Where the master key comes from.</param>
public sealed record StoreOptions(string Folder, MasterKeySource MasterKey)
{
    /// <summary>The clock; the system's own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The store of a user's data folder: both files in it, the master key where <see cref="MasterKeySource.Find"/> finds it, else in keys/master.key.</summary>
    public static StoreOptions InHome(string home) => new(home, MasterKeySource.Find(Path.Combine(home, "keys", "master.key")));
}

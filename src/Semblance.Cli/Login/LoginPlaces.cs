using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;

namespace Semblance.Cli.Login;

/// <summary>Where the login keeps its files. Not in a user's home and not where the service keeps its people: see decision 31.</summary>
/// <param name="Root">The root of the file system; another one for tests and images.</param>
internal sealed record LoginPlaces(string Root = "/")
{
    /// <summary>The settings.</summary>
    public string Settings => Path.Combine(Root, "etc/semblance/login.json");

    /// <summary>The gallery of those who log in (0700, root's).</summary>
    public string Store => Path.Combine(Root, "var/lib/semblance-login");

    /// <summary>Copies of PAM files as they were before they were changed.</summary>
    public string Copies => Path.Combine(Store, "pam");

    /// <summary>PAM's files.</summary>
    public string Pam => Path.Combine(Root, "etc/pam.d");

    /// <summary>Where pam-auth-update looks for profiles.</summary>
    public string Profile => Path.Combine(Root, "usr/share/pam-configs/semblance");

    /// <summary>Opens the gallery. The environment has no say in where it lies or what opens it.</summary>
    public Task<SqliteStore> OpenAsync(CancellationToken cancellation) =>
        SqliteStore.OpenAsync(new StoreOptions(Store, MasterKeySource.File(Path.Combine(Store, "keys", "master.key"))), cancellation);
}

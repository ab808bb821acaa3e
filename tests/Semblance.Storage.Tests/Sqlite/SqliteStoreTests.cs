using System.Diagnostics;
using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;
using Semblance.Storage.Tests.Contract;
using Semblance.Storage.Tests.Enrolment;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>The SQLite store does what every store does.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(
        new StoreOptions(_folder.File("home"), MasterKeySource.File(_folder.File("keys/master.key"))) { Clock = Clock });

    protected override Process StartEnroller(string packFolder, string name) => EnrollerProcess.Start(_folder.File("home"), _folder.File("keys/master.key"), packFolder, name);

    protected override void Delete() => _folder.Dispose();
}

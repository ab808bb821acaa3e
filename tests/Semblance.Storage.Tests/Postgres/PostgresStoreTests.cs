using System.Diagnostics;
using Semblance.Storage.Encryption;
using Semblance.Storage.Postgres;
using Semblance.Storage.Tests.Contract;
using Semblance.Storage.Tests.Enrolment;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Postgres;

/// <summary>The PostgreSQL store does what every store does.</summary>
public sealed class PostgresStoreTests : StoreContract
{
    private readonly TemporaryFolder _folder = new();
    private string? _database;

    protected override async Task<IStore> OpenAsync() => await PostgresStore.OpenAsync(
        new PostgresOptions(PostgresAddress.Parse(_database ??= PostgresServer.Require().CreateDatabase()), MasterKeySource.File(_folder.File("keys/master.key"))) { Clock = Clock });

    protected override Process StartEnroller(string packFolder, string name) => EnrollerProcess.Start(_database!, _folder.File("keys/master.key"), packFolder, name);

    protected override void Delete()
    {
        if (_database is not null)
            PostgresServer.Require().DropDatabase(_database);
        _folder.Dispose();
    }
}

using System.Data;
using System.Diagnostics;
using Npgsql;
using Semblance.Storage.Encryption;
using Semblance.Storage.Postgres;
using Semblance.Storage.Search;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Postgres;

/// <summary>Several nodes on one database, what an administrator of the database sees, and what happens where it goes away.</summary>
public sealed class PostgresNodesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server = PostgresServer.Require();
    private string _database = "";

    public ValueTask InitializeAsync()
    {
        _database = _server.CreateDatabase();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _server.DropDatabase(_database);
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TwoNodes_OnOneDatabase_SeeEachOtherAtOnce()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        using var index = new GalleryIndex(second.Gallery, MadePeople.Pack);
        var anna = (await first.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        Assert.Equal(1, (await index.RefreshAsync()).Count);

        await first.Gallery.RemoveAsync(anna);

        Assert.Equal(0, (await index.RefreshAsync()).Count);
        Assert.Null(await second.Gallery.FindAsync(anna));
        Assert.Empty((await second.Gallery.VerifyRemovedAsync(anna)).Remains);
    }

    [Fact]
    public async Task Removal_WhileASnapshotMaySeeTheKey_IsNotProved()
    {
        await using var store = await OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        await using (var reader = new NpgsqlConnection(PostgresAddress.Parse(_database).Parts().ConnectionString))
        {
            await reader.OpenAsync();
            await using var snapshot = await reader.BeginTransactionAsync(IsolationLevel.RepeatableRead);
            await using var look = new NpgsqlCommand("SELECT 1", reader, snapshot);
            await look.ExecuteScalarAsync();
            await store.Gallery.RemoveAsync(anna);

            Assert.Contains("old pages", Assert.Single((await store.Gallery.VerifyRemovedAsync(anna)).Remains));
        }

        Assert.Empty((await store.Gallery.VerifyRemovedAsync(anna)).Remains);
    }

    [Fact]
    public async Task Attempts_OnTwoNodes_AreCountedTogether()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        var now = DateTimeOffset.UtcNow;

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(n =>
            (n % 2 == 0 ? first : second).Attempts.ReserveAsync("anna", now, TimeSpan.FromDays(1), before => before.Failures < 5 ? TimeSpan.Zero : TimeSpan.FromSeconds(30))));

        Assert.Equal(5, all.Count(attempt => attempt.Wait == TimeSpan.Zero));
    }

    [Fact]
    public async Task Entries_OfTwoNodes_FormOneChain()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(n => (n % 2 == 0 ? first : second).Audit.AppendAsync(new AuditEvent("face.verified", $"{n}"))));

        Assert.Equal(new AuditVerification(100, null), await first.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Keys_OfPeople_AreInNoDumpOfTheData()
    {
        await using (var store = await OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("Zaphod"));

        string data = _server.Dump(_database, "semblance", "--schema=semblance");

        Assert.Contains("COPY semblance.people", data);
        Assert.DoesNotContain("data_keys", data);
        Assert.DoesNotContain("Zaphod", data);
        Assert.Contains("permission denied", Assert.Throws<InvalidOperationException>(() => _server.Dump(_database, "semblance", "--schema=semblance_keys")).Message);
        Assert.Equal("semblance_keys", _server.Execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'semblance_keys'", PostgresServer.NameOf(_database)));
    }

    [Fact]
    public async Task Node_WithAnotherMasterKey_IsRefused()
    {
        await using var first = await OpenAsync();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => OpenAsync("other.key"));

        Assert.Contains("master key is missing", refusal.Message);
        Assert.False(File.Exists(_folder.File("other.key")));
    }

    [Fact]
    public async Task Database_ThatIsNotThere_IsRefusedInWords()
    {
        string nowhere = $"postgres://anna@127.0.0.1:1/gallery";
        var watch = Stopwatch.StartNew();

        var refusal = await Assert.ThrowsAsync<StoreException>(() => PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(nowhere), MasterKeySource.File(_folder.File("m.key")))));

        Assert.True(refusal.IsUnavailable);
        Assert.Contains("cannot be reached", refusal.Message);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed}.");
        Assert.False(File.Exists(_folder.File("m.key")));
    }

    [Fact]
    public async Task Lane_HeldElsewhere_IsWaitedForUntilTheCallerGivesUp()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        using var held = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        var holding = first.Gallery.ExclusiveAsync(_ =>
        {
            held.Release();
            return release.Wait(TimeSpan.FromSeconds(60));
        });
        await held.WaitAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Gallery.AddAsync(MadePeople.Person("anna"), cancellation: patience.Token));
        // What has lanes of its own goes on meanwhile.
        await second.Settings.SetAsync("fmr", "0.001");
        Assert.Equal(0, await second.Gallery.CountAsync());
        release.Release();
        Assert.True(await holding);
        await second.Gallery.AddAsync(MadePeople.Person("anna"));
    }

    private Task<PostgresStore> OpenAsync(string key = "master.key") => PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(_database), MasterKeySource.File(_folder.File(key))));
}

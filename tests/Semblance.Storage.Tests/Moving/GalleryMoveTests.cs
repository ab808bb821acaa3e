using Semblance.Storage.Moving;
using Semblance.Storage.Opening;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Moving;

/// <summary>A whole store from SQLite to PostgreSQL and back.</summary>
public sealed class GalleryMoveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PostgresServer _server = PostgresServer.Require();
    private readonly string _database;

    public GalleryMoveTests() => _database = _server.CreateDatabase();

    public void Dispose()
    {
        _server.DropDatabase(_database);
        _folder.Dispose();
    }

    [Fact]
    public async Task Store_MovedThereAndBack_HoldsEverythingAndTheSourceOpensNoMore()
    {
        var folder = StorePlace.Parse(null, Home);
        var database = StorePlace.Parse(_database, Home);
        var (anna, content, key) = await FillAsync(folder);

        var report = await GalleryMove.RunAsync(folder, database);

        Assert.Equal((2, 2, 4), (report.People, report.Rows["keys.data_keys"] - 1, report.Rows["faces"]));
        Assert.Contains("was moved to", (await Assert.ThrowsAsync<StoreException>(() => folder.OpenAsync())).Message);
        await using (var store = await database.OpenAsync())
        {
            await CheckAsync(store, anna, content, key);
            // Numbers go on behind those that came.
            await store.Gallery.AddAsync(MadePeople.Person("carl", 7));
            await store.Audit.AppendAsync(new AuditEvent("face.verified", "after"));
            Assert.Equal(new AuditVerification(3, null), await store.Audit.VerifyAsync());
        }

        var elsewhere = StorePlace.Parse(null, _folder.File("back"));
        Directory.CreateDirectory(_folder.File("back/keys"));
        File.Copy(Path.Combine(Home, "keys", "master.key"), _folder.File("back/keys/master.key"));
        await GalleryMove.RunAsync(database, elsewhere);

        await using var again = await elsewhere.OpenAsync();
        await CheckAsync(again, anna, content, key);
        Assert.NotNull(await again.Gallery.FindAsync(PersonName.Parse("carl")));
        await again.Gallery.AddAsync(MadePeople.Person("dora", 8));
        Assert.Equal(new AuditVerification(3, null), await again.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Move_BrokenOff_OpensForNobodyAndGoesOnWhenItIsRunAgain()
    {
        var folder = StorePlace.Parse(null, Home);
        var database = StorePlace.Parse(_database, Home);
        var (anna, content, key) = await FillAsync(folder);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GalleryMove.RunAsync(folder, database, new StopAt("faces", stop), stop.Token));

        Assert.Contains("not finished", (await Assert.ThrowsAsync<StoreException>(() => database.OpenAsync())).Message);
        await (await folder.OpenAsync()).DisposeAsync();
        await GalleryMove.RunAsync(folder, database);
        await using var store = await database.OpenAsync();
        await CheckAsync(store, anna, content, key);
    }

    [Fact]
    public async Task Move_IntoAPlaceWithAGallery_IsRefused()
    {
        var folder = StorePlace.Parse(null, Home);
        var database = StorePlace.Parse(_database, Home);
        await FillAsync(folder);
        await using (var other = await StorePlace.Parse(_database, _folder.File("other")).OpenAsync())
            await other.Gallery.AddAsync(MadePeople.Person("zoe"));

        Assert.Contains("holds a gallery already", (await Assert.ThrowsAsync<StoreException>(() => GalleryMove.RunAsync(folder, database))).Message);
        await (await folder.OpenAsync()).DisposeAsync();
    }

    [Fact]
    public async Task Move_WithARowThatIsNotTheSame_IsRefusedAndTheSourceStays()
    {
        var folder = StorePlace.Parse(null, Home);
        var database = StorePlace.Parse(_database, Home);
        await FillAsync(folder);
        var spoiler = new Spoiler(() => _server.Execute("UPDATE semblance.people SET name = name || '\\x00' WHERE number = 1", PostgresServer.NameOf(_database)));

        Assert.Contains("is not what", (await Assert.ThrowsAsync<StoreException>(() => GalleryMove.RunAsync(folder, database, spoiler))).Message);
        await (await folder.OpenAsync()).DisposeAsync();
    }

    private string Home => _folder.File("home");

    private static async Task<(Guid Anna, NewPerson Content, string Key)> FillAsync(StorePlace place)
    {
        await using var store = await place.OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"), MadePeople.Request("one"))).Value.Id;
        await store.Gallery.AddAsync(MadePeople.Person("bob", 2));
        var gone = (await store.Gallery.AddAsync(MadePeople.Person("gone", 3))).Value.Id;
        await store.Gallery.RemoveAsync(gone);
        var (text, _) = await store.Keys.CreateAsync(new NewAccessKey("kiosk", Role.Verify, Fmr: 0.001));
        await store.Audit.AppendWithMessageAsync(new AuditEvent("face.verified", "kiosk", anna, "Match"), new OutgoingMessage(Guid.NewGuid(), "door", [1, 2]));
        await store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk"));
        await store.Settings.SetAsync("decision.fmr", "0.001");
        await store.Attempts.ReserveAsync("anna", DateTimeOffset.UtcNow, TimeSpan.FromDays(1), _ => TimeSpan.Zero);
        await store.SingleUse.TryUseAsync("token", DateTimeOffset.UtcNow.AddDays(1));
        return (anna, (await store.Gallery.ContentAsync(anna))!, text);
    }

    private static async Task CheckAsync(IStore store, Guid anna, NewPerson content, string key)
    {
        Assert.Equivalent(content, await store.Gallery.ContentAsync(anna), strict: true);
        Assert.Equal("bob", (await store.Gallery.FindAsync(PersonName.Parse("BOB")))?.Name.Value);
        Assert.Equal("kiosk", (await store.Keys.FindAsync(key))?.Name);
        Assert.Equal("0.001", await store.Settings.GetAsync("decision.fmr"));
        Assert.Equal(1, (await store.Attempts.ReadAsync("anna")).Failures);
        Assert.False(await store.SingleUse.TryUseAsync("token", DateTimeOffset.UtcNow.AddDays(1)));
        Assert.Equal(1, (await store.Outbox.StateAsync("door")).Waiting);
        Assert.True((await store.Audit.VerifyAsync()).IsIntact);
        Assert.Empty(store.PeopleWithoutKeys);
    }

    private sealed class StopAt(string table, CancellationTokenSource stop) : IProgress<MoveProgress>
    {
        public void Report(MoveProgress value)
        {
            if (value.Table == table)
                stop.Cancel();
        }
    }

    // Changes a row between the copy and the comparison.
    private sealed class Spoiler(Action spoil) : IProgress<MoveProgress>
    {
        private bool _isDone;

        public void Report(MoveProgress value)
        {
            if (_isDone || value is not { Table: "store", IsCompared: true })
                return;
            _isDone = true;
            spoil();
        }
    }
}

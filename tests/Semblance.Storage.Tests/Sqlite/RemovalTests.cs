using Microsoft.Data.Sqlite;
using Semblance.Storage.Sqlite;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>A removed person is noise: in the files, and in every older copy of the data.</summary>
public class RemovalTests
{
    [Fact]
    public async Task OldBackup_WithTheCurrentKeyFile_HoldsNothingOfARemovedPerson()
    {
        using var files = new TestStore();
        Guid anna, bob;
        await using (var store = await files.OpenAsync())
        {
            anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
            bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;
            await store.BackupAsync(files.File("backup.db"));
            await store.Gallery.RemoveAsync(anna);
        }
        // The rows are in the backup, and the key that opens them is nowhere.
        Assert.Equal(2, TestStore.Query<long>(files.File("backup.db"), "SELECT count(*) FROM people")[0]);
        Restore(files, "backup.db");

        await using var restored = await files.OpenAsync();

        Assert.Null(await restored.Gallery.FindAsync(anna));
        Assert.Null(await restored.Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Null(await restored.Gallery.TemplateAsync(anna, MadePeople.Pack));
        Assert.True((await restored.Gallery.VerifyRemovedAsync(anna)).IsRemoved);
        Assert.Equal("bob", (await restored.Gallery.FindAsync(bob))!.Name.Value);
        Assert.Equal(1, await restored.Gallery.CountAsync());
        Assert.Equal([anna], (await restored.Gallery.ChangesAsync(2)).Removed);
    }

    [Fact]
    public async Task OldBackup_OpenedByAStoreThatIsRunning_StillGivesNothing()
    {
        // What a reader meets before opening clears away: rows whose key is destroyed.
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        TestStore.Execute(files.Keys, "UPDATE data_keys SET state = 'd', wrapped = zeroblob(length(wrapped))");

        Assert.Null(await store.Gallery.FindAsync(anna));
        Assert.Null(await store.Gallery.ContentAsync(anna));
        Assert.Null(await store.Gallery.TemplateAsync(anna, MadePeople.Pack));
        Assert.Empty(await store.Gallery.TemplatesAsync(MadePeople.Pack).ToListAsync());
        Assert.Empty((await store.Gallery.ListAsync(new PersonQuery())).People);
        Assert.False((await store.Gallery.VerifyRemovedAsync(anna)).IsRemoved);
        await Assert.ThrowsAsync<PersonNotFoundException>(() => store.Gallery.AddFacesAsync(anna, [MadePeople.Face(1)]));
    }

    [Fact]
    public async Task NewerBackup_AfterAnOlderOneWasTried_StillOpens()
    {
        using var files = new TestStore();
        var added = new List<Guid>();
        await using (var store = await files.OpenAsync())
        {
            await store.BackupAsync(files.File("old.db"));
            for (int n = 0; n < 5; n++)
                added.Add((await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n))).Value.Id);
            await store.Gallery.AddAsync(MadePeople.Person("last"));
            await store.BackupAsync(files.File("new.db"));
        }
        Restore(files, "old.db");
        await using (var old = await files.OpenAsync())
            Assert.Equal(0, await old.Gallery.CountAsync());
        Restore(files, "new.db");

        await using var restored = await files.OpenAsync();

        foreach (var id in added)
            Assert.NotNull(await restored.Gallery.FindAsync(id));
    }

    [Fact]
    public async Task Files_AfterRemovals_HoldNeitherKeysNorCiphertextOfTheRemoved()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var people = new List<Guid>();
        for (int n = 0; n < 300; n++)
            people.Add((await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n, faces: 2))).Value.Id);
        new Random(1).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(people));
        var removed = people.Take(120).ToList();
        var kept = people[^1];
        var traces = removed.ToDictionary(id => id, id => Traces(files, id));
        // The control: what is looked for can be found.
        Assert.All(traces.Values, own => Assert.Equal(8, own.Count));
        Assert.Equal(Traces(files, kept).Count, Found(files, Traces(files, kept)));

        foreach (var id in removed)
            await store.Gallery.RemoveAsync(id);

        Assert.Equal(0, Found(files, [.. traces.Values.SelectMany(own => own)]));
        Assert.Equal(8, Found(files, Traces(files, kept)));
        Assert.True((await store.Gallery.VerifyRemovedAsync(removed[0])).IsRemoved);
    }

    [Fact]
    public async Task Proof_WhileSomethingIsLeft_SaysWhat()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;

        var enrolled = await store.Gallery.VerifyRemovedAsync(anna);

        Assert.False(enrolled.IsRemoved);
        Assert.Equal(5, enrolled.Remains.Count);
    }

    [Fact]
    public async Task Proof_WhileSomebodyReadsOldPages_SaysSoAndHoldsAfterwards()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        using (var reader = new SqliteConnection($"Data Source={files.Data};Pooling=False"))
        {
            reader.Open();
            var session = new SqliteSession(reader);
            session.Execute("BEGIN");
            Assert.Equal(1, session.Number("SELECT count(*) FROM people"));

            await store.Gallery.RemoveAsync(anna);

            Assert.Contains("write-ahead log", (await store.Gallery.VerifyRemovedAsync(anna)).Remains.Single());
        }
        Assert.True((await store.Gallery.VerifyRemovedAsync(anna)).IsRemoved);
    }

    private static void Restore(TestStore files, string backup)
    {
        File.Copy(files.File(backup), files.Data, overwrite: true);
        File.Delete(files.Data + "-wal");
        File.Delete(files.Data + "-shm");
    }

    // The wrapped key, name and consent, and of both faces details' and photo's and embedding's ciphertext: each 24 bytes from its middle.
    private static List<byte[]> Traces(TestStore files, Guid id)
    {
        string hex = Convert.ToHexString(id.Bytes());
        string faces = $"SELECT number FROM faces WHERE person = (SELECT number FROM people WHERE id = x'{hex}')";
        return
        [
            .. TestStore.Query<byte[]>(files.Keys, $"SELECT substr(wrapped, 20, 24) FROM data_keys WHERE person = x'{hex}'"),
            .. TestStore.Query<byte[]>(files.Data, $"SELECT substr(name, 1, 24) FROM people WHERE id = x'{hex}'"),
            .. TestStore.Query<byte[]>(files.Data, $"SELECT substr(embedding, 500, 24) FROM faces WHERE number IN ({faces})"),
            .. TestStore.Query<byte[]>(files.Data, $"SELECT substr(details, 20, 24) FROM faces WHERE number IN ({faces})"),
            .. TestStore.Query<byte[]>(files.Data, $"SELECT substr(photo, 1000, 24) FROM photos WHERE face IN ({faces})"),
        ];
    }

    private static int Found(TestStore files, List<byte[]> traces)
    {
        var contents = Directory.EnumerateFiles(files.Home).Select(File.ReadAllBytes).ToList();
        return traces.Count(trace => contents.Any(content => content.AsSpan().IndexOf(trace) >= 0));
    }
}

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>Processes that work on a store are killed (SIGKILL) at random moments, several times over on one store.</summary>
public class CrashTests
{
    [Fact]
    public async Task Enrolments_KilledAtAnyMoment_LoseNothingAcknowledgedAndLeaveNothingHalf()
    {
        using var files = new TestStore();
        var random = new Random(4);
        var acknowledged = new Dictionary<Guid, string>();
        long lastEntry = 0;
        for (int round = 0; round < 5; round++)
        {
            using var process = WriterProcess.Start(files.Home, $"round {round} person", 1000);
            int stopAfter = random.Next(1, 120);
            for (int line = 0; line < stopAfter; line++)
            {
                string[] parts = (await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync())).Split(' ');
                acknowledged.Add(Guid.Parse(parts[0]), $"round {round} person {parts[1]}");
                lastEntry = long.Parse(parts[2]);
            }
            await Task.Delay(random.Next(0, 12));
            process.Kill();
            foreach (string line in (await process.StandardOutput.ReadToEndAsync()).Split('\n')[..^1])
            {
                string[] parts = line.Split(' ');
                acknowledged.Add(Guid.Parse(parts[0]), $"round {round} person {parts[1]}");
                lastEntry = long.Parse(parts[2]);
            }
            await process.WaitForExitAsync();
            Assert.NotEqual(0, process.ExitCode);

            await CheckAsync(files, acknowledged, lastEntry, round + 1);
        }
        Assert.True(acknowledged.Count > 20, "The processes were killed before they enrolled anybody.");
    }

    [Fact]
    public async Task RemovalsAndRotations_KilledAtAnyMoment_LeaveEverybodyWholeOrGone()
    {
        using var files = new TestStore();
        var random = new Random(5);
        var states = new Dictionary<Guid, string>();
        for (int round = 0; round < 10; round++)
        {
            using var process = WriterProcess.Start(files.Home, $"round {round} person", 0);
            for (int line = random.Next(1, 40); line > 0; line--)
                Note(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync()));
            await Task.Delay(random.Next(0, 12));
            process.Kill();
            foreach (string line in (await process.StandardOutput.ReadToEndAsync()).Split('\n')[..^1])
                Note(line);
            await process.WaitForExitAsync();

            await using var store = await files.OpenAsync();
            foreach (var (id, state) in states)
            {
                bool isEnrolled = await store.Gallery.FindAsync(id) is not null;
                Assert.True(state == "removing" || isEnrolled == (state == "added"), $"{id} was {state} and is {(isEnrolled ? "enrolled" : "gone")}.");
                Assert.Equal(isEnrolled, await store.Gallery.ContentAsync(id) is not null);
                Assert.NotEqual(isEnrolled, (await store.Gallery.VerifyRemovedAsync(id)).IsRemoved);
            }
            Assert.False(File.Exists(files.Master + ".new"));
        }
        Assert.Contains("removed", states.Values);

        void Note(string line) => states[Guid.Parse(line.Split(' ')[0])] = line.Split(' ')[1];
    }

    [Fact]
    public async Task Enrolment_CutOffAfterItsKey_LeavesNoKey()
    {
        using var files = new TestStore();
        await (await files.OpenAsync()).DisposeAsync();
        TestStore.Execute(files.Keys, "INSERT INTO data_keys (person, state, wrapped) VALUES (randomblob(16), 'p', randomblob(61))");

        await using var store = await files.OpenAsync();

        Assert.Equal(["d"], TestStore.Query<string>(files.Keys, "SELECT state FROM data_keys"));
        Assert.Equal([new byte[61]], TestStore.Query<byte[]>(files.Keys, "SELECT wrapped FROM data_keys"));
    }

    [Fact]
    public async Task Removal_CutOffAfterItsKey_IsFinishedAtOpening()
    {
        using var files = new TestStore();
        Guid anna;
        await using (var store = await files.OpenAsync())
        {
            anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
            await store.Gallery.AddAsync(MadePeople.Person("bob", 2));
        }
        TestStore.Execute(files.Keys, "UPDATE data_keys SET state = 'd', wrapped = zeroblob(61) WHERE number = 1");

        await using var opened = await files.OpenAsync();

        Assert.True((await opened.Gallery.VerifyRemovedAsync(anna)).IsRemoved);
        Assert.Equal([2L], TestStore.Query<long>(files.Data, "SELECT count(*) FROM faces"));
        Assert.Equal(1, await opened.Gallery.CountAsync());
        await opened.Gallery.AddAsync(MadePeople.Person("anna"));
    }

    [Fact]
    public async Task Merge_CutOffBeforeItIsOnDisk_LeavesBoth()
    {
        using var files = new TestStore();
        Guid anna, bob;
        await using (var store = await files.OpenAsync())
        {
            anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
            bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;
            await Assert.ThrowsAsync<InvalidOperationException>(() => store.Gallery.ExclusiveAsync<bool>(gallery =>
            {
                gallery.Merge(anna, bob);
                throw new InvalidOperationException("cut off");
            }));
        }

        await using var opened = await files.OpenAsync();

        Assert.Equal(2, (await opened.Gallery.ContentAsync(anna))!.Faces.Count);
        Assert.Equal(2, (await opened.Gallery.ContentAsync(bob))!.Faces.Count);
        await opened.Gallery.AddAsync(MadePeople.Person("carl", 3));
        Assert.NotNull(await opened.Gallery.TemplateAsync(bob, MadePeople.Pack));
    }

    [Fact]
    public async Task Merge_CutOffBeforeTheKeyIsDestroyed_DestroysItAtOpening()
    {
        using var files = new TestStore();
        Guid bob;
        await using (var store = await files.OpenAsync())
        {
            var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
            bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;
            byte[] key = TestStore.Query<byte[]>(files.Keys, "SELECT wrapped FROM data_keys WHERE number = 2")[0];
            await store.Gallery.ExclusiveAsync(gallery => gallery.Merge(anna, bob));
            // As it was in that moment.
            TestStore.Execute(files.Keys, $"UPDATE data_keys SET state = 'p', wrapped = x'{Convert.ToHexString(key)}' WHERE number = 2");
            Assert.False((await store.Gallery.VerifyRemovedAsync(bob)).IsRemoved);
        }

        await using var opened = await files.OpenAsync();

        Assert.True((await opened.Gallery.VerifyRemovedAsync(bob)).IsRemoved);
        Assert.Equal(4, (await opened.Gallery.ListAsync(new PersonQuery())).People.Single().Faces.Count);
    }

    private static async Task CheckAsync(TestStore files, Dictionary<Guid, string> acknowledged, long lastEntry, int kills)
    {
        await using var store = await files.OpenAsync();
        foreach (var (id, name) in acknowledged)
            Assert.Equal(name, (await store.Gallery.FindAsync(id))?.Name.Value);

        // Of each kill at most one person more, who is whole.
        int count = await store.Gallery.CountAsync();
        Assert.InRange(count, acknowledged.Count, acknowledged.Count + kills);
        int whole = 0;
        await foreach (var (_, template) in store.Gallery.TemplatesAsync(MadePeople.Pack))
        {
            Assert.Equal(3, template.Embeddings.Count);
            whole++;
        }
        Assert.Equal(count, whole);
        var page = await store.Gallery.ListAsync(new PersonQuery(Limit: 200));
        Assert.Equal(count, page.Total);
        Assert.All(page.People, person => Assert.All(person.Faces, face => Assert.True(face.HasPhoto)));

        // No key without a person, and no photo or change without one.
        Assert.Equal(count, TestStore.Query<long>(files.Keys, "SELECT count(*) FROM data_keys WHERE state <> 'd'")[0]);
        Assert.Equal(3 * count, TestStore.Query<long>(files.Data, "SELECT count(*) FROM photos")[0]);

        var audit = await store.Audit.VerifyAsync();
        Assert.Null(audit.Problem);
        Assert.InRange(audit.Entries, lastEntry, lastEntry + 1);
    }
}

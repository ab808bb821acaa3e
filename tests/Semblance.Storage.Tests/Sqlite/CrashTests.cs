namespace Semblance.Storage.Tests.Sqlite;

/// <summary>A process that enrols a thousand people is killed (SIGKILL) at a random moment, several times over on one store.</summary>
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

using System.Collections.Concurrent;
using Semblance.Storage.Encryption;
using Semblance.Storage.Postgres;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Postgres;

/// <summary>The server is killed while people are enrolled: what was acknowledged is there, nothing is doubled, and the open store goes on by itself once the server is back.</summary>
[Collection(nameof(PostgresCrashTests)), CollectionDefinition(nameof(PostgresCrashTests), DisableParallelization = true)]
public sealed class PostgresCrashTests
{
    [Fact]
    public async Task Server_KilledWhilePeopleAreEnrolled_LosesAndDoublesNothing()
    {
        var server = PostgresServer.Require();
        using var folder = new TemporaryFolder();
        string database = server.CreateDatabase();
        await using var store = await PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(database), MasterKeySource.File(folder.File("master.key"))));
        var acknowledged = new ConcurrentDictionary<string, Guid>();
        var refused = new ConcurrentBag<StoreException>();
        using var enough = new SemaphoreSlim(0);
        var enrolling = Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (int n = 0; n < 50; n++)
            {
                string name = $"person {worker} {n}";
                try
                {
                    acknowledged[name] = (await store.Gallery.AddAsync(MadePeople.Person(name, n, faces: 1))).Value.Id;
                    if (acknowledged.Count == 30)
                        enough.Release();
                }
                catch (StoreException e)
                {
                    refused.Add(e);
                    await Task.Delay(100);
                }
            }
        })).ToList();

        Assert.True(await enough.WaitAsync(TimeSpan.FromMinutes(2)), "Too few were enrolled.");
        server.Kill();
        server.Restart();
        await Task.WhenAll(enrolling);

        Assert.NotEmpty(refused);
        Assert.All(refused, refusal => Assert.True(refusal.IsUnavailable, refusal.ToString()));
        foreach (var (name, id) in acknowledged)
            Assert.Equal(id, (await store.Gallery.FindAsync(PersonName.Parse(name)))?.Id);
        // One more for each commit whose answer was cut off, and no name twice.
        Assert.InRange(await store.Gallery.CountAsync(), acknowledged.Count, acknowledged.Count + refused.Count);
        await using var again = await PostgresStore.OpenAsync(new PostgresOptions(PostgresAddress.Parse(database), MasterKeySource.File(folder.File("master.key"))));
        Assert.Empty(again.PeopleWithoutKeys);
        Assert.True((await again.Audit.VerifyAsync()).IsIntact);
        server.DropDatabase(database);
    }
}

using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>What happens on a disk that is full: a clear no, nothing half, and nothing lost that was acknowledged.</summary>
public class FullDiskTests
{
    [Fact]
    public async Task Enrolments_UntilTheDiskIsFull_AreWholeOrRefused()
    {
        using var disk = new SmallDisk(megabytes: 2);
        using var elsewhere = new TemporaryFolder();
        var options = new StoreOptions(disk.Path, MasterKeySource.File(elsewhere.File("master.key")));
        var acknowledged = new List<Guid>();
        StoreException? refused = null;
        await using (var store = await SqliteStore.OpenAsync(options))
        {
            for (int n = 0; refused is null && n < 10_000; n++)
            {
                try
                {
                    acknowledged.Add((await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n, faces: 3))).Value.Id);
                }
                catch (StoreException e)
                {
                    refused = e;
                }
            }
            Assert.True(refused is { IsDiskFull: true }, refused?.Message ?? "The disk did not fill.");
            Assert.Contains("the disk is full", refused!.Message);
            Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.PingAsync())).IsDiskFull);
            await CheckAsync(store, acknowledged);
        }
        Assert.True(acknowledged.Count > 10);
    }

    [Fact]
    public async Task Disk_WithRoomAgain_IsWrittenAgain()
    {
        using var disk = new SmallDisk(megabytes: 8);
        using var elsewhere = new TemporaryFolder();
        await using var store = await SqliteStore.OpenAsync(new StoreOptions(disk.Path, MasterKeySource.File(elsewhere.File("master.key"))));
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        await store.PingAsync();

        disk.Fill();
        Assert.True((await Assert.ThrowsAsync<StoreException>(() => store.PingAsync())).IsDiskFull);
        await Assert.ThrowsAsync<StoreException>(() => store.Gallery.AddAsync(MadePeople.Person("bob", 2, faces: 50)));
        Assert.NotNull(await store.Gallery.FindAsync(anna));

        disk.Free();
        await store.PingAsync();
        await store.Gallery.AddAsync(MadePeople.Person("bob", 2, faces: 50));
        await CheckAsync(store, [anna]);
    }

    private static async Task CheckAsync(SqliteStore store, List<Guid> acknowledged)
    {
        foreach (var id in acknowledged)
            Assert.NotNull(await store.Gallery.ContentAsync(id));
        Assert.Null((await store.Audit.VerifyAsync()).Problem);
    }
}

using Semblance.Storage.Tests.Sqlite;

namespace Semblance.Storage.Tests.Encryption;

public class RotationTests
{
    [Fact]
    public async Task Rotation_OfAFullStore_LeavesEverythingReadableAndTheOldKeyUseless()
    {
        using var files = new TestStore();
        byte[] old;
        byte[] secret;
        await using (var store = await files.OpenAsync())
        {
            for (int n = 0; n < 10; n++)
                await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n));
            await store.Audit.AppendAsync(new AuditEvent("key.rotated", "test"));
            secret = await store.Secrets.GetAsync("signing", () => [1, 2, 3]);
            old = File.ReadAllBytes(files.Master);
            var wrapped = TestStore.Query<byte[]>(files.Keys, "SELECT wrapped FROM data_keys UNION ALL SELECT wrapped FROM secrets");

            await store.RotateMasterKeyAsync();

            Assert.NotEqual(old, File.ReadAllBytes(files.Master));
            byte[] keys = File.ReadAllBytes(files.Keys);
            Assert.All(wrapped, value => Assert.Equal(-1, keys.AsSpan().IndexOf(value)));
            Assert.NotNull(await store.Gallery.FindAsync(PersonName.Parse("person 3")));
        }
        await using (var opened = await files.OpenAsync())
        {
            Assert.Equal(10, await opened.Gallery.TemplatesAsync(MadePeople.Pack).CountAsync());
            Assert.Equal(secret, await opened.Secrets.GetAsync("signing", () => [9]));
            Assert.True((await opened.Audit.VerifyAsync()).IsIntact);
        }
        File.WriteAllBytes(files.Master, old);
        await Assert.ThrowsAsync<StoreException>(files.OpenAsync);
    }

    [Fact]
    public async Task Rotation_CutOffBeforeAnythingWasWrapped_LeavesTheOldKey()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        byte[] old = File.ReadAllBytes(files.Master);
        OwnerFiles.WriteNew(files.Master + ".new", Semblance.Storage.Encryption.MasterKeySource.NewKey());

        await using var opened = await files.OpenAsync();

        Assert.NotNull(await opened.Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Equal(old, File.ReadAllBytes(files.Master));
        Assert.False(File.Exists(files.Master + ".new"));
    }

    [Fact]
    public async Task Rotation_CutOffAfterEverythingWasWrapped_IsFinishedAtOpening()
    {
        using var files = new TestStore();
        byte[] old;
        await using (var store = await files.OpenAsync())
        {
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
            old = File.ReadAllBytes(files.Master);
            await store.RotateMasterKeyAsync();
        }
        byte[] next = File.ReadAllBytes(files.Master);
        // As if the renaming had not happened any more.
        File.Delete(files.Master);
        OwnerFiles.WriteNew(files.Master + ".new", next);
        OwnerFiles.WriteNew(files.Master, old);

        await using var opened = await files.OpenAsync();

        Assert.NotNull(await opened.Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Equal(next, File.ReadAllBytes(files.Master));
        Assert.False(File.Exists(files.Master + ".new"));
    }
}

using Semblance.Storage.Sqlite;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>Files that are gone, exchanged or older than each other: noticed before the next answer, and nobody pays who is not concerned.</summary>
public class LostFileTests
{
    [Theory]
    [InlineData("gallery.db")]
    [InlineData("gallery.keys")]
    public async Task File_DeletedWhileItIsOpen_IsNoticedBeforeTheNextAnswer(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody delete an open file.");
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna"));
        await store.PingAsync();

        File.Delete(Path.Combine(files.Home, name));

        await Assert.ThrowsAsync<StoreException>(() => store.PingAsync());
        await Assert.ThrowsAsync<StoreException>(() => store.Gallery.AddAsync(MadePeople.Person("bob", 2)));
        await Assert.ThrowsAsync<StoreException>(() => store.Gallery.FindAsync(PersonName.Parse("anna")));
    }

    [Fact]
    public async Task Home_MovedAwayAndBack_IsNoticedAndThenGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows lets nobody move open files.");
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna"));
        string away = files.File("away");

        Directory.Move(files.Home, away);
        await Assert.ThrowsAsync<StoreException>(() => store.PingAsync());
        Directory.Move(away, files.Home);

        await store.PingAsync();
        Assert.NotNull(await store.Gallery.FindAsync(PersonName.Parse("anna")));
    }

    [Fact]
    public async Task KeyFile_OlderByOnePerson_OpensWithoutThemAndSaysWho()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        File.Copy(files.Keys, files.File("older.keys"));
        Guid bob;
        await using (var store = await files.OpenAsync())
            bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;
        File.Copy(files.File("older.keys"), files.Keys, overwrite: true);

        await using var opened = await files.OpenAsync();

        Assert.Equal([bob], opened.PeopleWithoutKeys);
        Assert.NotNull(await opened.Gallery.FindAsync(PersonName.Parse("anna")));
        Assert.Null(await opened.Gallery.FindAsync(bob));
        Assert.Single(await opened.Gallery.TemplatesAsync(MadePeople.Pack).ToListAsync());
        await opened.Gallery.RemoveAsync(bob);
        await opened.Gallery.AddAsync(MadePeople.Person("bob", 3));
    }
}

using System.Runtime.Versioning;
using Semblance.Storage.Encryption;
using Semblance.Storage.Sqlite;
using Semblance.Storage.Tests.Sqlite;

namespace Semblance.Storage.Tests.Encryption;

public class MasterKeyTests
{
    private static int s_variables;

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_OfANewStore_AreForTheirOwnerAlone()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna"));
        await store.BackupAsync(files.File("backup.db"));

        foreach (string file in (string[])[.. Directory.GetFiles(files.Home, "*", SearchOption.AllDirectories), files.File("backup.db")])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        foreach (string folder in (string[])[files.Home, Path.GetDirectoryName(files.Master)!])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task KeyFile_ThatOthersCanRead_IsRefused()
    {
        using var files = new TestStore();
        await (await files.OpenAsync()).DisposeAsync();
        File.SetUnixFileMode(files.Master, UnixFileMode.UserRead | UnixFileMode.GroupRead);

        var refused = await Assert.ThrowsAsync<StoreException>(files.OpenAsync);

        Assert.Contains("chmod 600", refused.Message);
    }

    [Fact]
    public async Task Store_WithAnotherMasterKey_IsRefused()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        byte[] right = File.ReadAllBytes(files.Master);

        Write(files.Master, MasterKeySource.NewKey());
        Assert.Contains("is not the one", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);
        Write(files.Master, "too short"u8);
        Assert.Contains("32 bytes", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);
        File.Delete(files.Master);
        Assert.Contains("is missing", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);
        Assert.False(File.Exists(files.Master));

        Write(files.Master, right);
        await using var opened = await files.OpenAsync();
        Assert.Equal(1, await opened.Gallery.CountAsync());
    }

    [Fact]
    public async Task Store_WithoutOneOfItsFiles_IsRefused()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        File.Move(files.Keys, files.File("aside"));
        Assert.Contains("gallery.keys is missing", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);

        File.Move(files.File("aside"), files.Keys, overwrite: true);
        File.Move(files.Data, files.File("aside"));
        Assert.Contains("gallery.db is missing", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);

        using var others = new TestStore();
        await (await others.OpenAsync()).DisposeAsync();
        File.Copy(others.Data, files.Data, overwrite: true);
        Assert.Contains("different stores", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);

        File.Move(files.File("aside"), files.Data, overwrite: true);
        await using var opened = await files.OpenAsync();
        Assert.Equal(1, await opened.Gallery.CountAsync());
    }

    [Fact]
    public async Task KeyFile_OlderThanTheData_IsRefusedRatherThanTakenForRemovals()
    {
        using var files = new TestStore();
        await (await files.OpenAsync()).DisposeAsync();
        File.Copy(files.Keys, files.File("old.keys"));
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        File.Move(files.Keys, files.File("current.keys"));
        File.Copy(files.File("old.keys"), files.Keys);

        Assert.Contains("1 of 1", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);

        File.Move(files.File("current.keys"), files.Keys, overwrite: true);
        await using var opened = await files.OpenAsync();
        Assert.Equal(1, await opened.Gallery.CountAsync());
    }

    [Fact]
    public async Task Variable_WithTheKeyInBase64_OpensTheStore()
    {
        using var files = new TestStore();
        string variable = NewVariable();
        var options = new StoreOptions(files.Home, MasterKeySource.Environment(variable));
        Assert.Contains(variable, (await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(options))).Message);
        byte[] key = MasterKeySource.NewKey();
        Environment.SetEnvironmentVariable(variable, Convert.ToBase64String(key));
        await using (var store = await SqliteStore.OpenAsync(options))
            await store.Gallery.AddAsync(MadePeople.Person("anna"));

        // The same key in a file, as it is: the source may change, the key may not.
        Write(files.Master, key);
        await using var opened = await files.OpenAsync();
        Assert.Equal(1, await opened.Gallery.CountAsync());
    }

    [Fact]
    public async Task Variable_InRotation_TakesTheKeyThatIsGiven()
    {
        using var files = new TestStore();
        string variable = NewVariable();
        Environment.SetEnvironmentVariable(variable, Convert.ToBase64String(MasterKeySource.NewKey()));
        var options = new StoreOptions(files.Home, MasterKeySource.Environment(variable));
        byte[] next = MasterKeySource.NewKey();
        await using (var store = await SqliteStore.OpenAsync(options))
        {
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
            await Assert.ThrowsAsync<ArgumentException>(() => store.RotateMasterKeyAsync());
            await Assert.ThrowsAsync<ArgumentException>(() => store.RotateMasterKeyAsync([1, 2, 3]));
            await store.RotateMasterKeyAsync(next);
            Assert.NotNull(await store.Gallery.FindAsync(PersonName.Parse("anna")));
        }
        await Assert.ThrowsAsync<StoreException>(() => SqliteStore.OpenAsync(options));

        Environment.SetEnvironmentVariable(variable, Convert.ToBase64String(next));

        await using var opened = await SqliteStore.OpenAsync(options);
        Assert.NotNull(await opened.Gallery.FindAsync(PersonName.Parse("anna")));
    }

    [Fact]
    public void Source_ThatIsFound_IsTheFileWhereNothingElseIsThere() =>
        Assert.Equal("/somewhere/master.key", MasterKeySource.Find("/somewhere/master.key").ToString());

    private static string NewVariable() => $"SEMBLANCE_TEST_KEY_{Environment.ProcessId}_{Interlocked.Increment(ref s_variables)}";

    private static void Write(string file, ReadOnlySpan<byte> content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.Delete(file);
        OwnerFiles.WriteNew(file, content);
    }
}

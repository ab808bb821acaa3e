namespace Semblance.Storage.Tests.Sqlite;

public class BackupTests
{
    [Fact]
    public async Task Backup_WhileOthersWrite_IsConsistentAndRestores()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
        {
            for (int n = 0; n < 20; n++)
                await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n));
            var writing = Task.Run(async () =>
            {
                for (int n = 20; n < 40; n++)
                    await store.Gallery.AddAsync(MadePeople.Person($"person {n}", n));
            });
            await store.BackupAsync(files.File("backup.db"));
            await writing;
            Assert.Equal(40, await store.Gallery.CountAsync());
        }
        Assert.Equal(["ok"], TestStore.Query<string>(files.File("backup.db"), "PRAGMA integrity_check"));
        File.Copy(files.File("backup.db"), files.Data, overwrite: true);

        await using var restored = await files.OpenAsync();

        int count = await restored.Gallery.CountAsync();
        Assert.InRange(count, 20, 40);
        Assert.Equal(count, await restored.Gallery.TemplatesAsync(MadePeople.Pack).CountAsync());
    }

    [Fact]
    public async Task Backup_HoldsNoKeys()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna"));

        await store.BackupAsync(files.File("backup.db"));

        byte[] backup = File.ReadAllBytes(files.File("backup.db"));
        var wrapped = TestStore.Query<byte[]>(files.Keys, "SELECT wrapped FROM data_keys UNION ALL SELECT wrapped FROM secrets UNION ALL SELECT proof FROM store");
        Assert.All(wrapped, value => Assert.Equal(-1, backup.AsSpan().IndexOf(value)));
        Assert.Equal(-1, backup.AsSpan().IndexOf("anna"u8));
    }

    [Fact]
    public async Task Backup_ToAFileThatExistsOrAFolderThatDoesNot_IsRefused()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        File.WriteAllText(files.File("precious"), "content");

        await Assert.ThrowsAsync<StoreException>(() => store.BackupAsync(files.File("precious")));
        await Assert.ThrowsAsync<StoreException>(() => store.BackupAsync(files.File("nowhere/backup.db")));
        Assert.Equal("content", File.ReadAllText(files.File("precious")));
    }

    [Fact]
    public async Task Backup_ThatIsCancelled_LeavesNoFile()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BackupAsync(files.File("backup.db"), new CancellationToken(canceled: true)));

        Assert.False(File.Exists(files.File("backup.db")));
    }

    [Fact]
    public async Task Store_OfANewerVersion_IsRefused()
    {
        using var files = new TestStore();
        await (await files.OpenAsync()).DisposeAsync();
        TestStore.Execute(files.Data, "PRAGMA user_version = 99");

        Assert.Contains("newer version", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);
    }

    [Fact]
    public async Task Store_ThatIsDamaged_IsRefusedInWords()
    {
        using var files = new TestStore();
        await (await files.OpenAsync()).DisposeAsync();
        File.WriteAllText(files.Data, new string('x', 5000));

        Assert.Contains("restore a backup", (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    public async Task KeyFile_ThatIsCutOff_IsRefusedByItsName(double share)
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Gallery.AddAsync(MadePeople.Person("anna"));
        using (var file = new FileStream(files.Keys, FileMode.Open))
            file.SetLength((long)(share * file.Length));

        string refusal = (await Assert.ThrowsAsync<StoreException>(files.OpenAsync)).Message;

        Assert.Contains("gallery.keys is damaged or cut off", refusal);
        Assert.Contains("put the newest copy back", refusal);
    }
}

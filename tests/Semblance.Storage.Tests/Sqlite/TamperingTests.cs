using Semblance.Storage.Sqlite;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>Who can write the files but lacks the master key cannot make one person pass for another, nor change the log unnoticed.</summary>
public class TamperingTests
{
    [Theory]
    [InlineData("people", "name")]
    [InlineData("people", "consent")]
    [InlineData("people", "name_hash")]
    [InlineData("faces", "details")]
    [InlineData("faces", "embedding")]
    [InlineData("photos", "photo")]
    public async Task Column_ExchangedBetweenTwoPeople_IsRefused(string table, string column)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna", 1, faces: 1));
        await store.Gallery.AddAsync(MadePeople.Person("bob", 2, faces: 1));

        Exchange(files.Data, table, column);

        await Assert.ThrowsAsync<StoreException>(() => ReadEverythingAsync(store, "anna"));
        await Assert.ThrowsAsync<StoreException>(() => ReadEverythingAsync(store, "bob"));
    }

    [Theory]
    [InlineData("faces", "details")]
    [InlineData("faces", "embedding")]
    [InlineData("photos", "photo")]
    public async Task Column_ExchangedBetweenTwoFacesOfOnePerson_IsRefused(string table, string column)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna", 1, faces: 2));

        Exchange(files.Data, table, column);

        await Assert.ThrowsAsync<StoreException>(() => ReadEverythingAsync(store, "anna"));
    }

    [Theory]
    [InlineData("gallery.db", "UPDATE faces SET pack = 'other-0123456789ab'")]
    [InlineData("gallery.db", "UPDATE people SET name = consent")]
    [InlineData("gallery.db", "UPDATE people SET id = randomblob(16)")]
    [InlineData("gallery.db", "UPDATE faces SET embedding = substr(embedding, 1, 300) || x'00' || substr(embedding, 302)")]
    [InlineData("gallery.db", "UPDATE faces SET embedding = x''")]
    [InlineData("gallery.db", "UPDATE faces SET details = randomblob(length(details))")]
    [InlineData("gallery.keys", "UPDATE data_keys SET wrapped = randomblob(length(wrapped))")]
    public async Task Value_ThatWasChanged_IsRefusedOrGivesNothing(string file, string sql)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var added = await store.Gallery.AddAsync(MadePeople.Person("anna"));

        Assert.NotEqual(0, TestStore.Execute(Path.Combine(files.Home, file), sql));

        if (sql.Contains("randomblob(16)"))
            Assert.Null(await store.Gallery.FindAsync(added.Value.Id));
        else
            await Assert.ThrowsAsync<StoreException>(() => ReadEverythingAsync(store, "anna"));
    }

    [Fact]
    public async Task DataKey_OfSomebodyElse_IsRefused()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await store.Gallery.AddAsync(MadePeople.Person("anna", 1));
        await store.Gallery.AddAsync(MadePeople.Person("bob", 2));

        Exchange(files.Keys, "data_keys", "wrapped");

        await Assert.ThrowsAsync<StoreException>(() => ReadEverythingAsync(store, "anna"));
    }

    [Theory]
    [InlineData("UPDATE audit SET outcome = 'Match' WHERE number = 4", 3)]
    [InlineData("UPDATE audit SET outcome = NULL, detail = 'NoMatch' WHERE number = 4", 3)]
    [InlineData("UPDATE audit SET time = time + 1 WHERE number = 1", 0)]
    [InlineData("UPDATE audit SET person = NULL WHERE number = 6", 5)]
    [InlineData("DELETE FROM audit WHERE number = 3", 2)]
    [InlineData("DELETE FROM audit WHERE number >= 5", 4)]
    [InlineData("DELETE FROM audit", 0)]
    [InlineData("UPDATE audit SET number = -number WHERE number <= 2; UPDATE audit SET number = 3 + number WHERE number < 0", 0)]
    [InlineData("DELETE FROM audit WHERE number = 2; UPDATE audit SET number = number - 1 WHERE number > 2", 1)]
    public async Task AuditLog_ThatWasChanged_IsFoundAndFromWhereOn(string sql, long intact)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await FillAsync(store);

        TestStore.Execute(files.Data, sql);

        var found = await store.Audit.VerifyAsync();
        Assert.False(found.IsIntact);
        Assert.Equal(intact, found.Entries);
    }

    [Fact]
    public async Task AuditLog_ThatWasCut_StaysBrokenHoweverItGoesOn()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await FillAsync(store);
        TestStore.Execute(files.Data, "DELETE FROM audit WHERE number >= 5");

        for (int n = 0; n < 5; n++)
            await store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk"));

        Assert.False((await store.Audit.VerifyAsync()).IsIntact);
        Assert.Contains("5 to 6", (await store.Audit.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task AuditLog_FromAnOldBackup_IsFound()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
        {
            await FillAsync(store);
            await store.BackupAsync(files.File("backup.db"));
            await store.Audit.AppendAsync(new AuditEvent("key.created", "intruder"));
        }
        File.Copy(files.File("backup.db"), files.Data, overwrite: true);

        await using var restored = await files.OpenAsync();

        Assert.Contains("7", (await restored.Audit.VerifyAsync()).Problem);
    }

    [Fact]
    public async Task AuditHead_ThatWasSetBack_IsRefused()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await FillAsync(store);
        string fifth = Convert.ToHexString(TestStore.Query<byte[]>(files.Data, "SELECT hash FROM audit WHERE number = 5")[0]);
        TestStore.Execute(files.Data, "DELETE FROM audit WHERE number = 6");
        TestStore.Execute(files.Keys, $"UPDATE audit_head SET number = 5, hash = x'{fifth}'");

        await Assert.ThrowsAsync<StoreException>(() => store.Audit.VerifyAsync());
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE number = 4", "4")]
    [InlineData("DELETE FROM audit_anchor", "1 to 3")]
    [InlineData("DELETE FROM audit WHERE number <= 5; UPDATE audit_anchor SET number = 5", null)]
    [InlineData("DELETE FROM audit WHERE number <= 5; UPDATE audit_anchor SET number = 5, hash = (SELECT hash FROM audit WHERE number = 6)", null)]
    [InlineData("UPDATE audit SET outcome = 'Match' WHERE number = 5", "5")]
    public async Task AuditLog_ThatWasCutByRetention_IsNotCutFurtherUnnoticed(string sql, string? named)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        await FillAsync(store);
        // As if the first three were old.
        var fourth = (await store.Audit.ListAsync(new AuditQuery(Before: 5, Limit: 1))).Entries[0];
        Assert.Equal(3, await store.Audit.CutAsync(fourth.Time, count => new AuditEvent("audit.cut", "test", Detail: $"{count}")));
        Assert.Equal(new AuditVerification(4, null) { Cut = 3 }, await store.Audit.VerifyAsync());

        TestStore.Execute(files.Data, sql);

        if (named is null)
            await Assert.ThrowsAsync<StoreException>(() => store.Audit.VerifyAsync());
        else
            Assert.Contains(named, (await store.Audit.VerifyAsync()).Problem);
    }

    private static async Task FillAsync(SqliteStore store)
    {
        for (int n = 0; n < 6; n++)
            await store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk", Guid.NewGuid(), "NoMatch"));
        Assert.True((await store.Audit.VerifyAsync()).IsIntact);
    }

    private static void Exchange(string file, string table, string column)
    {
        // The key column is unique, so the exchange goes over a third value.
        var values = TestStore.Query<byte[]>(file, $"SELECT {column} FROM {table} ORDER BY rowid");
        Assert.Equal(2, values.Count);
        TestStore.Execute(file, $"UPDATE {table} SET {column} = x'00' WHERE rowid = 1");
        for (int row = 2; row >= 1; row--)
            TestStore.Execute(file, $"UPDATE {table} SET {column} = x'{Convert.ToHexString(values[2 - row])}' WHERE rowid = {row}");
    }

    private static async Task ReadEverythingAsync(SqliteStore store, string name)
    {
        var person = await store.Gallery.FindAsync(PersonName.Parse(name)) ?? throw new InvalidOperationException("The person is not found.");
        await store.Gallery.TemplateAsync(person.Id, person.Faces[0].PackId);
        foreach (var face in person.Faces)
            await store.Gallery.PhotoAsync(person.Id, face.Id);
    }
}

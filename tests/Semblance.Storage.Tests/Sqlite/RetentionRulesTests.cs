using Semblance.Storage.Retention;

namespace Semblance.Storage.Tests.Sqlite;

public sealed class RetentionRulesTests
{
    [Fact]
    public async Task Rules_WhoseChangeIsCutOff_AreThoseOfBeforeOrOfAfter()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        TestStore.Execute(files.Data, "CREATE TRIGGER refuse BEFORE INSERT ON audit WHEN (SELECT count(*) FROM audit) = 1 BEGIN SELECT RAISE(ABORT, 'refused'); END");
        var wanted = new RetentionRules(365, 90, 730);

        await Assert.ThrowsAsync<StoreException>(() => wanted.WriteAsync(store, "admin"));

        Assert.Equal(wanted, await RetentionRules.ReadAsync(store.Settings));
    }
}

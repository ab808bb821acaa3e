using Semblance.Server.Pages;
using Semblance.Storage;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Server.Tests.Access;

public sealed class RefusedLoginsTests
{
    [Fact]
    public async Task Refusals_BeyondAFewAnHour_AreANumberInTheNextEntry()
    {
        using var folder = new TemporaryFolder();
        await using var store = await SqliteStore.OpenAsync(StoreOptions.InHome(folder.Path));
        var clock = new SetClock();
        var refused = new RefusedLogins(store, clock);

        for (int i = 0; i < 1000; i++)
            await refused.NoteAsync("192.0.2.1", CancellationToken.None);
        Assert.Equal(RefusedLogins.MostAnHour, await CountAsync());
        clock.Now += TimeSpan.FromHours(1);
        await refused.NoteAsync("192.0.2.1", CancellationToken.None);

        Assert.Equal(RefusedLogins.MostAnHour + 1, await CountAsync());
        Assert.Equal("980 more were refused since the entry before.", (await store.Audit.ListAsync(new AuditQuery(Limit: 1))).Entries[0].Event.Detail);

        async Task<int> CountAsync() => (await store.Audit.ListAsync(new AuditQuery(Limit: 500))).Entries.Count;
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}

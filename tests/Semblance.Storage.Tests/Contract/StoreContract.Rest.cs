namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Audit_EntriesAfterReopening_FormAChain()
    {
        var person = Guid.NewGuid();
        var what = new AuditEvent("person.added", "command line", person, "Match", "two faces", "session-1", "127.0.0.1");
        var first = await Store.Audit.AppendAsync(what);
        await ReopenAsync();
        var second = await Store.Audit.AppendAsync(new AuditEvent("key.revoked", "admin"));

        var page = await Store.Audit.ListAsync(new AuditQuery());

        Assert.Equal([second, first], page.Entries);
        Assert.Equal((1, 2, what, Clock.GetUtcNow()), (first.Number, second.Number, first.Event, first.Time));
        Assert.Null(page.Next);
        Assert.Equal(new AuditVerification(2, null), await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Audit_ManyEntriesAtOnce_AreNumberedWithoutGaps()
    {
        var entries = await Task.WhenAll(Enumerable.Range(0, 300).Select(n => Store.Audit.AppendAsync(new AuditEvent("face.verified", $"caller {n}"))));

        Assert.Equal(Enumerable.Range(1, 300).Select(n => (long)n), entries.Select(entry => entry.Number).Order());
        Assert.Equal(new AuditVerification(300, null), await Store.Audit.VerifyAsync());
    }

    [Fact]
    public async Task Audit_Filters_NarrowTheList()
    {
        var person = Guid.NewGuid();
        for (int n = 0; n < 5; n++)
        {
            await Store.Audit.AppendAsync(new AuditEvent("face.verified", "kiosk", n % 2 == 0 ? person : null, n < 2 ? "Match" : "NoMatch"));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await Store.Audit.AppendAsync(new AuditEvent("person.added", "admin", person));
        var start = Clock.GetUtcNow() - TimeSpan.FromMinutes(5);

        Assert.Equal([6, 5, 3, 1], await NumbersAsync(new AuditQuery(Person: person)));
        Assert.Equal([5, 4, 3, 2, 1], await NumbersAsync(new AuditQuery(Action: "face.")));
        Assert.Equal([2, 1], await NumbersAsync(new AuditQuery(Outcome: "Match")));
        Assert.Equal([3, 2], await NumbersAsync(new AuditQuery(From: start + TimeSpan.FromMinutes(1), Until: start + TimeSpan.FromMinutes(3))));
        var page = await Store.Audit.ListAsync(new AuditQuery(Limit: 4));
        Assert.Equal((4, 3L), (page.Entries.Count, page.Next));
        Assert.Equal([2, 1], await NumbersAsync(new AuditQuery(Before: page.Next)));

        async Task<IEnumerable<long>> NumbersAsync(AuditQuery query) => (await Store.Audit.ListAsync(query)).Entries.Select(entry => entry.Number);
    }

    [Fact]
    public async Task Key_WithItsText_IsFoundUntilItIsRevoked()
    {
        var (text, key) = await Store.Keys.CreateAsync(new NewAccessKey("kiosk", Role.Verify, Fmr: 0.001));
        Clock.Advance(TimeSpan.FromSeconds(1));
        var (_, other) = await Store.Keys.CreateAsync(new NewAccessKey("admin", Role.Admin));
        await ReopenAsync();

        Assert.Matches("^smb_[A-Za-z0-9_-]{43}$", text);
        Assert.Equal(key, await Store.Keys.FindAsync(text));
        Assert.Null(await Store.Keys.FindAsync(text[..^1] + (text[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(await Store.Keys.FindAsync(""));

        Assert.True(await Store.Keys.RevokeAsync(key.Id));
        Assert.Null(await Store.Keys.FindAsync(text));
        Assert.False(await Store.Keys.RevokeAsync(Guid.NewGuid()));
        Assert.Equal([other, key with { Revoked = Clock.GetUtcNow() }], await Store.Keys.ListAsync());
    }

    [Fact]
    public async Task Key_AfterItsEnd_IsNotFound()
    {
        var (text, _) = await Store.Keys.CreateAsync(new NewAccessKey("visit", Role.Enroll, Expires: Clock.GetUtcNow() + TimeSpan.FromHours(1)));
        Assert.NotNull(await Store.Keys.FindAsync(text));

        Clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(await Store.Keys.FindAsync(text));
    }

    [Fact]
    public async Task Attempts_AreCountedUntilCleared()
    {
        var now = Clock.GetUtcNow();
        Assert.Equal(new Attempts(0, null), await Store.Attempts.ReadAsync("anna"));
        await FailAsync("anna", now);
        await FailAsync("bob", now);
        await FailAsync("anna", now.AddSeconds(5));
        await ReopenAsync();
        Assert.Equal(new Attempts(2, now.AddSeconds(5)), await Store.Attempts.ReadAsync("anna"));

        await Store.Attempts.ClearAsync("anna");

        Assert.Equal(new Attempts(0, null), await Store.Attempts.ReadAsync("anna"));
        Assert.Equal(1, (await Store.Attempts.ReadAsync("bob")).Failures);
        await FailAsync("carl", now.AddDays(31));
        Assert.Equal(0, (await Store.Attempts.ReadAsync("bob")).Failures);
        await Store.Attempts.ClearAllAsync();
        Assert.Equal(0, (await Store.Attempts.ReadAsync("carl")).Failures);
    }

    [Fact]
    public async Task Attempts_ManyAtOnce_AreReservedOneAfterTheOther()
    {
        var now = Clock.GetUtcNow();

        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => ReserveAsync("anna", now)));

        Assert.Equal(5, all.Count(attempt => attempt.Wait == TimeSpan.Zero));
        Assert.Equal(5, (await Store.Attempts.ReadAsync("anna")).Failures);
    }

    [Fact]
    public async Task Attempt_Released_LeavesWhatWasBefore()
    {
        var now = Clock.GetUtcNow();
        var first = await ReserveAsync("anna", now);
        await Store.Attempts.FailAsync(first, now.AddSeconds(2));
        var before = await Store.Attempts.ReadAsync("anna");
        Assert.Equal(new Attempts(1, now.AddSeconds(2)), before);

        await Store.Attempts.ReleaseAsync(await ReserveAsync("anna", now.AddSeconds(60)));
        Assert.Equal(before, await Store.Attempts.ReadAsync("anna"));
        await Store.Attempts.ReleaseAsync(first);

        Assert.Equal(new Attempts(0, null), await Store.Attempts.ReadAsync("anna"));
    }

    private Task<AttemptReservation> ReserveAsync(string subject, DateTimeOffset now) =>
        Store.Attempts.ReserveAsync(subject, now, TimeSpan.FromDays(1), before => before.Failures < 5 ? TimeSpan.Zero : TimeSpan.FromSeconds(30));

    private async Task FailAsync(string subject, DateTimeOffset now) => await Store.Attempts.FailAsync(await ReserveAsync(subject, now), now);

    [Fact]
    public async Task Token_PresentedByManyAtOnce_IsTakenOnceUntilItHasEnded()
    {
        var ends = Clock.GetUtcNow().AddMinutes(1);
        var uses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Store.SingleUse.TryUseAsync("token 1", ends)));
        await ReopenAsync();

        Assert.Single(uses, used => used);
        Assert.False(await Store.SingleUse.TryUseAsync("token 1", ends));
        Assert.True(await Store.SingleUse.TryUseAsync("token 2", ends));
    }

    [Fact]
    public async Task Token_ThatHasEnded_IsNotTakenAndRememberedForAnotherMinute()
    {
        var ends = Clock.GetUtcNow().AddMinutes(1);
        Assert.True(await Store.SingleUse.TryUseAsync("token 1", ends));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await Store.SingleUse.TryUseAsync("token 2", ends));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Store.SingleUse.TryUseAsync("token 3", ends.AddMinutes(5)));

        // For a node whose clock is two seconds behind it has not ended.
        Clock.Advance(TimeSpan.FromSeconds(-2));
        Assert.False(await Store.SingleUse.TryUseAsync("token 1", ends));

        Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.True(await Store.SingleUse.TryUseAsync("token 1", ends.AddMinutes(5)));
    }

    [Fact]
    public async Task Secret_AskedForByMany_IsMadeOnce()
    {
        int made = 0;
        var secrets = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Store.Secrets.GetAsync("signing-key.1", () => [(byte)Interlocked.Increment(ref made), 7])));
        await ReopenAsync();

        byte[] later = await Store.Secrets.GetAsync("signing-key.1", () => [99]);

        Assert.All(secrets, secret => Assert.Equal(later, secret));
        Assert.NotEqual(later, await Store.Secrets.GetAsync("signing-key.2", () => [99]));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Secrets.GetAsync("store/names", () => []));
    }

    [Fact]
    public async Task Setting_IsKeptUntilForgotten()
    {
        Assert.Null(await Store.Settings.GetAsync("fmr"));
        await Store.Settings.SetAsync("fmr", "0.001");
        await Store.Settings.SetAsync("fmr", "0.0001");
        await ReopenAsync();
        Assert.Equal("0.0001", await Store.Settings.GetAsync("fmr"));

        await Store.Settings.SetAsync("fmr", null);

        Assert.Null(await Store.Settings.GetAsync("fmr"));
    }

    [Fact]
    public async Task Ping_AnOpenStore_Answers() => await Store.PingAsync();

    [Fact]
    public async Task Work_ThatIsCancelledBefore_DoesNotHappen()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Gallery.AddAsync(MadePeople.Person("anna"), cancellation: cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Audit.AppendAsync(new AuditEvent("a.b", "c"), cancelled));
        Assert.Equal(0, await Gallery.CountAsync());
        Assert.Equal(0, (await Store.Audit.VerifyAsync()).Entries);
    }
}

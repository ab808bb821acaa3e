using System.Text;

namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    private const string Door = "door";
    private static readonly TimeSpan s_claim = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Outbox_MessagesAfterReopening_ComeInTheirOrder()
    {
        await SendAsync("first");
        await SendAsync("second");
        await ReopenAsync();
        await SendAsync("third");

        foreach (string expected in (string[])["first", "second", "third"])
        {
            var turn = await NextAsync();
            Assert.Equal(expected, Text(turn));
            await Store.Outbox.DeliveredAsync(turn.Message!.Id);
        }

        Assert.Equal(new OutboxTurn(null, null, null), await NextAsync());
        Assert.Equal(new OutboxState(0, 0, 3, Clock.GetUtcNow(), null, null), await Store.Outbox.StateAsync(Door));
    }

    [Fact]
    public async Task Outbox_MessageWithAnEntry_IsThereWhereTheEntryIs()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Store.Audit.AppendWithMessageAsync(
            new AuditEvent("face.verified", "kiosk", Detail: n.ToString()), n % 2 == 0 ? Message($"message {n}") : null, CancellationToken.None)));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.Audit.AppendWithMessageAsync(new AuditEvent("face.verified", "kiosk"), new OutgoingMessage(Guid.NewGuid(), "", []), CancellationToken.None));

        Assert.Equal(50, (await Store.Audit.VerifyAsync()).Entries);
        Assert.Equal(25, (await Store.Outbox.StateAsync(Door)).Waiting);
        // In the order of the entries.
        var entries = (await Store.Audit.ListAsync(new AuditQuery())).Entries.Reverse().Select(entry => int.Parse(entry.Event.Detail!)).Where(n => n % 2 == 0);
        foreach (int n in entries)
        {
            var turn = await NextAsync();
            Assert.Equal($"message {n}", Text(turn));
            await Store.Outbox.DeliveredAsync(turn.Message!.Id);
        }
    }

    [Fact]
    public async Task Outbox_ClaimedMessage_IsNobodyElsesUntilTheClaimEnds()
    {
        await SendAsync("first");
        await SendAsync("second");
        var claimed = await NextAsync();

        // Nor is the one behind it, or the order were lost.
        Assert.Equal(new OutboxTurn(null, null, Clock.GetUtcNow() + s_claim), await NextAsync());
        await ReopenAsync();
        Clock.Advance(s_claim);
        Assert.Equal(claimed.Message!.Id, (await NextAsync()).Message?.Id);
        await Store.Outbox.ReleaseAsync(claimed.Message.Id);
        Assert.Equal("first", Text(await NextAsync()));
    }

    [Fact]
    public async Task Outbox_MessageThatFailed_HoldsUpThoseBehindItUntilItIsGivenUp()
    {
        await SendAsync("first");
        await SendAsync("second");
        var start = Clock.GetUtcNow();
        var first = (await NextAsync()).Message!;
        await Store.Outbox.FailedAsync(first.Id, "it answered 500", start.AddSeconds(2));

        Assert.Equal(new OutboxTurn(null, null, start.AddSeconds(2)), await NextAsync());
        Assert.Equal(new OutboxState(2, 0, 0, null, "it answered 500", start.AddSeconds(2)), await Store.Outbox.StateAsync(Door));
        Clock.Advance(TimeSpan.FromSeconds(2));
        var again = (await NextAsync()).Message!;
        Assert.Equal((first.Id, 1, start), (again.Id, again.Attempts, again.FirstTried));
        await Store.Outbox.FailedAsync(first.Id, "it answered 400", null);

        Assert.Equal("second", Text(await NextAsync()));
        var kept = (await Store.Outbox.ListAsync(Door, 10))[0];
        Assert.Equal(new QueuedMessage(first.Id, start, 2, start, "it answered 400", null, Clock.GetUtcNow()), kept);
        var state = await Store.Outbox.StateAsync(Door);
        Assert.Equal((1, 1), (state.Waiting, state.GivenUp));
    }

    [Fact]
    public async Task Outbox_MessageThatWasGivenUp_IsRetriedInItsPlaceOrDiscarded()
    {
        await SendAsync("first");
        await SendAsync("second");
        var first = (await NextAsync()).Message!;
        Assert.False(await Store.Outbox.DiscardAsync(Door, first.Id));
        await Store.Outbox.FailedAsync(first.Id, "no", null);
        await ReopenAsync();

        Assert.Equal(0, await Store.Outbox.RetryAsync("another", first.Id));
        Assert.Equal(1, await Store.Outbox.RetryAsync(Door, first.Id));
        var again = await NextAsync();
        Assert.Equal(("first", 0), (Text(again), again.Message!.Attempts));
        await Store.Outbox.FailedAsync(first.Id, "no", null);
        Assert.Equal(2, await Store.Outbox.RetryAsync(Door, null));
        await Store.Outbox.FailedAsync((await NextAsync()).Message!.Id, "no", null);

        Assert.True(await Store.Outbox.DiscardAsync(Door, first.Id));
        Assert.False(await Store.Outbox.DiscardAsync(Door, first.Id));
        Assert.Equal("second", Text(await NextAsync()));
        Assert.Equal(0, (await Store.Outbox.StateAsync(Door)).Delivered);
    }

    [Fact]
    public async Task Outbox_Targets_DoNotHoldUpEachOther()
    {
        await SendAsync("first");
        await Store.Outbox.AddAsync(Message("elsewhere", "register"));
        await Store.Outbox.FailedAsync((await NextAsync()).Message!.Id, "no", Clock.GetUtcNow().AddHours(1));

        var turn = await Store.Outbox.NextAsync("register", s_claim);

        Assert.Equal("elsewhere", Text(turn));
        Assert.Equal(1, (await Store.Outbox.StateAsync(Door)).Waiting);
        Assert.Single(await Store.Outbox.ListAsync("register", 10));
    }

    private Task<OutboxTurn> NextAsync() => Store.Outbox.NextAsync(Door, s_claim);

    private Task SendAsync(string text) => Store.Outbox.AddAsync(Message(text));

    private static OutgoingMessage Message(string text, string target = Door) => new(Guid.NewGuid(), target, Encoding.UTF8.GetBytes(text));

    private static string? Text(OutboxTurn turn) => turn.Body is { } body ? Encoding.UTF8.GetString(body) : null;
}

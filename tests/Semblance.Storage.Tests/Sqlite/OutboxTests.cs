using System.Text;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>Messages that wait in gallery.db cannot be read or exchanged by anybody who has that file alone.</summary>
public class OutboxTests
{
    [Fact]
    public async Task Message_ThatWaits_CannotBeReadInTheFiles()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
            await store.Outbox.AddAsync(new OutgoingMessage(Guid.NewGuid(), "door", Encoding.UTF8.GetBytes("anna came at eight")));

        foreach (string file in Directory.GetFiles(files.Home))
            Assert.DoesNotContain("anna came", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)));
    }

    [Fact]
    public async Task Message_ThatWasChanged_IsGivenUpAndHoldsUpNobody()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var messages = Enumerable.Range(0, 3).Select(n => new OutgoingMessage(Guid.NewGuid(), "door", [(byte)n])).ToList();
        foreach (var message in messages)
            await store.Outbox.AddAsync(message);
        TestStore.Execute(files.Data, "UPDATE outbox SET body = (SELECT body FROM outbox WHERE number = 2) WHERE number = 1");

        var turn = await store.Outbox.NextAsync("door", TimeSpan.FromSeconds(1));

        Assert.Equal((messages[1].Id, 1), (turn.Message!.Id, turn.Body![0]));
        var state = await store.Outbox.StateAsync("door");
        Assert.Equal((2, 1), (state.Waiting, state.GivenUp));
        Assert.Contains("changed", (await store.Outbox.ListAsync("door", 1))[0].LastError);
    }

    [Fact]
    public async Task Message_AfterTheMasterKeyWasChanged_IsStillThere()
    {
        using var files = new TestStore();
        await using (var store = await files.OpenAsync())
        {
            await store.Outbox.AddAsync(new OutgoingMessage(Guid.NewGuid(), "door", [7]));
            await store.RotateMasterKeyAsync();
        }

        await using var opened = await files.OpenAsync();

        Assert.Equal([7], (await opened.Outbox.NextAsync("door", TimeSpan.FromSeconds(1))).Body);
    }
}

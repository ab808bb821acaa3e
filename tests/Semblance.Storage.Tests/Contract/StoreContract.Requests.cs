namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Request_ThatIsRepeated_AddsNothing()
    {
        var first = await Gallery.AddAsync(MadePeople.Person("anna"), MadePeople.Request("one"));
        await ReopenAsync();

        var second = await Gallery.AddAsync(MadePeople.Person("anna"), MadePeople.Request("one"));

        Assert.Equal((false, true), (first.Replayed, second.Replayed));
        Assert.Equal(first.Value.Id, second.Value.Id);
        Assert.Equal(1, await Gallery.CountAsync());
        var faces = await Gallery.AddFacesAsync(first.Value.Id, [MadePeople.Face(1)], MadePeople.Request("two"));
        var again = await Gallery.AddFacesAsync(first.Value.Id, [MadePeople.Face(1)], MadePeople.Request("two"));
        Assert.Equal((3, false, 3, true), (faces.Value.Faces.Count, faces.Replayed, again.Value.Faces.Count, again.Replayed));
    }

    [Fact]
    public async Task Request_WithAnotherContentUnderTheSameKey_IsRefused()
    {
        var id = (await Gallery.AddAsync(MadePeople.Person("anna"), MadePeople.Request("one"))).Value.Id;

        await Assert.ThrowsAsync<IdempotencyException>(() => Gallery.AddAsync(MadePeople.Person("bob"), MadePeople.Request("one", content: 2)));
        await Assert.ThrowsAsync<IdempotencyException>(() => Gallery.AddFacesAsync(id, [MadePeople.Face(1)], MadePeople.Request("one")));
        Assert.False((await Gallery.AddAsync(MadePeople.Person("bob"), new IdempotencyKey("another caller", "one", [2]))).Replayed);
    }

    [Fact]
    public async Task Request_AfterADay_CountsAsNew()
    {
        await Gallery.AddAsync(MadePeople.Person("anna"), MadePeople.Request("one"));
        Clock.Advance(TimeSpan.FromHours(24.1));

        Assert.False((await Gallery.AddAsync(MadePeople.Person("bob"), MadePeople.Request("one", content: 2))).Replayed);
    }

    [Fact]
    public async Task Additions_AtOnce_AllHoldAndOneNameIsGivenOnce()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Gallery.AddAsync(MadePeople.Person($"person {n}", n))));
        var same = Enumerable.Range(0, 8).Select(n => Gallery.AddAsync(MadePeople.Person("twin", n))).ToList();
        foreach (var task in same)
            await Record.ExceptionAsync(() => task);

        Assert.Equal(1, same.Count(task => task.IsCompletedSuccessfully));
        foreach (var task in same.Where(task => task.IsFaulted))
            Assert.IsType<NameTakenException>(task.Exception!.InnerException);
        Assert.Equal(21, await Gallery.CountAsync());
        foreach (var person in added)
            Assert.Equal(person.Value.Name, (await Gallery.FindAsync(person.Value.Id))!.Name);
    }
}

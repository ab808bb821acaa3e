namespace Semblance.Storage.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task List_PageByPage_GivesEverybodyOnceInOrder()
    {
        string[] names = ["dora", "Anna", "carl", "Émile", "bob", "anna-2", "Zoë"];
        foreach (string name in names)
            await AddAsync(name, faces: 1);

        var seen = new List<string>();
        string? after = null;
        do
        {
            var page = await Gallery.ListAsync(new PersonQuery(After: after, Limit: 3));
            Assert.Equal(7, page.Total);
            seen.AddRange(page.People.Select(person => person.Name.Value));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(["Anna", "anna-2", "bob", "carl", "dora", "Zoë", "Émile"], seen);
    }

    [Fact]
    public async Task List_AfterChanges_IsUpToDate()
    {
        var anna = await AddAsync("Anna");
        await AddAsync("Hanna");
        await AddAsync("Bob");
        Assert.Equal(["Anna", "Hanna"], await NamesAsync("ANN"));

        await Gallery.RenameAsync(anna, PersonName.Parse("Berta"));
        await AddAsync("Annegret");
        Assert.Equal(["Annegret", "Hanna"], await NamesAsync("ann"));

        await Gallery.RemoveAsync(anna);
        Assert.Equal(["Annegret", "Bob", "Hanna"], await NamesAsync(null));
        await Assert.ThrowsAsync<ArgumentException>(() => Gallery.ListAsync(new PersonQuery(After: "%")));

        async Task<IEnumerable<string>> NamesAsync(string? search) => (await Gallery.ListAsync(new PersonQuery(search))).People.Select(person => person.Name.Value);
    }

    [Fact]
    public async Task Name_TypedInAnyWay_FindsThePerson()
    {
        var jose = await AddAsync("José O’Brien");
        await ReopenAsync();

        foreach (string typed in (string[])["José O’Brien", "Jose\u0301 O’Brien", "JOSE\u0301 O'BRIEN"])
        {
            Assert.Equal(jose, (await Gallery.FindAsync(PersonName.Parse(typed)))?.Id);
            Assert.Equal(jose, Assert.Single((await Gallery.ListAsync(new PersonQuery(Search: typed))).People).Id);
            await Assert.ThrowsAsync<NameTakenException>(() => AddAsync(typed));
        }
        Assert.Null(await Gallery.FindAsync(PersonName.Parse("Jose O'Brien")));
    }

    [Fact]
    public async Task Changes_SinceAVersion_NameWhoChanged()
    {
        var anna = await AddAsync("anna");
        var bob = await AddAsync("bob");
        long before = await Gallery.VersionAsync();
        Assert.Empty((await Gallery.ChangesAsync(before)).Changed);

        var carl = await AddAsync("carl");
        await Gallery.AddFacesAsync(anna, [MadePeople.Face(4)]);
        await Gallery.RemoveAsync(bob);
        await ReopenAsync();

        var changes = await Gallery.ChangesAsync(before);
        Assert.True(changes.Complete);
        Assert.Equal([carl, anna], changes.Changed);
        Assert.Equal([bob], changes.Removed);
        Assert.Equal(await Gallery.VersionAsync(), changes.Version);
        Assert.True(changes.Version > before);
        Assert.False((await Gallery.ChangesAsync(changes.Version + 1)).Complete);
    }
}

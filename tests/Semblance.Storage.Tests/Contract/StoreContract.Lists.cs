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
    public async Task List_ByTime_GivesEverybodyOnceTheNewestFirst()
    {
        string[] names = ["dora", "Anna", "carl", "bob", "Hanna"];
        var ids = new Dictionary<string, Guid>();
        foreach (string name in names)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            ids[name] = await AddAsync(name, faces: 1);
        }
        foreach (string name in (string[])["bob", "Anna"])
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await Store.Audit.AppendAsync(new AuditEvent("face.verified", "test", ids[name], nameof(Outcome.Match)));
        }

        Assert.Equal(names.Reverse(), await NamesAsync(PersonOrder.Created, null));
        Assert.Equal(["Hanna", "Anna"], await NamesAsync(PersonOrder.Created, "ann"));
        Assert.Equal(["Anna", "bob"], (await NamesAsync(PersonOrder.Used, null)).Take(2));
        Assert.Equal(names.Order(), (await NamesAsync(PersonOrder.Used, null)).Order());
        await Assert.ThrowsAsync<ArgumentException>(() => Gallery.ListAsync(new PersonQuery(After: "YW5uYQ") { Order = PersonOrder.Used }));

        async Task<List<string>> NamesAsync(PersonOrder order, string? search)
        {
            var seen = new List<string>();
            string? after = null;
            do
            {
                var page = await Gallery.ListAsync(new PersonQuery(search, after, Limit: 2) { Order = order });
                seen.AddRange(page.People.Select(person => person.Name.Value));
                after = page.Next;
            }
            while (after is not null);
            return seen;
        }
    }

    [Fact]
    public async Task Sightings_OfASpan_AreTheFirstAndLastOfEachPerson()
    {
        var (anna, bob, twice) = (await AddAsync("anna"), await AddAsync("bob"), await AddAsync("anna again"));
        var began = Clock.GetUtcNow();
        await SeeAsync(bob, "face.verified");
        await SeeAsync(anna, "face.identified");
        await SeeAsync(twice, "face.verified");
        await Store.Audit.AppendAsync(new AuditEvent("face.verified", "test", bob, nameof(Outcome.NoMatch)));
        await Store.Audit.AppendAsync(new AuditEvent("face.compared", "test", bob, nameof(Outcome.Match)));
        var ended = Clock.GetUtcNow();
        await Gallery.ExclusiveAsync(gallery => gallery.Merge(anna, twice));

        var seen = await Store.Audit.SightingsAsync(began, ended);

        Assert.Equal([(bob, 1L), (anna, 2L)], seen.Select(one => (one.Person, one.Times)));
        Assert.True(seen[0].First == seen[0].Last && seen[1].First < seen[1].Last);
        Assert.Equal(anna, Assert.Single(await Store.Audit.SightingsAsync(began, ended, anna)).Person);
        Assert.Empty(await Store.Audit.SightingsAsync(ended, ended.AddDays(1)));
        Assert.Empty(await Store.Audit.SightingsAsync(began.AddDays(-1), began));

        async Task SeeAsync(Guid person, string action)
        {
            await Store.Audit.AppendAsync(new AuditEvent(action, "test", person, nameof(Outcome.Match)));
            Clock.Advance(TimeSpan.FromMinutes(1));
        }
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

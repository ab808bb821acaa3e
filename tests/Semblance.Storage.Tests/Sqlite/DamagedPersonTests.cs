using Semblance.Storage.Search;

namespace Semblance.Storage.Tests.Sqlite;

/// <summary>What is damaged of one person stops nobody else, and is named.</summary>
public class DamagedPersonTests
{
    [Theory]
    [InlineData("gallery.db", "UPDATE faces SET embedding = substr(embedding, 1, 300) || x'00' || substr(embedding, 302) WHERE person = 1")]
    [InlineData("gallery.db", "UPDATE faces SET details = x'' WHERE person = 1")]
    [InlineData("gallery.db", "UPDATE people SET name = consent WHERE number = 1")]
    [InlineData("gallery.keys", "UPDATE data_keys SET wrapped = randomblob(length(wrapped)) WHERE number = 1")]
    public async Task Row_ThatIsDamaged_LeavesOutItsPersonOnly(string file, string sql)
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var anna = (await store.Gallery.AddAsync(MadePeople.Person("anna"))).Value.Id;
        var bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;
        Assert.NotEqual(0, TestStore.Execute(Path.Combine(files.Home, file), sql));
        var told = new List<Guid>();
        using var index = new GalleryIndex(store.Gallery, MadePeople.Pack) { Length = 256, WhenDamaged = (person, _) => told.Add(person) };

        var people = await index.RefreshAsync();

        Assert.Equal((1, true, false), (people.Count, people.Contains(bob), people.Contains(anna)));
        Assert.Equal([anna], told);
        Assert.Equal(anna, Assert.Single(index.Damaged).Key);
        Assert.Contains(bob, (await store.Gallery.ListAsync(new PersonQuery())).People.Select(person => person.Id));
        var carl = (await store.Gallery.AddAsync(MadePeople.Person("carl", 3))).Value.Id;
        Assert.True((await index.RefreshAsync()).Contains(carl));
        await store.Gallery.RemoveAsync(anna);
        Assert.Equal(2, (await index.RefreshAsync()).Count);
        Assert.Empty(index.Damaged);
    }

    [Fact]
    public async Task Embeddings_OfAnotherLength_LeaveOutTheirPersonOnly()
    {
        using var files = new TestStore();
        await using var store = await files.OpenAsync();
        var face = MadePeople.Face(1);
        var odd = (await store.Gallery.AddAsync(new NewPerson(PersonName.Parse("anna"), MadePeople.Consent(), [face with { Embedding = new Embedding(MadePeople.Pack, face.Embedding.Values[..100]) }]))).Value.Id;
        using var index = new GalleryIndex(store.Gallery, MadePeople.Pack) { Length = 256 };
        Assert.Equal(0, (await index.RefreshAsync()).Count);

        var bob = (await store.Gallery.AddAsync(MadePeople.Person("bob", 2))).Value.Id;

        Assert.True((await index.RefreshAsync()).Contains(bob));
        Assert.Equal(odd, Assert.Single(index.Damaged).Key);
    }
}

using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

public class EmbeddingIndexTests
{
    [Fact]
    public void Search_AfterManyChanges_AgreesWithComparingEverybody()
    {
        var people = new MadePeople(seed: 3);
        var random = new Random(3);
        using var index = new EmbeddingIndex(MadePeople.Model);
        var templates = new Dictionary<Guid, Template>();
        for (int i = 0; i < 6_000; i++)
        {
            // More come than go, some change, and blocks are filled and emptied.
            int choice = random.Next(10);
            if (templates.Count > 0 && choice < 3)
            {
                var gone = templates.Keys.ElementAt(random.Next(templates.Count));
                templates.Remove(gone);
                Assert.True(index.Remove(gone));
            }
            else
            {
                var id = templates.Count > 0 && choice == 3 ? templates.Keys.ElementAt(random.Next(templates.Count)) : Guid.NewGuid();
                templates[id] = people.Template(people.NextPerson(), random.Next(1, 6));
                index.Set(id, templates[id]);
            }
        }

        Assert.Equal(templates.Count, index.Count);
        for (int i = 0; i < 20; i++)
        {
            var face = people.Photo(people.NextPerson());
            var expected = templates.Select(pair => (pair.Key, Score: pair.Value.Score(Comparator.Cosine, face))).OrderByDescending(pair => pair.Score).Take(7).ToList();
            var found = index.Search(face, 7);
            Assert.Equal(expected.Select(pair => pair.Key), found.Select(hit => hit.Person));
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 5));
            Assert.Equal(found[3].Score, index.Score(found[3].Person, face)!.Value, 6);
        }
    }

    [Fact]
    public void Search_FewerPeopleThanAskedFor_GivesAllOfThem()
    {
        var people = new MadePeople(seed: 4);
        using var index = new EmbeddingIndex(MadePeople.Model);
        var face = people.Photo(people.NextPerson());
        Assert.Empty(index.Search(face, 5));

        index.Set(Guid.NewGuid(), people.Template(people.NextPerson(), 2));

        Assert.Single(index.Search(face, 5));
    }

    [Fact]
    public void Remove_Person_LeavesNothingToFind()
    {
        var people = new MadePeople(seed: 5);
        using var index = new EmbeddingIndex(MadePeople.Model);
        float[] anna = people.NextPerson();
        var (id, other) = (Guid.NewGuid(), Guid.NewGuid());
        index.Set(id, people.Template(anna, 3));
        index.Set(other, people.Template(people.NextPerson(), 3));

        Assert.True(index.Remove(id));

        Assert.False(index.Remove(id));
        Assert.False(index.Contains(id));
        Assert.Null(index.Score(id, people.Photo(anna)));
        Assert.Equal([other], index.Search(people.Photo(anna), 5).Select(hit => hit.Person));
    }

    [Fact]
    public void AnotherModelsEmbedding_IsRefused()
    {
        var people = new MadePeople(seed: 6);
        using var index = new EmbeddingIndex("another");

        Assert.Throws<ArgumentException>(() => index.Set(Guid.NewGuid(), people.Template(people.NextPerson(), 1)));
        Assert.Throws<InvalidOperationException>(() => index.Search(people.Photo(people.NextPerson()), 1));
    }

    [Fact]
    public async Task Search_WhileOthersChangeIt_AlwaysSeesWholePeople()
    {
        var people = new MadePeople(seed: 7);
        using var index = new EmbeddingIndex(MadePeople.Model);
        float[] anna = people.NextPerson();
        var id = Guid.NewGuid();
        index.Set(id, people.Template(anna, 1));
        var face = people.Photo(anna);
        double score = index.Score(id, face)!.Value;
        var templates = Enumerable.Range(0, 500).Select(_ => (Guid.NewGuid(), people.Template(people.NextPerson(), 1))).ToList();

        var changing = Task.Run(() =>
        {
            foreach (int _ in Enumerable.Range(0, 10))
            {
                templates.ForEach(pair => index.Set(pair.Item1, pair.Item2));
                templates.ForEach(pair => index.Remove(pair.Item1));
            }
        });
        do
            Assert.Equal(score, index.Search(face, 600).Single(hit => hit.Person == id).Score, 6);
        while (!changing.IsCompleted);
        await changing;
    }
}

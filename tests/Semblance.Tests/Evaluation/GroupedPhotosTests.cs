using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Evaluation;

public sealed class GroupedPhotosTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ColumnsThatMakeTheGroups_AreJoined()
    {
        var groups = Read("file,race,sex,age\na.jpg,indian,female,30\nb.jpg,white,male,20\n\nc.jpg, indian ,female,41\n", "race", "sex").Groups;

        Assert.Equal(["indian female", "white male"], groups.Keys);
        Assert.Equal([new(_folder.File("a.jpg"), 0), new(_folder.File("c.jpg"), 1)], groups["indian female"]);
    }

    [Fact]
    public void Read_ColumnPerson_JoinsPhotosOfOnePerson()
    {
        var groups = Read("file,person,group\na.jpg,anna,x\nb.jpg,bo,x\nc.jpg,anna,x\n").Groups;

        Assert.Equal([0, 1, 0], groups["x"].Select(photo => photo.Person));
    }

    [Theory]
    [InlineData("there is no column group; there are file, sex.", "file,sex\na.jpg,f\n")]
    [InlineData("there is no column file; there are photo, group.", "photo,group\na.jpg,f\n")]
    [InlineData("there is no photo missing.jpg beside the list.", "file,group\nmissing.jpg,f\n")]
    [InlineData("2 fields are expected, separated by commas; there are 3.", "file,group\na.jpg,f,g\n")]
    [InlineData("there are no photos in it.", "file,group\n")]
    public void Read_WhatIsNoSuchList_SaysWhy(string reason, string text) => Assert.Contains(reason, Assert.Throws<PairListException>(() => Read(text)).Message);

    [Fact]
    public void Compare_TwoGroups_ComparesWithinEachOnly()
    {
        var photos = Read("file,person,group\na.jpg,1,x\nb.jpg,2,x\nc.jpg,1,x\na.jpg,1,y\nb.jpg,2,y\n");
        int asked = 0;

        var groups = photos.Compare(file => ++asked == 4 ? null : new Embedding("m", [1, file[^5] - 'a']), Comparator.Cosine);

        Assert.Equal(["x", "y"], groups.Select(group => group.Name));
        Assert.Equal([(2L, 1, 0L), (0L, 0, 1L)], groups.Select(group => (group.Scores.Impostor, group.Scores.Genuine, group.Scores.FailedImpostor)));
    }

    private GroupedPhotos Read(string text, params string[] by)
    {
        foreach (string name in new[] { "a.jpg", "b.jpg", "c.jpg" })
            File.WriteAllBytes(_folder.File(name), []);
        File.WriteAllText(_folder.File("groups.csv"), text);
        return GroupedPhotos.Read(_folder.File("groups.csv"), by);
    }
}

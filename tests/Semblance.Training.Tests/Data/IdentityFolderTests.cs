namespace Semblance.Training.Tests.Data;

public sealed class IdentityFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ManyPhotos_OrdersPeopleByOrdinalAndPhotosByNumber()
    {
        foreach (string person in new[] { "s2", "s10", "s1" })
        {
            foreach (int photo in new[] { 10, 2, 1 })
                Add(person, $"{photo}.png", level: (byte)photo);
        }

        var faces = IdentityFolder.Read(_folder.Path, _notes.Add);

        Assert.Equal(["s1", "s10", "s2"], faces.Identities);
        Assert.Equal(["1.png", "2.png", "10.png"], faces.Images.Take(3).Select(i => Path.GetFileName(i.File)));
        Assert.Equal([1, 2, 10], faces.Images.Take(3).Select(i => (int)i.Levels[0]));
        Assert.Empty(_notes);
    }

    [Fact]
    public void Read_OneUnreadableFile_LeavesItOutAndSaysSo()
    {
        Add("a", "1.png");
        Add("a", "2.png");
        Add("b", "1.png");
        Add("b", "2.png");
        File.WriteAllText(_folder.File("a/3.jpg"), "no photo");

        var faces = IdentityFolder.Read(_folder.Path, _notes.Add);

        Assert.Equal(4, faces.Images.Count);
        Assert.Contains("3.jpg", Assert.Single(_notes));
    }

    [Fact]
    public void Read_PersonWithOnePhoto_KeepsItAndSaysWhatForItServes()
    {
        Add("a", "1.png");
        Add("b", "1.png");
        Add("b", "2.png");

        var faces = IdentityFolder.Read(_folder.Path, _notes.Add);

        Assert.Equal(3, faces.Images.Count);
        Assert.Contains("one photo only", Assert.Single(_notes));
    }

    [Fact]
    public void Read_OnePerson_Refuses()
    {
        Add("a", "1.png");
        Add("a", "2.png");

        var error = Assert.Throws<DataException>(() => IdentityFolder.Read(_folder.Path, _notes.Add));

        Assert.Contains("at least two people", error.Message);
    }

    [Fact]
    public void Read_NoFolder_SaysWhatDataIs()
    {
        var error = Assert.Throws<DataException>(() => IdentityFolder.Read(_folder.File("nothing"), _notes.Add));

        Assert.Contains("no such folder", error.Message);
    }

    private void Add(string person, string name, byte level = 100)
    {
        Directory.CreateDirectory(_folder.File(person));
        Photo.FromGrey(92, 112, Enumerable.Repeat(level, 92 * 112).ToArray()).Save(_folder.File(Path.Combine(person, name)));
    }
}

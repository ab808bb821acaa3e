using System.Text.Json;

namespace Semblance.Tests.Cli;

/// <summary>People of version 0.1's folders come into the encrypted gallery once, and the folders go.</summary>
public sealed class FolderImportTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    private string Gallery => Path.Combine(_semblance.Home, "gallery");

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Folders_AtTheFirstOpening_AreTakenOverAndDeleted()
    {
        WritePerson("anna", "tiny-0123456789ab", [0.6f, 0.8f], [1, 0]);
        WritePerson("José O'Neil", "tiny-0123456789ab", [0, 1]);
        Directory.CreateDirectory(Path.Combine(Gallery, ".old-0123"));

        var first = _semblance.Run("people", "list", "--json");
        var second = _semblance.Run("people", "list", "--json");

        Assert.Equal(0, first.ExitCode);
        Assert.Contains("2 people are now in the encrypted gallery", first.Error);
        Assert.DoesNotContain("encrypted gallery", second.Error);
        var people = second.Json.GetProperty("people");
        Assert.Equal(["anna", "José O'Neil"], people.EnumerateArray().Select(person => person.GetProperty("name").GetString()));
        Assert.Equal([2, 1], people.EnumerateArray().Select(person => person.GetProperty("embeddings").GetInt32()));
        Assert.False(Directory.Exists(Gallery));
        var shown = _semblance.Run("people", "show", "anna", "--json").Json;
        Assert.Equal("2026-01-02T03:04:05+00:00", shown.GetProperty("consent").GetProperty("given").GetString());
        Assert.All(shown.GetProperty("faces").EnumerateArray(), face => Assert.False(face.GetProperty("hasPhoto").GetBoolean()));
        Assert.Equal(2, _semblance.Run("audit", "list", "--action", "person.added", "--json").Json.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public void Folder_ThatWasTakenOverButNotDeleted_IsDeletedTheNextTime()
    {
        WritePerson("anna", "tiny-0123456789ab", [0.6f, 0.8f]);
        _semblance.Run("people", "list");
        WritePerson("anna", "tiny-0123456789ab", [0.6f, 0.8f]);

        _semblance.Run("people", "list");

        Assert.False(Directory.Exists(Gallery));
        Assert.Equal(1, _semblance.Run("people", "list", "--json").Json.GetProperty("people").GetArrayLength());
    }

    [Fact]
    public void Folder_OfAnotherPersonWithTheName_StaysAndIsNamed()
    {
        WritePerson("anna", "tiny-0123456789ab", [0.6f, 0.8f]);
        _semblance.Run("people", "list");
        WritePerson("Anna", "tiny-0123456789ab", [1, 0]);

        var result = _semblance.Run("people", "list");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Somebody else is enrolled as Anna", result.Error);
        Assert.True(File.Exists(Path.Combine(Gallery, "Anna", "template.json")));
    }

    [Fact]
    public void Folder_ThatIsDamaged_StaysAndIsNamed()
    {
        WritePerson("anna", "tiny-0123456789ab", [0.6f, 0.8f]);
        WritePerson("bob", "tiny-0123456789ab", [1, 0]);
        File.WriteAllText(Path.Combine(Gallery, "anna", "template.json"), "{");

        var result = _semblance.Run("people", "list", "--json");

        Assert.Contains("damaged", result.Error);
        Assert.Equal("bob", result.Json.GetProperty("people")[0].GetProperty("name").GetString());
        Assert.True(Directory.Exists(Path.Combine(Gallery, "anna")));
        Assert.False(Directory.Exists(Path.Combine(Gallery, "bob")));
    }

    // As version 0.1 wrote it.
    private void WritePerson(string name, string pack, params float[][] embeddings)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Gallery, name)).FullName;
        var quality = new { side = 120, margin = 0.3, sharpness = 0.4, brightness = 120, contrast = 40, symmetry = (double?)null, pose = new { yaw = 3, pitch = 1, roll = 0 } };
        File.WriteAllText(Path.Combine(folder, "template.json"), JsonSerializer.Serialize(new
        {
            format = 1,
            name,
            pack,
            created = "2026-01-02T03:04:05+00:00",
            faces = embeddings.Select(embedding => new { embedding, quality }),
        }));
        File.WriteAllBytes(Path.Combine(folder, "true-image.png"), [1, 2, 3]);
    }
}

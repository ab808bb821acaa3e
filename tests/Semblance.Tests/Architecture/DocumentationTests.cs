using System.Xml.Linq;

namespace Semblance.Tests.Architecture;

public class DocumentationTests
{
    public static TheoryData<string> All => [.. SourceProjects.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void PublicTypes_OfEveryProject_AreDocumented(string project)
    {
        var summaries = XDocument.Load(SourceProjects.Built(project, ".xml")).Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")?.Value.Trim() ?? "");
        var types = SourceProjects.Load(project).GetExportedTypes();

        var bare = types.Where(type => !summaries.TryGetValue($"T:{type.FullName!.Replace('+', '.')}", out string? text) || text.Length < 10);

        Assert.Empty(bare);
    }

    [Fact]
    public void ArchitectureMap_EveryProjectAndLibraryFolder_StandsInIt()
    {
        string map = File.ReadAllText(Path.Combine(Testing.TestData.Repository, "docs", "architecture.md"));
        var folders = Directory.EnumerateDirectories(Path.Combine(Testing.TestData.Repository, "src", "Semblance")).Select(folder => Path.GetFileName(folder) + "/");

        Assert.All(SourceProjects.Names.Concat(folders), name => Assert.Contains(name, map));
    }
}

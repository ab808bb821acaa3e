namespace Semblance.Tests.Architecture;

/// <summary>Folders refer to each other in one direction only.</summary>
public class FolderTests
{
    public static TheoryData<string> All => [.. SourceProjects.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Folders_OfAProject_FormNoCircle(string project)
    {
        var circles = FolderGraph.Of(project).Circles();

        Assert.True(circles.Count == 0, $"Folders of {project} refer to each other in circles; move types or turn references round:\n{string.Join('\n', circles)}");
    }
}

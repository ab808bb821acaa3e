using System.Diagnostics;
using Semblance.Testing;
using Semblance.Tests.Cli;

namespace Semblance.Tests.Architecture;

/// <summary>The example for users of the library is a program: it is built with these tests, run, and quoted in the docs as it is.</summary>
public class LibraryExampleTests
{
    private const string Project = "docs/examples/CompareTwoPhotos";

    [Fact]
    public void Example_PhotosOfOnePerson_PrintsMatch()
    {
        using var program = new InstalledProgram("CompareTwoPhotos");
        using var semblance = new CommandLine();
        program.SetBuiltin(InstalledProgram.AddPublishedNetworks(semblance, "published"));

        Assert.StartsWith("Match, score 0.", Run(program, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Abdullah_Gul", 14)));
        Assert.StartsWith("NoMatch, score ", Run(program, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Ahmed_Ghazi")));
    }

    [Fact]
    public void Example_InTheDocs_IsTheProgram()
    {
        string code = File.ReadAllText(Path.Combine(TestData.Repository, Project, "Program.cs")).ReplaceLineEndings("\n");
        string docs = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "library.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```csharp\n{code}```", docs);
    }

    private static string Run(InstalledProgram program, params string[] photos)
    {
        using var process = Process.Start(new ProcessStartInfo(program.FileName, photos) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}

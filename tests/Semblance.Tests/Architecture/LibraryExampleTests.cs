using System.Diagnostics;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Sessions;

namespace Semblance.Tests.Architecture;

/// <summary>The examples for users of the library are programs: they are built with these tests, run, and quoted in the docs as they are.</summary>
public class LibraryExampleTests
{
    [Fact]
    public void CompareTwoPhotos_PhotosOfOnePerson_PrintsMatch()
    {
        using var program = new InstalledProgram("CompareTwoPhotos");
        using var semblance = new CommandLine();
        program.SetBuiltin(InstalledProgram.AddPublishedNetworks(semblance, "published"));

        Assert.StartsWith("Match, score 0.", Run(program.FileName, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Abdullah_Gul", 14)));
        Assert.StartsWith("NoMatch, score ", Run(program.FileName, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Ahmed_Ghazi")));
    }

    [Theory]
    [InlineData("turning-live", "live")]
    [InlineData("turning-screen-replay", "spoof")]
    public void IsSomebodyThere_AManAndAScreenThatShowsHim_AreToldApart(string clip, string word) =>
        Assert.Equal(word, Run(InstalledProgram.Built("IsSomebodyThere"), CommandLine.Clip(clip)).Split(Environment.NewLine)[0]);

    [Theory]
    [InlineData("turning-live", 0, "Match")]
    [InlineData("turning-screen-replay", 1, "SpoofSuspected")]
    [InlineData("person-b", 1, "NoMatch")]
    public void IsItThePerson_ThePersonAScreenAndAnother_AreToldApart(string clip, int code, string outcome)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("photo.jpg"), ClipFixture.Frames("turning-live").First(frame => frame.Index == 20).Photo.EncodeJpeg());

        Assert.StartsWith(outcome, Run(code, InstalledProgram.Built("IsItThePerson"), folder.File("photo.jpg"), CommandLine.Clip(clip)));
    }

    [Fact]
    public void IsItThePerson_PhotoWithoutAFace_IsRefusedInWords()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("photo.png"), Photo.FromGrey(320, 240, new byte[320 * 240]).EncodePng());

        Assert.StartsWith("NoFace: ", Run(1, InstalledProgram.Built("IsItThePerson"), folder.File("photo.png"), CommandLine.Clip("turning-live")));
    }

    [Theory]
    [InlineData("CompareTwoPhotos")]
    [InlineData("IsItThePerson")]
    [InlineData("IsSomebodyThere")]
    public void Example_InTheDocs_IsTheProgram(string name)
    {
        string code = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "examples", name, "Program.cs")).ReplaceLineEndings("\n");
        string docs = File.ReadAllText(Path.Combine(TestData.Repository, "docs", "library.md")).ReplaceLineEndings("\n");

        Assert.Contains($"```csharp\n{code}```", docs);
    }

    [Fact]
    public void CompareTwoPhotos_PublishedTrimmed_SaysTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "It is published for linux-x64.");
        using var folder = new TemporaryFolder();
        string project = Path.Combine(TestData.Repository, "docs", "examples", "CompareTwoPhotos");
        // In a place of its own, so that what other projects restored stays as it is.
        var (code, said) = Publish(
            project, "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishTrimmed=true", "-p:ILLinkTreatWarningsAsErrors=false", "--artifacts-path", folder.File("artifacts"), "-o", folder.File("program"));
        Assert.True(code == 0, said);
        Assert.DoesNotContain(said.Split('\n'), line => line.Contains(" IL") && line.Contains("Semblance."));
        string program = folder.File("program/CompareTwoPhotos");

        Assert.StartsWith("Match, score 0.", Run(program, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Abdullah_Gul", 14)));
        Assert.StartsWith("NoMatch, score ", Run(program, CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Ahmed_Ghazi")));
    }

    private static (int Code, string Said) Publish(string project, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["publish", project, "--nologo", .. arguments]) { RedirectStandardOutput = true })!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private static string Run(string program, params string[] files) => Run(0, program, files);

    private static string Run(int code, string program, params string[] files)
    {
        using var process = Process.Start(new ProcessStartInfo(program, files) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(code, process.ExitCode);
        return output;
    }
}

using System.Diagnostics;
using System.Text.Json;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>Which pack decides where none is named, and that the built-in one comes with the program.</summary>
public sealed class BuiltinPackTests : IClassFixture<WithoutOpenCvTests.Installation>, IDisposable
{
    private readonly InstalledProgram _program;
    private readonly CommandLine _semblance;

    public BuiltinPackTests(WithoutOpenCvTests.Installation installation)
    {
        _program = installation.Program;
        _semblance = new CommandLine(_program.FileName) { Pack = null };
    }

    public void Dispose()
    {
        _semblance.Dispose();
        if (Directory.Exists(_program.BuiltinFolder))
            Directory.Delete(_program.BuiltinFolder, recursive: true);
    }

    [Fact]
    public void Run_NoPackNamed_TakesTheOneBesideTheProgram()
    {
        TinyPack.Write(_program.BuiltinFolder);

        Assert.Equal(_program.BuiltinFolder, VerifiedFolder());
    }

    [Fact]
    public void Run_PacksInstalledByTheUser_DecideOnlyWhereNamed()
    {
        TinyPack.Write(_program.BuiltinFolder);
        string mine = TinyPack.Write(Path.Combine(_semblance.Home, "packs", "mine"));
        TinyPack.Write(Path.Combine(_semblance.Home, "packs", "builtin"), threshold: 0.1);

        Assert.Equal(_program.BuiltinFolder, VerifiedFolder());
        Assert.Equal(_program.BuiltinFolder, VerifiedFolder("--pack", "builtin"));
        Assert.Equal(mine, VerifiedFolder("--pack", "mine"));
        _semblance.Pack = "mine";
        Assert.Equal(mine, VerifiedFolder());
        Assert.Equal(_program.BuiltinFolder, VerifiedFolder("--pack", "builtin"));
    }

    [Fact]
    public void Run_BuiltinPackIsMissing_ExitsWithThreeAndSaysWhatToDo()
    {
        TinyPack.Write(Path.Combine(_semblance.Home, "packs", "mine"));

        var result = _semblance.Run("packs", "verify", "--json");

        result.AssertIsError(3);
        Assert.Contains(_program.BuiltinFolder, result.Error);
        Assert.Contains("semblance packs pull opencv", result.Error);
    }

    [Fact]
    public void Run_BuiltinPackIsDamaged_ExitsWithThreeAndTakesNoOther()
    {
        TinyPack.Write(_program.BuiltinFolder);
        TinyPack.Write(Path.Combine(_semblance.Home, "packs", "mine"));
        File.AppendAllText(Path.Combine(_program.BuiltinFolder, "embedder.onnx"), "x");

        var result = _semblance.Run("packs", "verify");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains(Path.Combine(_program.BuiltinFolder, "embedder.onnx"), result.Error);
    }

    [Fact]
    public void Compare_BuiltinPackAlone_NeedsNothingElse()
    {
        _program.SetBuiltin(InstalledProgram.AddPublishedNetworks(_semblance, "published"));

        var result = _semblance.Run("compare", CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Abdullah_Gul", 14), "--json");

        Assert.Equal((0, "Match"), (result.ExitCode, result.Outcome));
    }

    [Fact]
    public void Compare_PackOfThisRepository_TellsPeopleApart()
    {
        string pack = Path.Combine(TestData.Repository, "packs", "builtin");
        Assert.SkipUnless(File.Exists(Path.Combine(pack, "pack.json")), $"{pack} holds no pack");
        _program.SetBuiltin(pack);

        var verified = _semblance.Run("packs", "verify", "--json");
        var same = _semblance.Run("compare", CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Abdullah_Gul", 14), "--json");
        var other = _semblance.Run("compare", CommandLine.Lfw("Abdullah_Gul", 13), CommandLine.Lfw("Ahmed_Ghazi"), "--json");

        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.StartsWith("builtin-", verified.Json.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal((0, "Match"), (same.ExitCode, same.Outcome));
        Assert.Equal((1, "NoMatch"), (other.ExitCode, other.Outcome));
    }

    [Theory]
    [InlineData("src/Semblance.Cli")]
    [InlineData("docs/examples/CompareTwoPhotos")]
    public void Publish_Program_BringsTheBuiltinPack(string project)
    {
        using var folder = new TemporaryFolder();
        TinyPack.Write(folder.File("builtin"));
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo("dotnet", [
            "msbuild", Path.Combine(TestData.Repository, project), "-nologo", "-nodeReuse:false", $"-p:Configuration={configuration}",
            $"-p:BuiltinPackFolder={folder.File("builtin")}", "-t:AssignProjectConfiguration;ComputeResolvedFilesToPublishList", "-getItem:ResolvedFileToPublish"])
        {
            RedirectStandardOutput = true,
        };

        // What is published is also what a tool package holds.
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        Assert.True(process.ExitCode == 0, output);
        var published = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("ResolvedFileToPublish").EnumerateArray()
            .Select(item => item.GetProperty("RelativePath").GetString()!.Replace('\\', '/'));
        Assert.Equal(["packs/builtin/embedder.onnx", "packs/builtin/pack.json"], published.Where(path => path.StartsWith("packs/", StringComparison.Ordinal)).Order());
    }

    private string VerifiedFolder(params string[] options)
    {
        var result = _semblance.Run(["packs", "verify", "--json", .. options]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Json.GetProperty("folder").GetString()!;
    }
}

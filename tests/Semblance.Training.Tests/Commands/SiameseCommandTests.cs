using System.Diagnostics;
using System.Text.Json;

namespace Semblance.Training.Tests.Commands;

/// <summary>The program as a user runs it: a process, its exit codes, and what it leaves behind.</summary>
public sealed class SiameseCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _data;
    private readonly string _out;

    public SiameseCommandTests()
    {
        (_data, _out) = (_folder.File("faces"), _folder.File("pack"));
        foreach (var (index, image) in MadeFaces.Create(people: 6, photos: 5).Images.Index())
        {
            string person = Path.Combine(_data, $"person{image.Identity}");
            Directory.CreateDirectory(person);
            image.ToPhoto().Save(Path.Combine(person, $"{index}.png"));
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Siamese_SmallFolder_LeavesAPackThatLoadsWithItsRecordAndPictures()
    {
        var (code, output, error) = Run("siamese", "--data", _data, "--out", _out, "--recipe", "strong", "--epochs", "2", "--test-identities", "2", "--json");

        Assert.True(code == 0, error);
        var pack = ModelPack.Load(_out);
        Assert.Equal(pack.Id, JsonDocument.Parse(output).RootElement.GetProperty("pack").GetString());
        Assert.Null(pack.ThresholdFor().Fmr);
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(Path.Combine(_out, "training.json"))).RootElement.GetProperty("epochs").GetArrayLength());
        foreach (string picture in new[] { "curves.png", "histogram.png" })
            Assert.True(PhotoReader.Read(Path.Combine(_out, picture)).Width > 500);
        Assert.False(File.Exists(Path.Combine(_out, "checkpoint.bin")));
    }

    [Fact]
    public void Siamese_CtrlC_SavesACheckpointThatResumes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl+C is sent as SIGINT.");
        string[] command = ["siamese", "--data", _data, "--out", _out, "--recipe", "strong", "--epochs", "40", "--threads", "1"];
        using var process = Start(command);
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.Contains("epoch 3/"));
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("--resume goes on", rest);
        Assert.True(File.Exists(Path.Combine(_out, "checkpoint.bin")));
        Assert.False(File.Exists(Path.Combine(_out, "pack.json")));

        var (code, _, error) = Run([.. command, "--resume"]);
        Assert.True(code == 0, error);
        Assert.DoesNotContain("epoch 2/", error);
        Assert.Equal(40, JsonDocument.Parse(File.ReadAllText(Path.Combine(_out, "training.json"))).RootElement.GetProperty("epochs").GetArrayLength());
    }

    [Fact]
    public void Siamese_CtrlCBeforeTheFirstEpochIsOver_KeepsTheStepsThatWereMade()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl+C is sent as SIGINT.");
        string[] command = ["siamese", "--data", _data, "--out", _out, "--recipe", "lesson", "--batch", "2", "--epochs", "300", "--threads", "1"];
        using var process = Start(command);
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.StartsWith("Learning from"));
        // Loading libtorch takes up to two seconds; then the steps of this epoch are many, and somewhere among them it is stopped.
        process.WaitUntilUsed(process.TotalProcessorTime + TimeSpan.FromSeconds(3));
        Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        string rest = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("--resume goes on", rest);
        Assert.True(File.Exists(Path.Combine(_out, "checkpoint.bin")));
    }

    [Fact]
    public void Siamese_KilledWithinTheFirstMinute_GoesOnFromTheLastEpoch()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "It is killed by a signal.");
        string[] command = ["siamese", "--data", _data, "--out", _out, "--recipe", "strong", "--epochs", "6", "--threads", "1"];
        using var process = Start(command);
        string? line;
        do
        {
            line = process.StandardError.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.Contains("epoch 4/"));
        process.Kill();
        process.WaitForExit();

        var (code, _, error) = Run([.. command, "--resume"]);

        Assert.True(code == 0, error);
        Assert.DoesNotContain("epoch 1/", error);
    }

    [Theory]
    [InlineData("no such folder", "siamese", "--data", "/nowhere", "--out", "x")]
    [InlineData("--data", "siamese", "--out", "x")]
    [InlineData("give cpu, cuda", "siamese", "--data", ".", "--out", "x", "--device", "gpu")]
    [InlineData("docs/training.md", "siamese", "--data", ".", "--out", "x", "--device", "cuda")]
    [InlineData("magic", "siamese", "--data", ".", "--out", "x", "--recipe", "magic")]
    [InlineData("not the AT&T Database of Faces", "evaluate-att", "--data", ".")]
    public void Program_BadInput_SaysWhyAndExitsWith2(string reason, params string[] arguments)
    {
        var (code, _, error) = Run(arguments);

        Assert.Equal(2, code);
        Assert.Contains(reason, error);
    }

    private static (int Code, string Output, string Error) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "semblance-train.dll"), .. arguments])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}

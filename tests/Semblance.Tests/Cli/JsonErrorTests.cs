using System.Text.Json;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>With --json errors are JSON too, wherever they come from.</summary>
public sealed class JsonErrorTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Theory]
    [InlineData("verify", "anna", "--from", "clip.mp4", "--seconds", "0,5")]
    [InlineData("verify", "anna")]
    [InlineData("compare", "a.jpg", "b.jpg", "--no-such-option")]
    [InlineData("no-such-command")]
    [InlineData("people")]
    [InlineData("serve", "--fmr", "2")]
    [InlineData("people", "show", "nobody")]
    public void Semblance_CommandLineThatCannotBe_IsAUsageError(params string[] arguments) => _semblance.Run([.. arguments, "--json"]).AssertIsError(2, "usage");

    [Fact]
    public void Semblance_PhotoThatIsNone_IsAnInputError() =>
        _semblance.Run("compare", _semblance.Write("empty.jpg", []), _semblance.File("missing.jpg"), "--json").AssertIsError(2, "input");

    [Fact]
    public void Semblance_PackThatIsDamaged_IsAnErrorOfTheEnvironment()
    {
        File.AppendAllText(Path.Combine(_semblance.Pack!, "embedder.onnx"), "x");

        _semblance.Run("packs", "verify", "--json").AssertIsError(3, "environment");
    }

    [Fact]
    public void Detect_OneOfTwoPhotosIsNone_TellsItInItsLine()
    {
        var result = _semblance.Run("detect", _semblance.File("missing.jpg"), CommandLine.Lfw("Ahmed_Ghazi"), "--haar", "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal("input", result.JsonLines[0].GetProperty("error").GetProperty("kind").GetString());
        Assert.Equal(JsonValueKind.Array, result.JsonLines[1].GetProperty("faces").ValueKind);
    }

    [Fact]
    public void Watch_CtrlC_IsNoErrorOfTheCommandLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Ctrl+C is sent as SIGINT.");
        _semblance.Pack = Path.Combine(TestData.Repository, "packs", "builtin");
        using var process = _semblance.Start("liveness", "--from", CommandLine.Clip("turning-live"), "--json");
        process.WaitUntilUsed(TimeSpan.FromSeconds(1));
        System.Diagnostics.Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // Either it had its answer, or it says that it was stopped: never half a line.
        var last = JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]).RootElement;
        Assert.True(last.TryGetProperty("verdict", out _) || last.GetProperty("error").GetProperty("kind").GetString() == "stopped", output);
    }
}

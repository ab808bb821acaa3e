using System.CommandLine;
using System.Reflection;
using Semblance.Cli.Commands;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>What is no number, or none that makes sense, is refused in words and never taken for another number.</summary>
public sealed class NumberOptionTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Semblance_EveryNumericOption_RefusesWhatIsNoNumberForIt()
    {
        var root = CommandTree.Create();

        Assert.True(NumberSweep.Count(root) > 25);
        Assert.Empty(NumberSweep.Problems(root));
    }

    [Fact]
    public void Benchmarks_EveryNumericOption_RefusesWhatIsNoNumberForIt()
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var program = Assembly.LoadFrom(Path.Combine(TestData.Repository, "artifacts", "bin", "Semblance.Benchmarks", configuration, "Semblance.Benchmarks.dll"));
        var root = (RootCommand)program.GetType("Semblance.Benchmarks.Commands.CommandTree")!.GetMethod("Create")!.Invoke(null, null)!;

        Assert.True(NumberSweep.Count(root) > 15);
        Assert.Empty(NumberSweep.Problems(root));
    }

    [Theory]
    [InlineData("--seconds", "0,5")]
    [InlineData("--fmr", "0,001")]
    [InlineData("--from-time", "0,5")]
    [InlineData("--to-time", "33,3%")]
    [InlineData("--to-time", "NaN%")]
    public void Verify_DecimalComma_SaysWhatToGive(string option, string text)
    {
        var result = _semblance.Run("verify", "anna", "--from", "clip.mp4", option, text);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith($"{option} {text}: give ", result.Error);
        Assert.Empty(result.Output);
    }

    [Theory]
    [InlineData("--faces", "0", "--faces 0: it must be between 1 and 20.")]
    [InlineData("--seconds", "-3", "--seconds -3: it must be more than 0 and less than 1000000.")]
    [InlineData("--seconds", "0", "--seconds 0: it must be more than 0 and less than 1000000.")]
    public void Enroll_NumberOutOfRange_SaysTheRange(string option, string text, string message)
    {
        var result = _semblance.Run("enroll", "anna", "--from", "clip.mp4", option, text);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Error);
    }

    [Fact]
    public void Serve_SettingWithDecimalComma_IsRefusedByName()
    {
        var result = _semblance.Run("serve", "--set", "Decision:Fmr=0,001");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Semblance:Decision:Fmr: \"0,001\" is not a number with a decimal point", result.Error);
    }

    [Theory]
    [InlineData("--seconds", "0.5")]
    [InlineData("--seconds", "1e-3")]
    [InlineData("--fmr", ".001")]
    public void Verify_PlainNumber_IsTaken(string option, string text) =>
        Assert.Empty(CommandTree.Create().Parse(["verify", "anna", "--from", "clip.mp4", option, text]).Errors);
}

using System.Text.Json;
using Semblance.Imaging;
using Semblance.Tests.Recognition;

namespace Semblance.Tests.Cli;

public sealed class CompareCommandTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Compare_SamePhoto_MatchesWithTheContractsFields()
    {
        var result = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Ahmed_Ghazi"), "--json");

        Assert.Equal((0, "Match"), (result.ExitCode, result.Outcome));
        Assert.Equal(["outcome", "score", "threshold", "fmr", "pack", "reasons"], result.Json.EnumerateObject().Select(field => field.Name));
        Assert.Equal(1, result.Json.GetProperty("score").GetDouble(), 5);
        Assert.Equal(0.9, result.Json.GetProperty("threshold").GetDouble());
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("fmr").ValueKind);
        Assert.StartsWith("tiny-", result.Json.GetProperty("pack").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_TwoPeople_IsNoMatchAndSaysUncalibrated()
    {
        var result = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Agbani_Darego"));

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("NoMatch", result.Output, StringComparison.Ordinal);
        Assert.Contains("uncalibrated", result.Output);
        Assert.DoesNotContain("\e[", result.Output);
    }

    [Fact]
    public void Compare_Wall_IsNoFace() =>
        AssertOutcome("NoFace", _semblance.Write("wall.png", Photo.FromGrey(200, 200, Enumerable.Repeat((byte)90, 40000).ToArray())));

    [Fact]
    public void Compare_TwoPeopleInOnePhoto_IsSeveralFaces() => AssertOutcome(
        "SeveralFaces",
        _semblance.Write("two.png", ReadingTests.Beside(PhotoReader.Read(CommandLine.Lfw("Ahmed_Ghazi")), PhotoReader.Read(CommandLine.Lfw("Agbani_Darego")))));

    [Fact]
    public void Compare_TooSmallAFace_IsPoorQuality() =>
        AssertOutcome("PoorQuality", _semblance.Write("small.png", PhotoReader.Read(CommandLine.Lfw("Ahmed_Ghazi")).Resize(75, 75)));

    [Theory]
    [InlineData("missing", "no such file")]
    [InlineData("empty", "is empty")]
    [InlineData("text", "is not a JPEG")]
    [InlineData("truncated", "truncated")]
    [InlineData("folder", "is a folder")]
    [InlineData("huge", "megapixels")]
    public void Compare_BadInput_ExitsWithTwoAndNamesFileAndReason(string kind, string reason)
    {
        string good = CommandLine.Lfw("Ahmed_Ghazi");
        string bad = kind switch
        {
            "missing" => _semblance.File("missing.jpg"),
            "empty" => _semblance.Write("empty.jpg", []),
            "text" => _semblance.Write("text.jpg", "not a photo"u8.ToArray()),
            "truncated" => _semblance.Write("truncated.png", File.ReadAllBytes(_semblance.Write("whole.png", PhotoReader.Read(good)))[..20000]),
            "huge" => _semblance.Write("huge.pgm", "P5 9000 9000 255\n"u8.ToArray()),
            _ => Path.GetDirectoryName(good)!,
        };

        var result = _semblance.Run("compare", good, bad, "--json");

        result.AssertIsError(2);
        Assert.Contains(bad, result.Error);
        Assert.Contains(reason, result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Compare_FmrOfAnUncalibratedPack_IsRefused()
    {
        var result = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Ahmed_Ghazi"), "--fmr", "0.001", "--json");

        result.AssertIsError(2);
        Assert.Contains("uncalibrated", result.Error);
    }

    [Fact]
    public void Compare_FmrOfACalibratedPack_IsReported()
    {
        _semblance.Pack = TinyPack.Write(_semblance.File("calibrated"), fmr: 0.001);

        var result = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Ahmed_Ghazi"), "--fmr", "0.001", "--json");

        Assert.Equal((0, 0.001), (result.ExitCode, result.Json.GetProperty("fmr").GetDouble()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("NaN")]
    [InlineData("often")]
    public void Compare_FmrThatIsNoRate_ExitsWithTwo(string fmr) => Assert.Equal(2, _semblance.Run("compare", "a", "b", "--fmr", fmr).ExitCode);

    private void AssertOutcome(string outcome, string photo)
    {
        var result = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), photo, "--json");

        Assert.Equal((1, outcome), (result.ExitCode, result.Outcome));
        Assert.Equal(JsonValueKind.Null, result.Json.GetProperty("score").ValueKind);
        Assert.NotEmpty(result.Json.GetProperty("reasons").EnumerateArray());
    }
}

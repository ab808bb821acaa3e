namespace Semblance.Tests.Cli;

/// <summary>Usage, packs and what may be missing on a machine.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly CommandLine _semblance = new();

    public void Dispose() => _semblance.Dispose();

    [Theory]
    [InlineData("detect")]
    [InlineData("compare")]
    [InlineData("enroll")]
    [InlineData("verify")]
    [InlineData("identify")]
    [InlineData("watch")]
    [InlineData("evaluate")]
    public void Help_OfACommand_ShowsExamples(string command)
    {
        var result = _semblance.Run(command, "--help");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains($"  semblance {command} ", result.Output[result.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
    }

    [Theory]
    [InlineData]
    [InlineData("frobnicate")]
    [InlineData("compare", "a.jpg")]
    [InlineData("verify", "anna")]
    [InlineData("verify", "anna", "--from", "x.mp4", "--from-time", "soon")]
    [InlineData("enroll", "anna", "--from", "x.mp4", "--faces", "0")]
    [InlineData("people")]
    [InlineData("gallery")]
    [InlineData("identify", "--from", "x.mp4", "--fpir", "1.5")]
    [InlineData("people", "verify-removed", "anna")]
    public void Run_WrongUsage_ExitsWithTwo(params string[] arguments)
    {
        var result = _semblance.Run(arguments);

        Assert.Equal(2, result.ExitCode);
        Assert.NotEmpty(result.Error);
    }

    [Fact]
    public void Run_PackPathThatDoesNotExist_ExitsWithTwo() => AssertFails(2, "no such folder", "--pack", _semblance.File("nowhere"));

    [Theory]
    [InlineData("gpu", 2, "there are cpu, cuda, directml, coreml, openvino")]
    [InlineData("directml", 3, "is not in this build of ONNX Runtime")]
    public void Run_ProviderThatIsNotThere_FailsInWords(string provider, int code, string message)
    {
        _semblance.Environment["SEMBLANCE_PROVIDER"] = provider;

        AssertFails(code, message);
    }

    [Fact]
    public void Run_ChangedNetwork_ExitsWithThree()
    {
        string network = Path.Combine(_semblance.Pack!, "embedder.onnx");
        byte[] bytes = File.ReadAllBytes(network);
        bytes[^1] ^= 1;
        File.WriteAllBytes(network, bytes);

        AssertFails(3, "SHA-256 differs");
    }

    [Fact]
    public void Run_CascadeThatIsMissing_ExitsWithThree() => AssertFails(3, "cascade", "--cascade", _semblance.File("none.xml"));

    [Fact]
    public void Watch_WindowWithoutADisplay_ExitsWithThree()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems always have a display");

        var result = _semblance.Run("watch", "--from", CommandLine.Lfw("Ahmed_Ghazi"), "--window");

        Assert.Equal(3, result.ExitCode);
        Assert.Contains("display", result.Error);
    }

    [Fact]
    public void Detect_OneBadPhotoAmongGood_AnswersForTheOthersAndExitsWithTwo()
    {
        string good = CommandLine.Lfw("Ahmed_Ghazi"), bad = _semblance.Write("empty.jpg", []), boxes = _semblance.File("boxes");

        var result = _semblance.Run("detect", bad, good, good, "--out", boxes, "--json");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal([bad, good, good], result.JsonLines.Select(line => line.GetProperty("file").GetString()));
        Assert.EndsWith("is empty.", result.JsonLines[0].GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(4, result.JsonLines[1].GetProperty("faces")[0].GetProperty("box").GetArrayLength());
        var copies = Directory.GetFiles(boxes).Order(StringComparer.Ordinal).Select(PhotoReader.Read).ToList();
        Assert.Equal(2, copies.Count);
        Assert.False(copies[0].Rgb.SequenceEqual(PhotoReader.Read(good).Rgb));
    }

    [Fact]
    public void Evaluate_AlignedFaces_PrintsTheContractsFields()
    {
        string images = Semblance.Testing.TestData.Require("att_faces");
        var pairs = from a in Enumerable.Range(1, 6)
                    from b in Enumerable.Range(1, 6)
                    where a < b
                    select (string[])[$"s{a}/1.pgm,s{b}/2.pgm,0,{a % 2}", $"s{a}/{b}.pgm,s{a}/7.pgm,1,{a % 2}"];
        string list = _semblance.Write("pairs.csv", System.Text.Encoding.UTF8.GetBytes("a,b,same,fold\n" + string.Join('\n', pairs.SelectMany(line => line))));

        var result = _semblance.Run("evaluate", "--pairs", list, "--images", images, "--aligned", "--report", _semblance.File("report"), "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(30, result.Json.GetProperty("pairs").GetInt32());
        Assert.Equal(0, result.Json.GetProperty("failedToAcquire").GetInt32());
        Assert.InRange(result.Json.GetProperty("auc").GetDouble(), 0.7, 1);
        Assert.True(new FileInfo(Path.Combine(_semblance.File("report"), "roc.png")).Length > 1000);
    }

    [Fact]
    public void Evaluate_ListThatNamesAMissingPhoto_ExitsWithTwo()
    {
        string list = _semblance.Write("pairs.csv", "a,b,same,fold\nx.jpg,y.jpg,1,0\n"u8.ToArray());

        var result = _semblance.Run("evaluate", "--pairs", list, "--images", _semblance.Home + "/..");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("line 2", result.Error);
    }

    private void AssertFails(int code, string words, params string[] options)
    {
        var result = _semblance.Run(["compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Ahmed_Ghazi"), "--json", .. options]);

        result.AssertIsError(code);
        Assert.Contains(words, result.Error);
    }
}

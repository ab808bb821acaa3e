using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>Adding, listing, verifying and pulling packs by the command line.</summary>
public sealed class PacksCommandTests : IDisposable
{
    private readonly CommandLine _semblance = new() { Pack = null };

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Add_OwnNetwork_IsListedVerifiedAndUncalibrated()
    {
        var added = AddTiny("mine", "--licence", "MIT", "--training-data", "nothing");
        var verified = _semblance.Run("packs", "verify", "mine", "--json");
        var listed = _semblance.Run("packs", "list", "--json").Json.GetProperty("packs").EnumerateArray().Single(pack => pack.GetProperty("name").GetString() == "mine");
        var asked = _semblance.Run("compare", CommandLine.Lfw("Ahmed_Ghazi"), CommandLine.Lfw("Ahmed_Ghazi"), "--pack", "mine", "--fmr", "0.001");

        Assert.True(added.ExitCode == 0, added.Error);
        Assert.Contains("uncalibrated", added.Error);
        Assert.Equal((0, Path.Combine(Packs, "mine")), (verified.ExitCode, verified.Json.GetProperty("folder").GetString()));
        Assert.Equal(("MIT", "nothing", false), (listed.GetProperty("licence").GetString(), listed.GetProperty("trainingData").GetString(), listed.GetProperty("calibrated").GetBoolean()));
        Assert.Equal(2, asked.ExitCode);
        Assert.Contains("uncalibrated", asked.Error);
    }

    [Fact]
    public void Add_NameThatIsTaken_NeedsReplaceAndKeepsTheOldPackUntilTheNewOneWorks()
    {
        Assert.Equal(0, AddTiny("mine").ExitCode);
        string before = Id("mine");

        var refused = AddTiny("mine", "--comparator", "euclidean");
        var broken = AddTiny("mine", "--replace", "--width", "64");
        Assert.Equal(before, Id("mine"));
        var replaced = AddTiny("mine", "--replace", "--comparator", "euclidean");

        Assert.Equal((2, 2, 0), (refused.ExitCode, broken.ExitCode, replaced.ExitCode));
        Assert.Contains("--replace", refused.Error);
        Assert.NotEqual(before, Id("mine"));
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(Packs).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("does not take faces of 92 x 112 pixels in 3 channels", "--channels", "rgb")]
    [InlineData("does not take faces of 112 x 112 pixels in 1 channel", "--width", "112")]
    [InlineData("gives no landmarks", "--alignment", "fivePoint")]
    [InlineData("give rgb or bgr or grey", "--channels", "cmyk")]
    [InlineData("--scale 1/x", "--scale", "1/x")]
    [InlineData("--scale 1/0", "--scale", "1/0")]
    [InlineData("--width 0: it must be between 8 and 1024", "--width", "0")]
    [InlineData("--detector nowhere.onnx", "--detector", "nowhere.onnx")]
    public void Add_WhatCannotWork_SaysWhyAndInstallsNothing(string words, params string[] options)
    {
        var result = AddTiny("mine", options);

        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(words, result.Error);
        Assert.False(Directory.Exists(Packs) && Directory.EnumerateFileSystemEntries(Packs).Any());
    }

    [Fact]
    public void Add_DetectorOfAnotherLayout_NamesTheFile()
    {
        string embedder = TestData.RequireModel("mobileface_v2.onnx");
        File.Copy(embedder, _semblance.File("other.onnx"));

        var result = _semblance.Run("packs", "add", "mine", "--detector", _semblance.File("other.onnx"), "--embedder", embedder, "--threshold", "0.4");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("other.onnx cannot be run", result.Error);
    }

    [Theory]
    [InlineData("builtin")]
    [InlineData("../mine")]
    [InlineData(".mine")]
    [InlineData("Mine")]
    [InlineData("")]
    public void Add_NameThatCannotBe_ExitsWithTwo(string name) => Assert.Equal(2, AddTiny(name).ExitCode);

    [Fact]
    public void Add_FileThatIsNoNetwork_NamesIt()
    {
        var result = _semblance.Run("packs", "add", "mine", "--embedder", _semblance.Write("words.onnx", "words"u8.ToArray()), "--threshold", "0.4");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("words.onnx", result.Error);
    }

    [Fact]
    public void Verify_OneByteOfTheDetectorChanged_NamesItAndExitsWithThree()
    {
        string folder = TinyPack.WriteFivePoint(Path.Combine(Packs, "mine"), "a detector"u8.ToArray());
        File.WriteAllBytes(Path.Combine(folder, "detector.onnx"), "b detector"u8.ToArray());

        var result = _semblance.Run("packs", "verify", "mine", "--json");

        result.AssertIsError(3);
        Assert.Contains(Path.Combine(folder, "detector.onnx"), result.Error);
        Assert.Contains("SHA-256 differs", result.Error);
    }

    [Fact]
    public void Pull_WhatNobodyPublishesOrFromNowhere_ExitsWithTwo()
    {
        Assert.Contains("there is: opencv", Fails(2, "packs", "pull", "facebook"));
        Assert.Contains("this is no folder", Fails(2, "packs", "pull", "opencv", "--from", _semblance.File("nowhere")));
    }

    [Fact]
    public void Pull_FolderWithAnotherFile_ExitsWithThreeAndInstallsNothing()
    {
        _semblance.Write("face_detection_yunet_2023mar.onnx", new byte[232_589]);

        Assert.Contains("SHA-256 differs", Fails(3, "packs", "pull", "opencv", "--from", Path.GetDirectoryName(_semblance.File("x"))!));
        Assert.DoesNotContain("opencv-", _semblance.Run("packs", "list").Output);
    }

    [Fact]
    public void Pull_ProxyInTheEnvironment_IsAsked()
    {
        using var proxy = new ModelServer(_ => ModelAnswer.Status("404 Not Found"));
        _semblance.Environment["HTTP_PROXY"] = _semblance.Environment["http_proxy"] = proxy.Url;
        _semblance.Environment["NO_PROXY"] = _semblance.Environment["no_proxy"] = "";

        Assert.Contains("404", Fails(3, "packs", "pull", "opencv", "--from", "http://models.invalid/zoo"));
        Assert.Equal("http://models.invalid/zoo/face_detection_yunet_2023mar.onnx", Assert.Single(proxy.Requests).Target);
    }

    private string Packs => Path.Combine(_semblance.Home, "packs");

    // Options given later stand for the same ones before.
    private CommandResult AddTiny(string name, params string[] options)
    {
        string model = _semblance.Write("tiny.onnx", TinyPack.Model(TinyPack.Width, TinyPack.Height));
        var given = new Dictionary<string, string>
        {
            ["--embedder"] = model, ["--channels"] = "grey", ["--width"] = $"{TinyPack.Width}", ["--height"] = $"{TinyPack.Height}",
            ["--mean"] = "128", ["--scale"] = "1/128", ["--threshold"] = "0.9",
        };
        var flags = new List<string>();
        for (int i = 0; i < options.Length; i++)
        {
            if (options[i] == "--replace")
                flags.Add(options[i]);
            else
                given[options[i]] = options[++i];
        }
        return _semblance.Run(["packs", "add", name, .. given.SelectMany(option => (string[])[option.Key, option.Value]), .. flags]);
    }

    private string Id(string name) => _semblance.Run("packs", "verify", name, "--json").Json.GetProperty("id").GetString()!;

    private string Fails(int code, params string[] arguments)
    {
        var result = _semblance.Run([.. arguments, "--json"]);
        result.AssertIsError(code);
        return result.Error;
    }
}

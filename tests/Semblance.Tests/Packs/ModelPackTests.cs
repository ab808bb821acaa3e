using System.Text.Json.Nodes;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Liveness;

namespace Semblance.Tests.Packs;

/// <summary>What pack.json may say, and that nothing unverified is ever used.</summary>
public sealed class ModelPackTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_EveryFileUnchanged_KnowsItsPieces()
    {
        var pack = ModelPack.Load(GridPack());

        Assert.StartsWith("grid-", pack.Id);
        Assert.IsType<FivePointAligner>(pack.CreateAligner());
        Assert.IsType<GridDetectorEntry>(pack.Manifest.Detector);
    }

    [Theory]
    [InlineData("detector.onnx")]
    [InlineData("embedder.onnx")]
    public void Load_OneByteOfAFileChanged_IsRefusedByName(string file)
    {
        string folder = GridPack(), path = Path.Combine(folder, file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);

        var error = Assert.Throws<PackException>(() => ModelPack.Load(folder));

        Assert.StartsWith(path, error.Message);
        Assert.Contains("SHA-256 differs", error.Message);
    }

    [Fact]
    public void Load_FileThatIsMissing_IsRefusedByName()
    {
        string folder = GridPack();
        File.Delete(Path.Combine(folder, "detector.onnx"));

        Assert.Contains("detector.onnx", Assert.Throws<PackException>(() => ModelPack.Load(folder)).Message);
    }

    [Theory]
    [InlineData("format", "1", "format 1")]
    [InlineData("alignment", "\"threePoint\"", "threePoint")]
    [InlineData("comparator", "\"manhattan\"", "manhattan")]
    [InlineData("thresholds", "[]", "no threshold")]
    [InlineData("detector", """{"kind":"cascade"}""", "cascade")]
    [InlineData("detector", """{"scaleFactor":1.1}""", "pack.json")]
    [InlineData("detector", """{"kind":"haar"}""", "no landmarks")]
    [InlineData("detector.channels", "\"grey\"", "detector input")]
    [InlineData("detector.minScore", "1.5", "detector input")]
    [InlineData("detector.file", "\"../detector.onnx\"", "its own folder")]
    [InlineData("embedder.width", "96", "112 x 112")]
    [InlineData("embedder.channels", "\"rgba\"", "embedder input")]
    [InlineData("colour", "\"red\"", "colour")]
    public void Load_ManifestThatCannotBe_SaysWhat(string field, string value, string words)
    {
        string folder = GridPack();
        Change(folder, field, JsonNode.Parse(value));

        Assert.Contains(words, Assert.Throws<PackException>(() => ModelPack.Load(folder)).Message);
    }

    [Theory]
    [InlineData("detector.mean", "127.5")]
    [InlineData("detector.channels", "\"rgb\"")]
    [InlineData("embedder.scale", "0.5")]
    [InlineData("alignment", "\"box\"")]
    [InlineData("comparator", "\"euclidean\"")]
    public void Id_PreprocessingChanges_IsAnother(string field, string value)
    {
        string folder = GridPack();
        string before = ModelPack.Load(folder).Id;

        Change(folder, field, JsonNode.Parse(value));

        Assert.NotEqual(before, ModelPack.Load(folder).Id);
    }

    [Fact]
    public void Id_WordsAndThresholdsChange_StaysTheSame()
    {
        string folder = GridPack();
        string before = ModelPack.Load(folder).Id;

        Change(folder, "licence", "other words");
        Change(folder, "thresholds", JsonNode.Parse("""[{"score":0.7,"fmr":0.001,"evidence":"new"}]"""));

        Assert.Equal(before, ModelPack.Load(folder).Id);
    }

    [Fact]
    public void Start_PackOfTheKindHaar_AsksForADetector()
    {
        var pack = ModelPack.Load(TinyPack.Write(_folder.File("tiny")));

        Assert.Contains("HaarFaceDetector", Assert.Throws<PackException>(() => pack.Start()).Message);
    }

    [Fact]
    public void Start_DetectorThatIsNoNetwork_NamesItsFile()
    {
        var pack = ModelPack.Load(GridPack());

        Assert.Contains("detector.onnx cannot be run", Assert.Throws<PackException>(() => pack.Start()).Message);
    }

    [Fact]
    public void CreateSpoofNetwork_PackWithOne_RunsItAndKeepsItsId()
    {
        string folder = GridPack();
        string before = ModelPack.Load(folder).Id;
        AddSpoofNetwork(folder);

        var pack = ModelPack.Load(folder);
        using var network = pack.CreateSpoofNetwork();

        Assert.Equal(before, pack.Id);
        Assert.True(pack.HasSpoofNetwork);
        Assert.Equal(TinySpoof.Thresholds, network.Thresholds);
        Assert.Contains("spoof.onnx", pack.Manifest.NetworkFiles());
    }

    [Fact]
    public void CreateSpoofNetwork_PackWithoutOne_SaysSo()
    {
        var pack = ModelPack.Load(GridPack());

        Assert.False(pack.HasSpoofNetwork);
        Assert.Contains("cannot check texture", Assert.Throws<PackException>(() => pack.CreateSpoofNetwork()).Message);
    }

    [Fact]
    public void Load_SpoofNetworkChanged_IsRefusedByName()
    {
        string folder = GridPack();
        AddSpoofNetwork(folder);
        File.AppendAllText(Path.Combine(folder, "spoof.onnx"), "more");

        Assert.Contains("spoof.onnx is not the file", Assert.Throws<PackException>(() => ModelPack.Load(folder)).Message);
    }

    [Theory]
    [InlineData("spoof.liveFrom", "0.05")]
    [InlineData("spoof.liveFrom", "1")]
    [InlineData("spoof.spoofBelow", "0")]
    public void Load_SpoofThresholdsThatAreNone_IsRefused(string field, string value)
    {
        string folder = GridPack();
        AddSpoofNetwork(folder);
        Change(folder, field, JsonNode.Parse(value));

        Assert.Contains("spoofBelow <= liveFrom", Assert.Throws<PackException>(() => ModelPack.Load(folder)).Message);
    }

    private static void AddSpoofNetwork(string folder)
    {
        byte[] model = TinySpoof.Model();
        File.WriteAllBytes(Path.Combine(folder, "spoof.onnx"), model);
        Change(folder, "spoof", new JsonObject
        {
            ["file"] = "spoof.onnx", ["sha256"] = TinyPack.Sha256(model), ["liveFrom"] = TinySpoof.Thresholds.LiveFrom, ["spoofBelow"] = TinySpoof.Thresholds.SpoofBelow, ["evidence"] = "made for tests",
        });
    }

    // A pack with a detector of its own; its file is no network, which loading does not ask.
    private string GridPack() => TinyPack.WriteFivePoint(_folder.File("grid"), "no network"u8.ToArray());

    private static void Change(string folder, string field, JsonNode? value)
    {
        string path = Path.Combine(folder, "pack.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        string[] names = field.Split('.');
        (names.Length == 1 ? manifest : manifest[names[0]]!)[names[^1]] = value;
        File.WriteAllText(path, manifest.ToJsonString());
    }
}

using System.Text.Json.Nodes;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Liveness;

namespace Semblance.Server.Tests.Liveness;

/// <summary>The built-in pack with a spoof network that always says one thing, so that a test is about everything else.</summary>
internal static class MadeTexture
{
    /// <summary>Everything is skin.</summary>
    public static ModelPack Live() => Load(grey: -1000);

    /// <summary>Everything is paper.</summary>
    public static ModelPack Spoof() => Load(grey: 1000);

    private static ModelPack Load(float grey)
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(ModelPack.BuiltinFolder))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        byte[] network = TinySpoof.Model(grey: grey);
        File.WriteAllBytes(folder.File("made.onnx"), network);
        var manifest = JsonNode.Parse(File.ReadAllText(folder.File("pack.json")))!;
        manifest["spoof"] = new JsonObject { ["file"] = "made.onnx", ["sha256"] = TinyPack.Sha256(network), ["liveFrom"] = 0.9, ["spoofBelow"] = 0.1, ["evidence"] = "made for tests" };
        File.WriteAllText(folder.File("pack.json"), manifest.ToJsonString());
        return ModelPack.Load(folder.Path);
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Liveness;
using Semblance.Packs;

namespace Semblance.Training.Export;

/// <summary>Puts a trained spoof network into a pack. It shapes no embedding: the pack's id, thresholds and templates stay.</summary>
internal static class PackSpoof
{
    private const string ModelFile = "spoof.onnx", RecipePoint = "spoof";

    private const string TrainingData =
        "Texture: webcam frames and prints of NUAA, photos of screens, portraits from the web, and attacks simulated from these (docs/accuracy-liveness-texture.md).";

    /// <summary>Writes the network and its entry in pack.json, and loads the pack again.</summary>
    /// <param name="folder">The pack's folder.</param>
    /// <param name="model">An ONNX file of <c>semblance-train spoof</c>.</param>
    /// <param name="thresholds">What its scores mean.</param>
    /// <param name="evidence">How they were chosen, in words.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <exception cref="PackException">The folder holds no pack, or the network is none.</exception>
    public static ModelPack Write(string folder, byte[] model, SpoofThresholds thresholds, string evidence, JsonNode? recipe)
    {
        var manifest = ModelPack.Load(folder).Manifest;
        using (new SpoofNetwork(model, thresholds))
        {
            // It can be run.
        }
        var recipes = manifest.Recipe?.DeepClone().AsObject() ?? [];
        recipes[RecipePoint] = recipe?.DeepClone();
        string withoutOurs = manifest.TrainingData.Replace(TrainingData, "", StringComparison.Ordinal).TrimEnd();
        var changed = manifest with
        {
            Spoof = new SpoofEntry(ModelFile, Convert.ToHexStringLower(SHA256.HashData(model)), thresholds.LiveFrom, thresholds.SpoofBelow, evidence),
            TrainingData = $"{withoutOurs} {TrainingData}",
            Recipe = recipes,
        };
        File.WriteAllBytes(Path.Combine(folder, ModelFile), model);
        File.WriteAllText(Path.Combine(folder, "pack.json"), JsonSerializer.Serialize(changed, PackManifest.Json));
        return ModelPack.Load(folder);
    }
}

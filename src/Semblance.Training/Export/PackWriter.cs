using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using Semblance.Training.Siamese;

namespace Semblance.Training.Export;

/// <summary>Writes a trained network as a pack that every Semblance program loads: embedder.onnx and pack.json.</summary>
internal static class PackWriter
{
    private const string ModelFile = "embedder.onnx";

    /// <summary>Writes the pack and loads it again, so that what is left behind is known to work.</summary>
    /// <param name="folder">Where to; made if needed, former files of these names are replaced.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="recipe">How it was trained.</param>
    /// <param name="threshold">The score at which two faces count as one person, uncalibrated.</param>
    /// <param name="thresholdEvidence">Where the threshold comes from, in words.</param>
    /// <param name="trainingData">What the network learned from, in words.</param>
    /// <param name="metrics">What was measured.</param>
    public static ModelPack Write(string folder, EmbeddingNetwork network, Recipe recipe, double threshold, string thresholdEvidence, string trainingData, JsonNode metrics)
    {
        ArgumentNullException.ThrowIfNull(network);
        Directory.CreateDirectory(folder);
        byte[] model = OnnxExport.ToOnnx(network);
        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = recipe.Name == Recipe.Lesson.Name ? "classic" : $"classic-{recipe.Name}",
            Detector = new HaarDetectorEntry(),
            Alignment = "box",
            Embedder = new EmbedderEntry(ModelFile, Convert.ToHexStringLower(SHA256.HashData(model)),
                EmbeddingNetwork.Width, EmbeddingNetwork.Height, "grey", Mean: 0, Scale: 1 / 255f, network.UnitLength),
            Comparator = network.UnitLength ? "cosine" : "euclidean",
            Thresholds = [new ThresholdEntry(threshold, Fmr: null, $"uncalibrated: {thresholdEvidence}")],
            Licence = "The weights are yours, made by your own training run; the terms of the training data apply to their use.",
            TrainingData = trainingData,
            Recipe = RecipeJson.Of(recipe),
            Metrics = metrics,
        };
        File.WriteAllBytes(Path.Combine(folder, ModelFile), model);
        File.WriteAllText(Path.Combine(folder, "pack.json"), JsonSerializer.Serialize(manifest, PackManifest.Json));
        return ModelPack.Load(folder);
    }
}

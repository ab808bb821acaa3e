using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>
/// A pack of published networks that know faces, with evidence, for tests of what the tiny pack cannot show. Its numbers are rounded from a fit
/// to 4,436 aligned faces of 1,814 people.
/// </summary>
internal static class StandInPack
{
    private const string Data = "10 million comparisons, rounded";

    /// <summary>Writes the pack into a folder and returns that folder; the test is skipped where the networks are missing.</summary>
    public static string Write(string folder)
    {
        byte[] detector = File.ReadAllBytes(TestData.RequireModel("yunet_s_dynamic.onnx")), embedder = File.ReadAllBytes(TestData.RequireModel("mobileface_v2.onnx"));
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "detector.onnx"), detector);
        File.WriteAllBytes(Path.Combine(folder, "embedder.onnx"), embedder);
        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = "stand-in",
            Detector = new GridDetectorEntry("detector.onnx", TinyPack.Sha256(detector), "bgr", Mean: 0, Scale: 1, MinScore: 0.6f),
            Alignment = "fivePoint",
            Embedder = new EmbedderEntry("embedder.onnx", TinyPack.Sha256(embedder), FivePointAligner.Side, FivePointAligner.Side, "rgb", 0, 1, UnitLength: true),
            Comparator = "cosine",
            Thresholds = [new ThresholdEntry(0.473, 0.0001, Data), new ThresholdEntry(0.374, 0.001, Data)],
            Evidence = Evidence,
            Licence = "MIT",
            TrainingData = "others' (see the networks' own pages)",
        };
        Save(folder, manifest);
        return folder;
    }

    public static EvidenceEntry Evidence { get; } = new(
        [0.03, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8], [-3, 0.3, 2.5, 4.8, 7.1, 9.9, 11], EvidenceFit.LeastLikeness, Genuine: 5_274, Impostor: 9_830_671, Data);

    public static void Save(string folder, PackManifest manifest) =>
        File.WriteAllBytes(Path.Combine(folder, "pack.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, PackManifest.Json));
}

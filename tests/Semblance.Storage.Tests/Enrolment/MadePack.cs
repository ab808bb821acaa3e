using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Packs;

namespace Semblance.Storage.Tests.Enrolment;

/// <summary>A pack that never runs: an enrolment needs its id, its comparator and its thresholds.</summary>
internal static class MadePack
{
    /// <summary>The threshold of the default false match rate, 1e-4.</summary>
    public const double SamePerson = 0.5;

    /// <summary>From this score on a single enrolled person has the face: 1 % spent on one comparison.</summary>
    public const double SameAmongOne = 0.3;

    private static readonly byte[] s_network = [1, 2, 3];

    /// <summary>Writes the pack into a folder and loads it.</summary>
    public static ModelPack Load(string folder, string comparator = "cosine")
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "embedder.onnx"), s_network);
        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = "made",
            Detector = new HaarDetectorEntry(),
            Alignment = "box",
            Embedder = new EmbedderEntry("embedder.onnx", Convert.ToHexStringLower(SHA256.HashData(s_network)), 8, 8, "grey", 0, 1, UnitLength: true),
            Comparator = comparator,
            Thresholds = [Threshold(SamePerson, 1e-4), Threshold(0.2, 0.1), Threshold(SameAmongOne, 0.01), Threshold(0.4, 0.001), Threshold(0.6, 1e-5)],
            Licence = "MIT",
            TrainingData = "none",
        };
        File.WriteAllBytes(Path.Combine(folder, "pack.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, PackManifest.Json));
        return ModelPack.Load(folder);
    }

    private static ThresholdEntry Threshold(double score, double fmr) => new(score, fmr, "made for tests");
}

using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Training.Embedder;

namespace Semblance.Training.Export;

/// <summary>Puts a trained detector and a trained embedder together as a pack. Its thresholds are calibrated afterwards, on the finished files.</summary>
internal static class BuiltinPack
{
    private const string DetectorFile = "detector.onnx";
    private const string LandmarksFile = "landmarks.onnx";
    private const string EmbedderFile = "embedder.onnx";

    // A cosine that would let few strangers pass; what it means is measured by the calibration that replaces it.
    private const double Uncalibrated = 0.5;

    private const string Licence =
        "The weights are our own work from random initial weights, MIT licence like the program. They learned from sets of faces that are published for research only, "
        + "so no claim is made that they suit commercial use; the pack opencv exists for that.";

    private const string TrainingData =
        "Embedder: 34,000 aligned faces of Families in the Wild, CelebA, Celebrities in Frontal-Profile (CFP) and unlabelled ones, answered by the MIT-licensed network MobileFace Identification V2 as teacher. "
        + "Detector and landmarks: photos of scenes and crowds (part of WIDER FACE), answered by the MIT-licensed detector YuNet as teacher.";

    /// <summary>Writes the pack and loads it again, so that what is left behind is known to work.</summary>
    /// <param name="folder">Where to; made if needed, former files of these names are replaced.</param>
    /// <param name="name">The pack's name.</param>
    /// <param name="detector">A detector's ONNX file of YuNet's output layout, BGR 0..255.</param>
    /// <param name="landmarks">The network that refines its landmarks, as <c>semblance-train landmarks</c> writes it.</param>
    /// <param name="embedder">An embedder's ONNX file, as <c>semblance-train embedder</c> writes it.</param>
    /// <param name="minScore">Faces of a lower detector score are left out.</param>
    /// <param name="unsureScore">Where no face reaches that, faces from this score on count.</param>
    /// <param name="recipe">How both were trained.</param>
    public static ModelPack Write(string folder, string name, byte[] detector, byte[] landmarks, byte[] embedder, float minScore, float unsureScore, JsonNode? recipe)
    {
        Directory.CreateDirectory(folder);
        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = name,
            Detector = new GridDetectorEntry(DetectorFile, Hash(detector), "bgr", Mean: 0, Scale: 1, minScore, unsureScore, new RefinerEntry(LandmarksFile, Hash(landmarks))),
            Alignment = "fivePoint",
            Embedder = new EmbedderEntry(EmbedderFile, Hash(embedder), Faces.FaceAugmentation.Side, Faces.FaceAugmentation.Side, "rgb", EmbedderTrainer.PixelMean, EmbedderTrainer.PixelScale, UnitLength: true),
            Comparator = "cosine",
            Thresholds = [new ThresholdEntry(Uncalibrated, Fmr: null, "uncalibrated: a cosine of 0.5, by convention")],
            Licence = Licence,
            TrainingData = TrainingData,
            Recipe = recipe,
        };
        File.WriteAllBytes(Path.Combine(folder, DetectorFile), detector);
        File.WriteAllBytes(Path.Combine(folder, LandmarksFile), landmarks);
        File.WriteAllBytes(Path.Combine(folder, EmbedderFile), embedder);
        File.WriteAllText(Path.Combine(folder, "pack.json"), JsonSerializer.Serialize(manifest, PackManifest.Json));
        return ModelPack.Load(folder);
    }

    private static string Hash(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Recognition;

namespace Semblance.Tests.Cli;

/// <summary>
/// A real pack that needs no training: its network averages 4 x 4 pixels of the aligned face, so its embedding is a small picture of
/// it, compared by cosine. Good enough to tell frames of one clip from those of another; nothing more.
/// </summary>
internal static class TinyPack
{
    public const int Width = 92, Height = 112, Pool = 4;

    /// <summary>Writes the pack into a folder and returns that folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="threshold">From which cosine two faces are one person's.</param>
    /// <param name="fmr">The false match rate of that threshold; null: uncalibrated.</param>
    /// <param name="padding">Bytes without meaning in the network; another number makes another pack.</param>
    public static string Write(string folder, double threshold = 0.9, double? fmr = null, int padding = 0)
    {
        byte[] model = Model(Width, Height, padding);
        return Write(folder, Manifest("tiny", model, new HaarDetectorEntry(), "box", Width, Height, new ThresholdEntry(threshold, fmr, "made for tests")), ("embedder.onnx", model));
    }

    /// <summary>The same with a detector of its own and five-point alignment.</summary>
    public static string WriteFivePoint(string folder, byte[] detector, double threshold = 0.9)
    {
        byte[] model = Model(FivePointAligner.Side, FivePointAligner.Side);
        var entry = new GridDetectorEntry("detector.onnx", Sha256(detector), "bgr", Mean: 0, Scale: 1, MinScore: 0.6f);
        var manifest = Manifest("grid", model, entry, "fivePoint", FivePointAligner.Side, FivePointAligner.Side, new ThresholdEntry(threshold, null, "made for tests"));
        return Write(folder, manifest, ("embedder.onnx", model), ("detector.onnx", detector));
    }

    /// <summary>The pack.json of a pack whose embedder is <see cref="Model"/>.</summary>
    public static PackManifest Manifest(string name, byte[] model, DetectorEntry detector, string alignment, int width, int height, ThresholdEntry threshold) => new()
    {
        Format = PackManifest.CurrentFormat,
        Name = name,
        Detector = detector,
        Alignment = alignment,
        Embedder = new EmbedderEntry("embedder.onnx", Sha256(model), width, height, "grey", 128, 1 / 128f, UnitLength: true),
        Comparator = "cosine",
        Thresholds = [threshold],
        Licence = "MIT",
        TrainingData = "none",
    };

    public static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Write(string folder, PackManifest manifest, params (string Name, byte[] Bytes)[] files)
    {
        Directory.CreateDirectory(folder);
        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(folder, name), bytes);
        File.WriteAllBytes(Path.Combine(folder, "pack.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, PackManifest.Json));
        return folder;
    }

    /// <summary>The network for faces of a size. Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</summary>
    /// <param name="width">Width, a multiple of the pool.</param>
    /// <param name="height">Height, a multiple of the pool.</param>
    /// <param name="padding">Bytes without meaning (a description), to make the file as long as a test needs.</param>
    public static byte[] Model(int width, int height, int padding = 0)
    {
        byte[] pool = Message(
            Text(1, "face"), Text(2, "pooled"), Text(4, "AveragePool"), Field(5, Ints("kernel_shape", Pool, Pool)), Field(5, Ints("strides", Pool, Pool)));
        byte[] flatten = Message(Text(1, "pooled"), Text(2, "embedding"), Text(4, "Flatten"));
        byte[] graph = Message(
            Field(1, pool), Field(1, flatten), Text(2, "tiny"),
            Field(11, Tensor("face", 1, 1, height, width)), Field(12, Tensor("embedding", 1, height / Pool * (width / Pool))));
        string description = string.Concat(Enumerable.Range(0, padding).Select(i => (char)('a' + i * i % 26)));
        return Message(Number(1, 8), Text(6, description), Field(7, graph), Field(8, Message(Number(2, 17))));
    }

    internal static byte[] Ints(string name, params int[] values) => Message([Text(1, name), .. values.Select(value => Number(8, value)), Number(20, 7)]);

    internal static byte[] Tensor(string name, params int[] shape)
    {
        byte[] dimensions = Message([.. shape.Select(side => Field(1, Message(Number(1, side))))]);
        return Message(Text(1, name), Field(2, Field(1, Message(Number(1, 1), Field(2, dimensions)))));
    }

    internal static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    internal static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    internal static byte[] Field(int field, byte[] content) => [.. Varint(field << 3 | 2), .. Varint(content.Length), .. content];

    internal static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}

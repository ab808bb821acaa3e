using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Semblance.Packs;

namespace Semblance.Tests.Cli;

/// <summary>
/// A real pack that needs no training: its network averages 4 x 4 pixels of the aligned face, so its embedding is a small picture of
/// it, compared by cosine. Good enough to tell frames of one clip from those of another; nothing more.
/// </summary>
internal static class TinyPack
{
    public const int Width = 92, Height = 112, Pool = 4;

    /// <summary>Writes the pack into a folder and returns that folder.</summary>
    public static string Write(string folder, double threshold = 0.9, double? fmr = null)
    {
        Directory.CreateDirectory(folder);
        byte[] model = AveragePoolModel();
        File.WriteAllBytes(Path.Combine(folder, "embedder.onnx"), model);
        var manifest = new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = "tiny",
            Detector = new HaarDetectorEntry(),
            Alignment = "box",
            Embedder = new EmbedderEntry("embedder.onnx", Convert.ToHexStringLower(SHA256.HashData(model)), Width, Height, "grey", 128, 1 / 128f, UnitLength: true),
            Comparator = "cosine",
            Thresholds = [new ThresholdEntry(threshold, fmr, "made for tests")],
            Licence = "MIT",
            TrainingData = "none",
        };
        File.WriteAllBytes(Path.Combine(folder, "pack.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, PackManifest.Json));
        return folder;
    }

    // Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
    private static byte[] AveragePoolModel()
    {
        byte[] pool = Message(
            Text(1, "face"), Text(2, "pooled"), Text(4, "AveragePool"), Field(5, Ints("kernel_shape", Pool, Pool)), Field(5, Ints("strides", Pool, Pool)));
        byte[] flatten = Message(Text(1, "pooled"), Text(2, "embedding"), Text(4, "Flatten"));
        byte[] graph = Message(
            Field(1, pool), Field(1, flatten), Text(2, "tiny"),
            Field(11, Tensor("face", 1, 1, Height, Width)), Field(12, Tensor("embedding", 1, Height / Pool * (Width / Pool))));
        return Message(Number(1, 8), Field(7, graph), Field(8, Message(Number(2, 17))));
    }

    private static byte[] Ints(string name, params int[] values) => Message([Text(1, name), .. values.Select(value => Number(8, value)), Number(20, 7)]);

    private static byte[] Tensor(string name, params int[] shape)
    {
        byte[] dimensions = Message([.. shape.Select(side => Field(1, Message(Number(1, side))))]);
        return Message(Text(1, name), Field(2, Field(1, Message(Number(1, 1), Field(2, dimensions)))));
    }

    private static byte[] Message(params byte[][] fields) => [.. fields.SelectMany(field => field)];

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) => [.. Varint(field << 3 | 2), .. Varint(content.Length), .. content];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}

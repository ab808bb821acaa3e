using System.CommandLine;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Embedder;

namespace Semblance.Training.Commands;

/// <summary>An embedder and a detector as ONNX files on the command line.</summary>
internal static class NetworkOptions
{
    public static Option<string> Model { get; } = new("--model") { Description = "The embedder: an ONNX file that takes aligned faces of 112 x 112 pixels.", Required = true };

    public static Option<string> Channels { get; } = CommonOptions.Named("--channels", "The embedder's channel order: rgb or bgr.", "rgb", "rgb", "bgr");

    public static Option<float> Mean { get; } = NumberOption.Create("--mean", "Subtracted from each level 0..255. Default: as semblance-train embedder writes its networks.", Limits.Between(-1000, 1000), () => EmbedderTrainer.PixelMean);

    public static Option<float> Scale { get; } = NumberOption.Create("--scale", "Multiplied after that.", Limits.Positive, () => EmbedderTrainer.PixelScale);

    public static Option<string> Detector { get; } = new("--detector") { Description = "The detector that aligns the faces: an ONNX file of YuNet's layout (BGR, levels 0..255).", Required = true };

    public static Option<string?> Landmarks { get; } = new("--landmarks") { Description = "The network that refines the detector's landmarks: an ONNX file as semblance-train landmarks writes it." };

    public static Option<float?> UnsureScore { get; } = NumberOption.Optional<float>("--unsure-score", "Where no face reaches a score of 0.6, faces from this score on count (the built-in pack: 0.4).", Limits.Between(0, 1));

    /// <summary>The detector, and what tells it from others.</summary>
    public static (IFaceDetector Detector, string Hash) StartDetector(ParseResult arguments)
    {
        byte[] detector = Read(arguments.GetRequiredValue(Detector));
        byte[]? landmarks = arguments.GetValue(Landmarks) is { } file ? Read(file) : null;
        var options = new GridOptions { UnsureScore = arguments.GetValue(UnsureScore) };
        return (Start(detector, landmarks, options), $"{Convert.ToHexStringLower(SHA256.HashData([.. detector, .. landmarks ?? []]))} {options}");
    }

    /// <summary>A detector with its landmarks refined where there is a network for it.</summary>
    public static IFaceDetector Start(byte[] detector, byte[]? landmarks, GridOptions options)
    {
        var grid = new GridFaceDetector(detector, options);
        return landmarks is null ? grid : new RefinedFaceDetector(grid, new LandmarkRefiner(landmarks));
    }

    public static OnnxEmbedder StartEmbedder(ParseResult arguments)
    {
        string path = arguments.GetRequiredValue(Model);
        var input = new EmbedderInput(
            FivePointAligner.Side, FivePointAligner.Side, arguments.GetRequiredValue(Channels), arguments.GetValue(Mean), arguments.GetValue(Scale), UnitLength: true);
        try
        {
            return new OnnxEmbedder(Read(path), Path.GetFileNameWithoutExtension(path), input);
        }
        catch (OnnxRuntimeException e)
        {
            throw new DataException($"{path} cannot be run: {e.Message}");
        }
    }

    public static byte[] Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : throw new DataException($"{path}: no such file.");
}

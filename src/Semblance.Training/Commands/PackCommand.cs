using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Numbers;
using Semblance.Training.Data;
using Semblance.Training.Export;
using Semblance.Training.Output;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train pack</c>: puts a trained detector and embedder together as a pack.</summary>
internal static class PackCommand
{
    private static readonly Option<string> s_detector = new("--detector") { Description = "The folder that semblance-train detector wrote, with detector.onnx and training.json.", Required = true };
    private static readonly Option<string> s_landmarks = new("--landmarks") { Description = "The folder that semblance-train landmarks wrote, with landmarks.onnx and training.json.", Required = true };
    private static readonly Option<string> s_embedder = new("--embedder") { Description = "The folder that semblance-train embedder wrote, with embedder.onnx and training.json.", Required = true };
    private static readonly Option<string> s_name = new("--name") { Description = "The pack's name.", DefaultValueFactory = _ => "builtin" };
    private static readonly Option<float> s_minScore = NumberOption.Create("--min-score", "Faces of a lower detector score are left out.", Limits.Between(0, 1), () => 0.6f);
    private static readonly Option<float> s_unsureScore = NumberOption.Create("--unsure-score", "Where no face reaches that, faces from this score on count.", Limits.Between(0, 1), () => 0.4f);
    private static readonly Option<string> s_out = new("--out") { Description = "The pack's folder; former files are replaced.", Required = true };

    public static Command Create()
    {
        var command = new Command("pack", "Put a trained detector and embedder together as a pack, still uncalibrated: semblance-train calibrate --write comes next.")
        {
            s_detector, s_landmarks, s_embedder, s_name, s_minScore, s_unsureScore, s_out, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string detector = arguments.GetRequiredValue(s_detector), landmarks = arguments.GetRequiredValue(s_landmarks), embedder = arguments.GetRequiredValue(s_embedder), folder = arguments.GetRequiredValue(s_out);
        var recipe = new JsonObject { ["detector"] = Recipe(detector), ["landmarks"] = Recipe(landmarks), ["embedder"] = Recipe(embedder) };
        var pack = BuiltinPack.Write(
            folder, arguments.GetRequiredValue(s_name), Read(detector, "detector.onnx"), Read(landmarks, "landmarks.onnx"), Read(embedder, "embedder.onnx"), arguments.GetValue(s_minScore), arguments.GetValue(s_unsureScore), recipe);
        pack.CreateDetector().Dispose();
        pack.CreateEmbedder().Dispose();
        Console.Error.WriteLine($"Wrote the pack {pack.Id} to {folder}; its thresholds are not calibrated yet.");
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(new JsonObject { ["pack"] = pack.Id }.ToJsonString());
        return ExitCode.Success;
    }

    private static byte[] Read(string folder, string file) => File.ReadAllBytes(Existing(folder, file));

    // What decided the training, without the record of its epochs.
    private static JsonNode? Recipe(string folder)
    {
        var training = JsonNode.Parse(File.ReadAllText(Existing(folder, "training.json")))!.AsObject();
        return training["recipe"]?.DeepClone();
    }

    private static string Existing(string folder, string file)
    {
        string path = Path.Combine(folder, file);
        return File.Exists(path) ? path : throw new DataException($"{path} is missing: give the folder that the training wrote.");
    }
}

using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Training.Detectors;
using Semblance.Training.Export;
using Semblance.Training.Output;
using Semblance.Training.Refiner;
using Semblance.Training.Siamese;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train landmarks</c>: trains the small network that refines a detector's landmarks.</summary>
internal static class LandmarksCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder that holds scenes and faces.", Required = true };
    private static readonly Option<string> s_teacher = new("--teacher") { Description = "The detector whose landmarks are learned: an ONNX file of YuNet's output layout with free input size.", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "Where landmarks.onnx and training.json go.", Required = true };
    private static readonly Option<int> s_steps = NumberOption.Create("--steps", "How many steps of 64 faces.", Limits.From(1), () => new LandmarkRecipe().Steps);
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Fixes everything random.", Limits.None, () => 1);

    public static Command Create()
    {
        var command = new Command("landmarks", "Train the network that refines landmarks. It takes some minutes; Ctrl+C ends it early and keeps what was learned.")
        {
            s_data, s_teacher, s_out, s_steps, s_seed, CommonOptions.Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        Directory.CreateDirectory(folder);
        TorchSharp.torch.set_num_threads(arguments.GetValue(CommonOptions.Threads));
        var samples = StageDisplay.Run("Asking the teacher", _ =>
        {
            using var teacher = new GridFaceDetector(File.ReadAllBytes(arguments.GetRequiredValue(s_teacher)));
            var scenes = SceneSet.Read(arguments.GetRequiredValue(s_data), teacher);
            return scenes.Portraits.Concat(scenes.Crowds).Concat(scenes.Tight).SelectMany(LandmarkSample.Of).ToList();
        });
        Console.Error.WriteLine($"Learning from {samples.Count} faces.");

        var recipe = new LandmarkRecipe(arguments.GetValue(s_steps));
        using var interrupt = new Interrupt();
        double recent = 0;
        using var network = StageDisplay.Run("training", report => new LandmarkTrainer(samples, recipe, arguments.GetValue(s_seed)).Run((step, error) =>
        {
            recent = step == 1 ? error : 0.99 * recent + 0.01 * error;
            report(step, recipe.Steps);
            if (Console.IsErrorRedirected && step % 500 == 0)
                Console.Error.WriteLine($"step {step} of {recipe.Steps}: {100 * recent:F2} % of the eye distance");
        }, interrupt.Token));
        byte[] model = LandmarkExport.ToOnnx(network);
        File.WriteAllBytes(Path.Combine(folder, "landmarks.onnx"), model);
        var summary = new JsonObject { ["recipe"] = JsonSerializer.SerializeToNode(recipe, RecipeJson.Options), ["seed"] = arguments.GetValue(s_seed), ["faces"] = samples.Count, ["trainingError"] = Math.Round(recent, 5) };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        Console.Error.WriteLine($"Wrote {Path.Combine(folder, "landmarks.onnx")} ({model.Length / 1024} KiB); on varied training faces it errs by {100 * recent:F1} % of the eye distance.");
        return ExitCode.Success;
    }
}

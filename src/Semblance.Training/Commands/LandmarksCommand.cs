using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Training.Detectors;
using Semblance.Training.Export;
using Semblance.Training.Loop;
using Semblance.Training.Output;
using Semblance.Training.Refiner;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train landmarks</c>: trains the small network that refines a detector's landmarks.</summary>
internal static class LandmarksCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder that holds scenes and faces.", Required = true };
    private static readonly Option<string> s_teacher = new("--teacher") { Description = "The detector whose landmarks are learned: an ONNX file of YuNet's output layout with free input size.", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "Where landmarks.onnx, checkpoint.bin and training.json go.", Required = true };
    private static readonly Option<int> s_steps = NumberOption.Create("--steps", "How many steps of 64 faces.", Limits.From(1), () => new LandmarkRecipe().Steps);

    public static Command Create()
    {
        var command = new Command("landmarks", "Train the network that refines landmarks. It takes some minutes; Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_teacher, s_out, s_steps, CommonOptions.Seed, CommonOptions.Resume, CommonOptions.Device, CommonOptions.Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        bool resume = arguments.GetValue(CommonOptions.Resume);
        string checkpoint = TrainingRun.Checkpoint(folder, resume);
        var device = TrainingRun.Start(arguments);
        Directory.CreateDirectory(folder);
        var samples = StageDisplay.Run("Asking the teacher", _ =>
        {
            using var teacher = new GridFaceDetector(File.ReadAllBytes(arguments.GetRequiredValue(s_teacher)));
            var scenes = SceneSet.Read(arguments.GetRequiredValue(s_data), teacher);
            return scenes.Portraits.Concat(scenes.Crowds).Concat(scenes.Tight).SelectMany(LandmarkSample.Of).ToList();
        });
        Console.Error.WriteLine($"Learning from {samples.Count} faces.");

        var recipe = new LandmarkRecipe(arguments.GetValue(s_steps));
        int seed = arguments.GetValue(CommonOptions.Seed);
        using var trainer = new LandmarkTrainer(samples, recipe, seed, device);
        var (state, finished) = TrainingRun.Run(trainer, checkpoint, resume);
        if (!finished)
            return ExitCode.OtherOutcome;
        double error = state.History[^1].Error;
        byte[] model = LandmarkExport.ToOnnx(trainer.Network);
        File.WriteAllBytes(Path.Combine(folder, "landmarks.onnx"), model);
        var summary = new JsonObject { ["recipe"] = RecipeJson.Of(recipe), ["seed"] = seed, ["faces"] = samples.Count, ["trainingError"] = Math.Round(error, 5) };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        Console.Error.WriteLine($"Wrote {Path.Combine(folder, "landmarks.onnx")} ({model.Length / 1024} KiB); on varied training faces it errs by {100 * error:F1} % of the eye distance.");
        return ExitCode.Success;
    }
}

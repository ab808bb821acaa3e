using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Semblance.Detection;
using Semblance.Numbers;
using Semblance.Training.Data;
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
    private static readonly Option<string> s_out = new("--out") { Description = "Where landmarks.onnx, checkpoint.bin and training.json go.", Required = true };
    private static readonly Option<int> s_steps = NumberOption.Create("--steps", "How many steps of 64 faces.", Limits.From(1), () => new LandmarkRecipe().Steps);
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Fixes everything random.", Limits.None, () => 1);

    private static readonly Option<bool> s_resume = new("--resume") { Description = "Go on from the checkpoint in --out." };

    public static Command Create()
    {
        var command = new Command("landmarks", "Train the network that refines landmarks. It takes some minutes; Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_teacher, s_out, s_steps, s_seed, s_resume, CommonOptions.Threads,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out), checkpoint = Path.Combine(folder, "checkpoint.bin");
        bool resume = arguments.GetValue(s_resume);
        if (resume != File.Exists(checkpoint))
            throw new DataException(resume ? $"{checkpoint}: there is no checkpoint to resume from." : $"{checkpoint} is there already: --resume goes on from it; otherwise give another --out.");
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
        var trainer = new LandmarkTrainer(samples, recipe, arguments.GetValue(s_seed)) { CheckpointFile = checkpoint };
        var (network, state) = StageDisplay.Run("training", report => trainer.Run(resume, (now, _) => Show(now, report), interrupt.Token));
        using var owned = network;
        if (state.Step < recipe.Steps)
        {
            Console.Error.WriteLine($"Stopped. {checkpoint} holds what was done; the same command with --resume goes on.");
            return ExitCode.OtherOutcome;
        }
        byte[] model = LandmarkExport.ToOnnx(network);
        File.WriteAllBytes(Path.Combine(folder, "landmarks.onnx"), model);
        var summary = new JsonObject { ["recipe"] = JsonSerializer.SerializeToNode(recipe, RecipeJson.Options), ["seed"] = arguments.GetValue(s_seed), ["faces"] = samples.Count, ["trainingError"] = Math.Round(state.Error, 5) };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        Console.Error.WriteLine($"Wrote {Path.Combine(folder, "landmarks.onnx")} ({model.Length / 1024} KiB); on varied training faces it errs by {100 * state.Error:F1} % of the eye distance.");
        return ExitCode.Success;
    }

    private static void Show(LandmarkState state, Action<int, int> report)
    {
        report(state.Step, state.Recipe.Steps);
        if (Console.IsErrorRedirected && state.Step % 500 == 0)
            Console.Error.WriteLine($"step {state.Step} of {state.Recipe.Steps}: {100 * state.Error:F2} % of the eye distance");
    }
}

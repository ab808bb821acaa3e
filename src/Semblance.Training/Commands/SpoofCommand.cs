using System.CommandLine;
using System.Text.Json.Nodes;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Export;
using Semblance.Training.Loop;
using Semblance.Training.Output;
using Semblance.Training.Spoof;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train spoof</c>: trains the network that tells skin from paper and screens.</summary>
internal static class SpoofCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder with liveness/nuaa, liveness/screen-*, scenes and videos.", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "The folder for spoof.onnx, checkpoint.bin, training.json, curves.png and samples.png.", Required = true };
    private static readonly Option<string?> s_pack = new("--pack") { Description = "The pack whose detector finds the faces; without it the built-in one." };
    private static readonly Option<string[]> s_leaveOut = new("--leave-out") { Description = "Sets (nuaa, screen-a, videos) and people (nuaa/0001, person-a) to keep for a test. Whoever is left out in one recording is left out in all.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> s_set = new("--set") { Description = "Change a point of the recipe, as name=value; the names stand in training.json.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_from = new("--from") { Description = "Begin with the weights of an earlier training (its checkpoint.bin) instead of random ones." };
    private static readonly Option<bool> s_samples = new("--samples-only") { Description = "Only write samples.png: training samples, to look at. It shows people's faces." };

    public static Command Create()
    {
        var command = new Command("spoof", "Train the network that tells skin before a camera from paper and screens, by filmed and by simulated attacks. Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_out, s_pack, s_leaveOut, s_set, CommonOptions.Seed, s_from, CommonOptions.Resume, s_samples, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string folder = arguments.GetRequiredValue(s_out);
        bool resume = arguments.GetValue(CommonOptions.Resume);
        string checkpoint = TrainingRun.Checkpoint(folder, resume);
        string? from = arguments.GetValue(s_from);
        if (from is not null && !File.Exists(from))
            throw new DataException($"{from}: no such file; --from takes the checkpoint.bin of an earlier training.");
        PictureFont.Require();
        var device = TrainingRun.Start(arguments);
        var recipe = RecipeJson.Change(new SpoofRecipe(), arguments.GetValue(s_set) ?? []);
        string[] leaveOut = arguments.GetValue(s_leaveOut) ?? [];
        int seed = arguments.GetValue(CommonOptions.Seed);
        var pack = ModelPack.Load(arguments.GetValue(s_pack) ?? ModelPack.BuiltinFolder);
        using var detector = pack.CreateDetector();
        var sources = StageDisplay.Run("Reading faces", report => SpoofData.Read(arguments.GetRequiredValue(s_data), detector, report));
        var split = SpoofSplit.Of(sources, leaveOut);
        Console.Error.WriteLine($"Learning from {split.Training.Count(source => source.Attack is null)} live faces and {split.Training.Count(source => source.Attack is not null)} attacks; {split.LeftOut.Count} are left out.");
        Directory.CreateDirectory(folder);
        if (arguments.GetValue(s_samples))
        {
            SampleSheet.Save(Path.Combine(folder, "samples.png"), new SpoofBatches(split.Training, recipe, seed), seed);
            return ExitCode.Success;
        }

        using var trainer = new SpoofTrainer(split, recipe, leaveOut, seed, resume ? null : from, device);
        var (state, finished) = TrainingRun.Run(trainer, checkpoint, resume);
        var summary = new JsonObject
        {
            ["recipe"] = RecipeJson.Of(recipe), ["leftOut"] = RecipeJson.Of(leaveOut), ["seed"] = seed, ["sources"] = split.Training.Count,
            ["step"] = state.Step, ["seconds"] = state.Seconds, ["history"] = RecipeJson.Of(state.History),
        };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        if (state.History.Count > 0)
            SpoofCurves.Save(Path.Combine(folder, "curves.png"), state.History);
        if (finished)
        {
            File.WriteAllBytes(Path.Combine(folder, "spoof.onnx"), SpoofExport.ToOnnx(trainer.Average));
            Console.Error.WriteLine($"Wrote {Path.Combine(folder, "spoof.onnx")} ({trainer.Average.ParameterCount / 1000} thousand weights).");
        }
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(summary.ToJsonString(RecipeJson.Options));
        return finished ? ExitCode.Success : ExitCode.OtherOutcome;
    }
}

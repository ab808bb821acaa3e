using System.CommandLine;
using System.Text.Json;
using Semblance.Numbers;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Export;
using Semblance.Training.Output;
using Semblance.Training.Siamese;
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
    private static readonly Option<int> s_seed = NumberOption.Create("--seed", "Fixes everything random.", Limits.None, () => 1);
    private static readonly Option<string?> s_from = new("--from") { Description = "Begin with the weights of an earlier training (its checkpoint.bin) instead of random ones." };
    private static readonly Option<bool> s_resume = new("--resume") { Description = "Go on from the checkpoint in --out." };
    private static readonly Option<bool> s_samples = new("--samples-only") { Description = "Only write samples.png: training samples, to look at. It shows people's faces." };

    public static Command Create()
    {
        var command = new Command("spoof", "Train the network that tells skin before a camera from paper and screens, by filmed and by simulated attacks. Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_out, s_pack, s_leaveOut, s_set, s_seed, s_from, s_resume, s_samples, CommonOptions.Threads, CommonOptions.Json,
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
        string? from = arguments.GetValue(s_from);
        if (from is not null && !File.Exists(from))
            throw new DataException($"{from}: no such file; --from takes the checkpoint.bin of an earlier training.");
        PictureFont.Require();
        TorchSharp.torch.set_num_threads(arguments.GetValue(CommonOptions.Threads));
        var recipe = RecipeJson.Change(new SpoofRecipe(), arguments.GetValue(s_set) ?? []);
        string[] leaveOut = arguments.GetValue(s_leaveOut) ?? [];
        int seed = arguments.GetValue(s_seed);
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

        using var interrupt = new Interrupt();
        var trainer = new SpoofTrainer(split, recipe, leaveOut, seed) { CheckpointFile = checkpoint, From = from };
        var (network, state) = StageDisplay.Run("Training", report => trainer.Run(resume, now => Show(now, report), interrupt.Token));
        using (network)
        {
            bool isFinished = state.Step >= recipe.Steps;
            string summary = JsonSerializer.Serialize(state, RecipeJson.Options);
            File.WriteAllText(Path.Combine(folder, "training.json"), summary);
            if (state.History.Count > 0)
                SpoofCurves.Save(Path.Combine(folder, "curves.png"), state.History);
            if (isFinished)
                File.WriteAllBytes(Path.Combine(folder, "spoof.onnx"), SpoofExport.ToOnnx(network));
            Console.Error.WriteLine(isFinished
                ? $"Wrote {Path.Combine(folder, "spoof.onnx")} ({network.ParameterCount / 1000} thousand weights)."
                : $"Stopped. {checkpoint} holds what was done; the same command with --resume goes on.");
            if (arguments.GetValue(CommonOptions.Json))
                Console.WriteLine(summary);
            return isFinished ? ExitCode.Success : ExitCode.OtherOutcome;
        }
    }

    private static void Show(SpoofState state, Action<int, int> report)
    {
        report(state.Step, state.Recipe.Steps);
        if (Console.IsErrorRedirected && state.History.Count > 0 && state.History[^1] is var record && record.Step == state.Step)
            Console.Error.WriteLine($"step {record.Step} of {state.Recipe.Steps}  {record.Seconds / 60:F1} min  loss {record.TightLoss:F3} {record.WideLoss:F3}  errors {100 * record.TightErrors:F1} % {100 * record.WideErrors:F1} %");
    }
}

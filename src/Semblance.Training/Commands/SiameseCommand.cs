using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Recognition;
using Semblance.Reports;
using Semblance.Training.Att;
using Semblance.Training.Data;
using Semblance.Training.Export;
using Semblance.Training.Loop;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using Semblance.Training.Output;
using Semblance.Training.Siamese;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train siamese</c>: trains the lesson's network, or the stronger one, on a folder of faces and writes a pack.</summary>
internal static class SiameseCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "A folder with a folder of photos per person (pgm, jpg, png).", Required = true };
    private static readonly Option<string> s_out = new("--out") { Description = "The pack's folder: embedder.onnx, pack.json, training.json and pictures.", Required = true };
    private static readonly Option<string> s_recipe = CommonOptions.Named("--recipe", "lesson: the lesson to the letter. strong: what the field has learned since. The options below change single points of it.", "lesson", "lesson", "strong");
    private static readonly Option<string?> s_network = new("--network") { Description = "The shared branch: lesson or residual." };
    private static readonly Option<string?> s_form = new("--form") { Description = "Contrastive loss: hinge (the lesson's) or squared-hinge (Hadsell et al. 2006)." };
    private static readonly Option<double?> s_margin = NumberOption.Optional<double>("--margin", "Margin of the loss.", Limits.Positive);
    private static readonly Option<int?> s_epochs = NumberOption.Optional<int>("--epochs", "Times the training data is gone through.", Limits.From(1));
    private static readonly Option<int?> s_batch = NumberOption.Optional<int>("--batch", "Pairs (strong: photos) a step.", Limits.From(2));
    private static readonly Option<double?> s_rate = NumberOption.Optional<double>("--learning-rate", "Step size of Adam.", Limits.Within(0, 1));
    private static readonly Option<int?> s_heldOut = NumberOption.Optional<int>("--test-identities", "People held out for testing: the last ones in ordinal order. An eighth of them unless given (5 of AT&T's 40).", Limits.From(0));
    private static readonly Option<bool> s_overwrite = new("--overwrite") { Description = "Replace the pack in --out." };

    public static Command Create()
    {
        s_network.AcceptOnlyFromAmong(LessonNetwork.Name, ResidualNetwork.Name);
        s_form.AcceptOnlyFromAmong("hinge", "squared-hinge");
        var command = new Command("siamese", "Train a Siamese network on a folder of faces and write it as a pack. Ctrl+C saves a checkpoint; --resume goes on.")
        {
            s_data, s_out, s_recipe, s_network, s_form, s_margin, s_epochs, s_batch, s_rate, CommonOptions.Seed, s_heldOut, CommonOptions.Resume, s_overwrite, CommonOptions.Device, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        string data = arguments.GetRequiredValue(s_data), folder = arguments.GetRequiredValue(s_out), checkpoint = Path.Combine(folder, "checkpoint.bin");
        bool resume = arguments.GetValue(CommonOptions.Resume);
        if (File.Exists(Path.Combine(folder, "pack.json")) && !arguments.GetValue(s_overwrite))
            throw new DataException($"{folder} already holds a pack{(resume ? ": its training is finished, there is nothing to resume" : "")}. Give another --out, or --overwrite.");
        if (resume && !File.Exists(checkpoint))
            throw new DataException($"{checkpoint}: there is no checkpoint to resume from.");
        PictureFont.Require();
        if (AttFaces.LooksLike(data) && AttFaces.Check(data) is { Count: > 0 } problems)
            Console.Error.WriteLine($"{data} looks like the AT&T Database of Faces and is not whole: {string.Join("; ", problems.Take(5))}{(problems.Count > 5 ? $"; and {problems.Count - 5} more" : "")}.");

        var device = TrainingRun.Start(arguments);
        var recipe = Adjust(Recipe.Named(arguments.GetRequiredValue(s_recipe)), arguments);
        var faces = IdentityFolder.Read(data, Console.Error.WriteLine);
        var (train, heldOut) = Split(faces, arguments.GetValue(s_heldOut));
        Console.Error.WriteLine($"Learning from {train.Images.Count} photos of {train.Identities.Count} people; {heldOut.Identities.Count} people are held out for testing.");

        Directory.CreateDirectory(folder);
        using var trainer = new SiameseTrainer(train, heldOut.Identities.Count < 2 ? null : heldOut, recipe, arguments.GetValue(CommonOptions.Seed), device);
        var clock = Stopwatch.StartNew();
        var (state, finished) = TrainingRun.Run(trainer, checkpoint, resume);
        if (!finished)
            return ExitCode.OtherOutcome;

        var summary = Finish(folder, trainer, train, heldOut, state.History, clock.Elapsed, arguments);
        File.Delete(checkpoint);
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(summary.ToJsonString());
        return ExitCode.Success;
    }

    private static Recipe Adjust(Recipe recipe, ParseResult arguments) => recipe with
    {
        Network = arguments.GetValue(s_network) ?? recipe.Network,
        Form = arguments.GetValue(s_form) switch { "hinge" => ContrastiveForm.Hinge, "squared-hinge" => ContrastiveForm.SquaredHinge, _ => recipe.Form },
        Margin = arguments.GetValue(s_margin) ?? recipe.Margin,
        Epochs = arguments.GetValue(s_epochs) ?? recipe.Epochs,
        BatchSize = arguments.GetValue(s_batch) ?? recipe.BatchSize,
        LearningRate = arguments.GetValue(s_rate) ?? recipe.LearningRate,
    };

    private static (FaceSet Train, FaceSet HeldOut) Split(FaceSet faces, int? asked)
    {
        int heldOut = asked ?? Math.Min((int)Math.Ceiling(faces.Identities.Count / 8.0), faces.Identities.Count - 2);
        if (heldOut < 0 || faces.Identities.Count - heldOut < 2)
            throw new DataException($"--test-identities {heldOut} leaves fewer than two of {faces.Identities.Count} people to learn from.");
        if (heldOut == 1)
            Console.Error.WriteLine("One person is held out, and pairs of different people need two: nothing is measured.");
        return faces.SplitLast(heldOut);
    }

    private static JsonObject Finish(string folder, SiameseTrainer trainer, FaceSet train, FaceSet heldOut, IReadOnlyList<EpochRecord> history, TimeSpan time, ParseResult arguments)
    {
        var (network, recipe) = (trainer.Network, trainer.Recipe);
        TrainingCurves.Save(Path.Combine(folder, "curves.png"), history);
        var (threshold, evidence) = network.UnitLength ? (0.5, "a cosine of 0.5, by convention") : (PairObjective.Threshold, "the lesson's distance of 0.5");
        VerificationResult? measured = null;
        if (heldOut.Identities.Count >= 2)
        {
            var pairs = AllPairs.Scored(heldOut, AllPairs.Similarities(network, heldOut), fold: 0, firstSubject: 0).ToList();
            measured = VerificationMetrics.Compute(pairs);
            if (network.UnitLength && measured.EerThreshold is { } equal)
                (threshold, evidence) = (equal, $"the score at the equal error rate of {heldOut.Identities.Count} held-out people");
            ScoreHistogram.Save(Path.Combine(folder, "histogram.png"), pairs, network.UnitLength ? Comparator.Cosine : Comparator.Euclidean, new MarkedThreshold("threshold", network.UnitLength ? threshold : -threshold));
        }

        var metrics = new JsonObject
        {
            ["heldOutPeople"] = heldOut.Identities.Count,
            ["trainAccuracy"] = history[^1].TrainAccuracy,
            ["heldOutAccuracy"] = history[^1].TestAccuracy,
            ["heldOutAllPairs"] = measured is null ? null : RecipeJson.Of(measured),
        };
        string description = $"{train.Images.Count} grey photos of {train.Identities.Count} people from the user's folder \"{Path.GetFileName(Path.GetFullPath(arguments.GetRequiredValue(s_data)))}\"";
        var pack = PackWriter.Write(folder, network, recipe, threshold, evidence, description, metrics);
        var summary = new JsonObject
        {
            ["pack"] = pack.Id,
            ["recipe"] = RecipeJson.Of(recipe),
            ["seed"] = trainer.Seed,
            ["trainIdentities"] = new JsonArray([.. train.Identities.Select(name => JsonValue.Create(name))]),
            ["heldOutIdentities"] = new JsonArray([.. heldOut.Identities.Select(name => JsonValue.Create(name))]),
            ["parameters"] = network.ParameterCount,
            ["seconds"] = time.TotalSeconds,
            ["epochs"] = RecipeJson.Of(history),
            ["costs"] = RecipeJson.Of(trainer.Costs),
            ["metrics"] = metrics.DeepClone(),
        };
        File.WriteAllText(Path.Combine(folder, "training.json"), summary.ToJsonString(RecipeJson.Options));
        string equalError = measured?.Eer is { } eer ? $"; equal error rate on {heldOut.Identities.Count} people never seen: {100 * eer:F1} %" : "";
        Console.Error.WriteLine($"Wrote the pack {pack.Id} to {folder} ({network.ParameterCount / 1e6:F1} million weights) in {time.TotalSeconds:F0} s{equalError}.");
        return summary;
    }
}

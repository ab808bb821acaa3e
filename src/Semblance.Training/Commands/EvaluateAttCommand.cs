using System.CommandLine;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Recognition;
using Semblance.Reports;
using Semblance.Training.Att;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using Semblance.Training.Output;
using Semblance.Training.Siamese;

namespace Semblance.Training.Commands;

/// <summary><c>semblance-train evaluate-att</c>: how well a recipe does on people it never saw, by cross-validation over AT&amp;T's 40 subjects.</summary>
internal static class EvaluateAttCommand
{
    private static readonly Option<string> s_data = new("--data") { Description = "The folder of the AT&T Database of Faces (s1 to s40).", Required = true };
    private static readonly Option<int> s_folds = NumberOption.Create("--folds", "Folds of people; each is tested with a network that learned from the others.", Limits.Between(2, 40), () => 8);
    private static readonly Option<string> s_recipe = CommonOptions.Named("--recipe", "The recipe to evaluate: lesson or strong.", "lesson", "lesson", "strong");
    private static readonly Option<int[]> s_seeds = NumberOption.Several("--seed", "One seed or several (--seed 1 2 3); figures are given for each and as mean and standard deviation.", Limits.None, 1);
    private static readonly Option<bool> s_inner = new("--inner") { Description = "Test on an inner split of the training people instead: for choosing recipes without looking at the test people." };
    private static readonly Option<string[]> s_set = new("--set") { Description = "Change a point of the recipe, for trying: --set width=48 temperature=0.2", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> s_report = new("--report") { Description = "A folder for finished folds (an interrupted evaluation goes on from them), ROC, DET, histogram and report.json." };

    public static Command Create()
    {
        var command = new Command("evaluate-att", "Subject-disjoint cross-validation on the AT&T Database of Faces: every pair of photos of people the network never saw.")
        {
            s_data, s_folds, s_recipe, s_seeds, s_inner, s_set, s_report, CommonOptions.Threads, CommonOptions.Json,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        TorchSharp.torch.set_num_threads(arguments.GetValue(CommonOptions.Threads));
        var recipe = RecipeJson.Change(Recipe.Named(arguments.GetRequiredValue(s_recipe)), arguments.GetValue(s_set) ?? []);
        int folds = arguments.GetValue(s_folds);
        string? folder = arguments.GetValue(s_report);
        if (folder is not null)
            PictureFont.Require();
        var validation = new CrossValidation(AttFaces.Read(arguments.GetRequiredValue(s_data)), folds, recipe, arguments.GetValue(s_inner), folder is null ? null : Path.Combine(folder, "folds"));

        using var interrupt = new Interrupt();
        var seeds = new List<SeedReport>();
        var curves = new List<LabelledCurve>();
        var folded = new List<IReadOnlyList<FoldResult>>();
        IReadOnlyList<ScoredPair> pairs = [];
        foreach (int seed in arguments.GetRequiredValue(s_seeds))
        {
            var results = new List<FoldResult>();
            for (int fold = 0; fold < folds; fold++)
                results.Add(TrainingDisplay.Run($"seed {seed} fold {fold + 1}/{folds}", progress => validation.Run(seed, fold, progress, interrupt.Token)));
            folded.Add(results);
            seeds.Add(AttReport.Of(validation, results, comparesByDistance: recipe.Network == LessonNetwork.Name));
            pairs = AttReport.Pairs(validation, results);
            curves.Add(new LabelledCurve($"{recipe.Name}, seed {seed}", RocCurve.Compute(pairs)));
            Console.Error.WriteLine($"seed {seed}: {Words(seeds[^1].Pooled)}  (EER per fold: {string.Join(" ", seeds[^1].PerFold.Select(each => Percent(each.Eer)))})");
        }

        var together = folded.Count > 1 ? AttReport.Together(validation, folded) : null;
        if (together is not null)
            Console.Error.WriteLine($"all seeds as one: {Words(together)}");
        var summary = AttSummary.ToJson(recipe, arguments.GetValue(s_inner), seeds, together);
        if (folder is not null)
        {
            WritePictures(folder, curves, pairs, recipe);
            File.WriteAllText(Path.Combine(folder, "report.json"), summary.ToJsonString(RecipeJson.Options));
        }
        if (arguments.GetValue(CommonOptions.Json))
            Console.WriteLine(summary.ToJsonString());
        return ExitCode.Success;
    }

    private static void WritePictures(string folder, List<LabelledCurve> curves, IReadOnlyList<ScoredPair> lastSeed, Recipe recipe)
    {
        RocPlot.Save(Path.Combine(folder, "roc.png"), curves);
        DetPlot.Save(Path.Combine(folder, "det.png"), curves);
        ScoreHistogram.Save(Path.Combine(folder, "histogram.png"), lastSeed, recipe.Network == LessonNetwork.Name ? Comparator.Euclidean : Comparator.Cosine);
    }

    private static string Words(VerificationResult result) =>
        $"EER {Percent(result.Eer)}  AUC {Percent(result.Auc)}  TAR at FMR 1 % {Percent(result.TarAt(0.01).Tar)}  at 0.1 % {Percent(result.TarAt(0.001).Tar)}";

    private static string Percent(double? share) => share is { } known ? $"{100 * known:F1} %" : "unknown";
}

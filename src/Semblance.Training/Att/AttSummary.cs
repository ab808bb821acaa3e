using System.Text.Json.Nodes;
using Semblance.Evaluation;
using Semblance.Training.Loop;
using Semblance.Training.Siamese;

namespace Semblance.Training.Att;

/// <summary>
/// The JSON of <c>semblance-train evaluate-att</c>: <c>eer</c>, <c>auc</c>, <c>tarAtFmr</c> and <c>accuracyAtHalf</c> as means over the
/// seeds, <c>std</c> with their standard deviations, <c>perFold</c> with each fold's means, <c>seeds</c> with every seed in full, and
/// <c>together</c> with the networks of all seeds judged as one (null for a single seed).
/// </summary>
internal static class AttSummary
{
    /// <summary>Builds the document.</summary>
    public static JsonObject ToJson(Recipe recipe, bool inner, IReadOnlyList<SeedReport> seeds, VerificationResult? together)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        var pooled = seeds.Select(seed => seed.Pooled).ToList();
        var summary = new JsonObject { ["recipe"] = RecipeJson.Of(recipe), ["inner"] = inner };
        foreach (var (name, value) in Rates(pooled, Mean).ToList())
            summary[name] = value?.DeepClone();
        summary["accuracyAtHalf"] = Mean([.. seeds.Select(seed => seed.AccuracyAtHalf)]);
        summary["std"] = Rates(pooled, Deviation);
        summary["std"]!["accuracyAtHalf"] = Deviation([.. seeds.Select(seed => seed.AccuracyAtHalf)]);
        summary["perFold"] = new JsonArray([.. Enumerable.Range(0, seeds[0].PerFold.Count).Select(fold => Rates([.. seeds.Select(seed => seed.PerFold[fold])], Mean))]);
        summary["together"] = together is null ? null : EvaluationJson.ToJson(together);
        summary["seeds"] = new JsonArray([.. seeds.Select(Seed)]);
        return summary;
    }

    private static JsonObject Seed(SeedReport seed)
    {
        var json = EvaluationJson.ToJson(seed.Pooled);
        json.Insert(0, "seed", seed.Seed);
        json["accuracyAtHalf"] = seed.AccuracyAtHalf;
        json["trainAccuracy"] = seed.TrainAccuracy;
        json["secondsPerFold"] = seed.SecondsPerFold;
        json["cpuSecondsPerFold"] = seed.CpuSecondsPerFold;
        json["perFoldEer"] = new JsonArray([.. seed.PerFold.Select(fold => JsonValue.Create(fold.Eer))]);
        return json;
    }

    private static JsonObject Rates(IReadOnlyList<VerificationResult> results, Func<IReadOnlyList<double?>, double?> over) => new()
    {
        ["eer"] = over([.. results.Select(result => result.Eer)]),
        ["auc"] = over([.. results.Select(result => result.Auc)]),
        ["tarAtFmr"] = new JsonObject
        {
            ["0.01"] = over([.. results.Select(result => result.TarAt(0.01).Tar)]),
            ["0.001"] = over([.. results.Select(result => result.TarAt(0.001).Tar)]),
        },
    };

    private static double? Mean(IReadOnlyList<double?> values) => values.Any(value => value is null) ? null : values.Average();

    // Over the seeds (divisor: seeds - 1); unknown for a single one.
    private static double? Deviation(IReadOnlyList<double?> values)
    {
        if (values.Count < 2 || Mean(values) is not { } mean)
            return null;
        return Math.Sqrt(values.Sum(value => (value!.Value - mean) * (value.Value - mean)) / (values.Count - 1));
    }
}

using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Loop;
using Semblance.Training.Siamese;

namespace Semblance.Training.Att;

/// <summary>
/// Subject-disjoint cross-validation: the people, in ordinal string order, fall into folds of equal size; each fold is tested with a
/// network that learned from all the others. With <paramref name="inner"/> set, the network learns from all but the fold and the one
/// after it, and is tested on the one after: the test fold plays no part, so recipes can be chosen by it.
/// </summary>
/// <param name="faces">The faces.</param>
/// <param name="folds">Number of folds; it divides the number of people.</param>
/// <param name="recipe">How each network learns.</param>
/// <param name="inner">Whether to test on inner splits.</param>
/// <param name="folder">Where results of finished folds are kept, or null.</param>
internal sealed class CrossValidation(FaceSet faces, int folds, Recipe recipe, bool inner, string? folder)
{
    private readonly int _size = folds >= (inner ? 3 : 2) && faces.Identities.Count % folds == 0
        ? faces.Identities.Count / folds
        : throw new DataException($"{faces.Identities.Count} people cannot be split into {folds} equal folds.");

    /// <summary>The test faces of a fold.</summary>
    public FaceSet TestFaces(int fold) => faces.Select(Range(inner ? (fold + 1) % folds : fold));

    /// <summary>The faces a fold's network learns from.</summary>
    public FaceSet TrainFaces(int fold)
    {
        var left = Enumerable.Range(0, faces.Identities.Count).Except(Range(fold));
        return faces.Select(inner ? left.Except(Range((fold + 1) % folds)) : left);
    }

    /// <summary>Trains and tests one fold, or reads what an earlier run of the same recipe kept.</summary>
    public FoldResult Run(int seed, int fold, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        string? file = folder is null ? null : Path.Combine(folder, $"{recipe.Name}-{Fingerprint()}{(inner ? "-inner" : "")}-seed{seed}-fold{fold + 1}.json");
        if (File.Exists(file))
            return JsonSerializer.Deserialize<FoldResult>(File.ReadAllText(file), JsonSerializerOptions.Web)!;

        var clock = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        using var trainer = new SiameseTrainer(TrainFaces(fold), null, recipe, seed);
        var (state, _) = new TrainingLoop<Recipe, EpochRecord>(trainer).Run(progress: progress, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        double seconds = clock.Elapsed.TotalSeconds, cpuSeconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;

        var test = TestFaces(fold);
        var similarities = AllPairs.Similarities(trainer.Network, test);
        var kept = new FoldResult(seed, fold, test.Identities, seconds, cpuSeconds, state.History, similarities);
        if (file is not null)
        {
            Directory.CreateDirectory(folder!);
            File.WriteAllText(file + ".new", JsonSerializer.Serialize(kept, JsonSerializerOptions.Web));
            File.Move(file + ".new", file, overwrite: true);
        }
        return kept;
    }

    private IEnumerable<int> Range(int fold) => Enumerable.Range(fold * _size, _size);

    private string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(recipe)))[..8];
}

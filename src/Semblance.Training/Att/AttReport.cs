using Semblance.Evaluation;

namespace Semblance.Training.Att;

/// <summary>The cross-validation of one seed.</summary>
/// <param name="Seed">The trainings' seed.</param>
/// <param name="Pooled">All folds' pairs together, judged by one threshold.</param>
/// <param name="PerFold">Each fold by itself; without intervals, for five people are too few.</param>
/// <param name="AccuracyAtHalf">Share of all pairs decided rightly at distance 0.5; null where the network compares by cosine.</param>
/// <param name="TrainAccuracy">Mean over the folds of the training accuracy in the last epoch.</param>
/// <param name="SecondsPerFold">Mean wall time of a training.</param>
/// <param name="CpuSecondsPerFold">Mean processor time of a training.</param>
internal sealed record SeedReport(int Seed, VerificationResult Pooled, IReadOnlyList<VerificationResult> PerFold, double? AccuracyAtHalf, double TrainAccuracy, double SecondsPerFold, double CpuSecondsPerFold);

/// <summary>Turns the scores of a cross-validation into rates.</summary>
internal static class AttReport
{
    private static readonly MetricsOptions s_withoutIntervals = new() { Resamples = 0 };

    /// <summary>The pairs of all folds, their people numbered through.</summary>
    public static IReadOnlyList<ScoredPair> Pairs(CrossValidation validation, IReadOnlyList<FoldResult> folds)
    {
        ArgumentNullException.ThrowIfNull(validation);
        return VerificationMetrics.Pooled(folds.Select(fold =>
        {
            var faces = validation.TestFaces(fold.Fold);
            return AllPairs.Scored(faces, fold.Similarities, fold.Fold, fold.Fold * faces.Identities.Count);
        }));
    }

    /// <summary>The rates of one seed's folds.</summary>
    public static SeedReport Of(CrossValidation validation, IReadOnlyList<FoldResult> folds, bool comparesByDistance)
    {
        var pairs = Pairs(validation, folds);
        return new SeedReport(
            folds[0].Seed,
            VerificationMetrics.Compute(pairs),
            [.. folds.Select(fold => VerificationMetrics.Compute([.. pairs.Where(pair => pair.Fold == fold.Fold)], s_withoutIntervals))],
            comparesByDistance ? VerificationMetrics.AccuracyAt(pairs, -Losses.PairObjective.Threshold) : null,
            folds.Average(fold => fold.History[^1].TrainAccuracy),
            folds.Average(fold => fold.Seconds),
            folds.Average(fold => fold.CpuSeconds));
    }

    /// <summary>
    /// The networks of all seeds as one: the score of a pair is the mean of their scores. What it costs is all their trainings and
    /// all their embeddings.
    /// </summary>
    /// <param name="validation">The cross-validation they belong to.</param>
    /// <param name="seeds">The folds of each seed, in the same order.</param>
    public static VerificationResult Together(CrossValidation validation, IReadOnlyList<IReadOnlyList<FoldResult>> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        var folds = seeds[0].Select((fold, f) => fold with
        {
            Similarities = [.. fold.Similarities.Select((_, pair) => seeds.Average(seed => seed[f].Similarities[pair]))],
        });
        return VerificationMetrics.Compute(Pairs(validation, [.. folds]));
    }
}

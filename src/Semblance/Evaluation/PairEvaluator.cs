using System.Diagnostics;
using Semblance.Recognition;

namespace Semblance.Evaluation;

/// <summary>A pair list that was run through a model.</summary>
/// <param name="List">What was compared.</param>
/// <param name="Comparator">What made the scores.</param>
/// <param name="Pairs">The scores, in the order of the list.</param>
/// <param name="Photos">Distinct photos.</param>
/// <param name="PhotosFailed">Photos without a usable face.</param>
/// <param name="MillisecondsPerFace">Mean wall-clock time of making one photo an embedding, failures included.</param>
internal sealed record EvaluationRun(
    PairList List, Comparator Comparator, IReadOnlyList<ScoredPair> Pairs, int Photos, int PhotosFailed, double MillisecondsPerFace);

/// <summary>Runs a pair list through a model. Each photo is embedded once, one after the other on the caller's thread.</summary>
internal static class PairEvaluator
{
    /// <summary>Embeds every photo of the list and compares the pairs.</summary>
    /// <param name="list">The pairs.</param>
    /// <param name="embed">Makes the photo at a path an embedding; null where it has no usable face (a failure to acquire). Whatever it throws ends the run.</param>
    /// <param name="comparator">The comparator of the pack that embeds.</param>
    /// <param name="progress">Told after each photo how many of all photos are done.</param>
    /// <param name="cancellation">Ends the run between two photos.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static EvaluationRun Run(
        PairList list, Func<string, Embedding?> embed, Comparator comparator,
        IProgress<(int Done, int Total)>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(list);
        ArgumentNullException.ThrowIfNull(embed);
        ArgumentNullException.ThrowIfNull(comparator);
        var photos = list.Pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct().ToArray();
        var embeddings = new Dictionary<string, Embedding?>();
        var time = new Stopwatch();
        foreach (string photo in photos)
        {
            cancellation.ThrowIfCancellationRequested();
            time.Start();
            var embedding = embed(photo);
            time.Stop();
            embeddings.Add(photo, embedding);
            progress?.Report((embeddings.Count, photos.Length));
        }

        var scored = list.Pairs.Select(pair => embeddings[pair.A] is { } a && embeddings[pair.B] is { } b
            ? new ScoredPair(comparator.ToSimilarity(comparator.Compare(a, b)), pair.Same, pair.SubjectA, pair.SubjectB, pair.Fold)
            : new ScoredPair(double.NaN, pair.Same, pair.SubjectA, pair.SubjectB, pair.Fold, FailedToAcquire: true));
        return new EvaluationRun(list, comparator, [.. scored], photos.Length,
            embeddings.Values.Count(embedding => embedding is null), time.Elapsed.TotalMilliseconds / photos.Length);
    }
}

using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Networks;
using Semblance.Training.Siamese;

namespace Semblance.Training.Att;

/// <summary>Every photo against every other one: the protocol of the AT&amp;T evaluation.</summary>
internal static class AllPairs
{
    /// <summary>The similarities of all pairs (0,1), (0,2), ... (1,2), ..., by the comparator that suits the network; higher is more alike.</summary>
    public static IReadOnlyList<double> Similarities(EmbeddingNetwork network, FaceSet faces)
    {
        ArgumentNullException.ThrowIfNull(network);
        var comparator = network.UnitLength ? Comparator.Cosine : Comparator.Euclidean;
        var embeddings = NetworkRunner.EmbedAll(network, faces).Select(values => new Embedding(network.GetName(), values)).ToList();
        return [.. Indices(faces.Images.Count).Select(pair => comparator.ToSimilarity(comparator.Compare(embeddings[pair.A], embeddings[pair.B])))];
    }

    /// <summary>The pairs with their scores.</summary>
    /// <param name="faces">The faces that were compared.</param>
    /// <param name="similarities">What <see cref="Similarities"/> gave.</param>
    /// <param name="fold">The fold all of them belong to.</param>
    /// <param name="firstSubject">Number of the first identity; keeps the people of several folds apart.</param>
    public static IEnumerable<ScoredPair> Scored(FaceSet faces, IReadOnlyList<double> similarities, int fold, int firstSubject) =>
        Indices(faces.Images.Count).Select((pair, k) =>
        {
            int a = faces.Images[pair.A].Identity, b = faces.Images[pair.B].Identity;
            return new ScoredPair(similarities[k], a == b, firstSubject + a, firstSubject + b, fold);
        });

    private static IEnumerable<(int A, int B)> Indices(int count) =>
        Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => (a, b)));
}

using Semblance.Recognition;

namespace Semblance;

/// <summary>What is stored of one person. Biometric data: never log it.</summary>
/// <param name="Name">The person's name in the gallery.</param>
/// <param name="PackId">The pack that made the embeddings; only faces read with the same pack are compared with them.</param>
/// <param name="Embeddings">At least one, the best face first.</param>
/// <param name="Quality">The quality of each embedding's face, in the same order.</param>
/// <param name="Created">When the person was enrolled.</param>
public sealed record Template(
    string Name, string PackId, IReadOnlyList<Embedding> Embeddings, IReadOnlyList<FaceQuality> Quality, DateTimeOffset Created)
{
    /// <summary>
    /// The mean score of a face against the embeddings. With one embedding it is the lesson's comparison with the true image. A mean,
    /// not the best: the best of several would multiply the chance of a false match, while the mean of several scores of impostors
    /// spreads no wider than one of them. So a threshold calibrated photo against photo keeps its false match rate here.
    /// </summary>
    /// <exception cref="InvalidOperationException">The embedding is another model's, or the template is empty.</exception>
    internal double Score(Comparator comparator, Embedding face)
    {
        ArgumentNullException.ThrowIfNull(comparator);
        return Embeddings.Average(stored => comparator.Compare(stored, face));
    }

    /// <summary>Says the name and the pack, never the embeddings.</summary>
    public override string ToString() => $"template of {Name} by {PackId}";
}

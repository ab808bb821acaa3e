using System.Numerics.Tensors;

namespace Semblance.Recognition;

/// <summary>Compares two embeddings of the same model. Each pack declares one comparator. Stateless and thread-safe.</summary>
internal abstract class Comparator
{
    /// <summary>The cosine of the angle between two embeddings, -1 (opposite) to 1 (equal): more alike is higher.</summary>
    public static Comparator Cosine { get; } = new CosineSimilarity();

    /// <summary>The Euclidean distance of two embeddings, 0 (equal) upwards: more alike is lower. The lesson's comparator.</summary>
    public static Comparator Euclidean { get; } = new EuclideanDistance();

    /// <summary>The name in pack.json: <c>cosine</c> or <c>euclidean</c>.</summary>
    public abstract string Name { get; }

    /// <summary>True where a higher score means more alike.</summary>
    public abstract bool HigherIsMoreAlike { get; }

    /// <summary>The comparator of a name in pack.json.</summary>
    /// <exception cref="ArgumentException">No comparator has this name.</exception>
    public static Comparator Named(string name) => name switch
    {
        "cosine" => Cosine,
        "euclidean" => Euclidean,
        _ => throw new ArgumentException($"There is no comparator \"{name}\"; cosine and euclidean exist.", nameof(name)),
    };

    /// <summary>The score of two embeddings.</summary>
    /// <exception cref="InvalidOperationException">The embeddings come from different models.</exception>
    public double Compare(Embedding a, Embedding b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.ModelId != b.ModelId || a.Values.Length != b.Values.Length)
            throw new InvalidOperationException($"Embeddings of different models cannot be compared ({a.ModelId}, {b.ModelId}): enrol again, or use the pack that made the template.");
        return Score(a.Values, b.Values);
    }

    /// <summary>Whether a score reaches a threshold: at least as alike. A score that is not a number never does.</summary>
    public bool Reaches(double score, double threshold) => HigherIsMoreAlike ? score >= threshold : score <= threshold;

    /// <summary>The score turned so that higher is more alike, as evaluation counts: the score itself, or its negative.</summary>
    public double ToSimilarity(double score) => HigherIsMoreAlike ? score : -score;

    private protected abstract double Score(ReadOnlySpan<float> a, ReadOnlySpan<float> b);
}

/// <summary>The cosine of the angle between two vectors; a vector of length 0 is like nothing (score -1).</summary>
internal sealed class CosineSimilarity : Comparator
{
    /// <inheritdoc/>
    public override string Name => "cosine";

    /// <inheritdoc/>
    public override bool HigherIsMoreAlike => true;

    private protected override double Score(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float cosine = TensorPrimitives.CosineSimilarity(a, b);
        return float.IsNaN(cosine) ? -1 : Math.Clamp(cosine, -1, 1);
    }
}

/// <summary>The length of the difference of two vectors: sqrt(sum (a_i - b_i)^2).</summary>
internal sealed class EuclideanDistance : Comparator
{
    /// <inheritdoc/>
    public override string Name => "euclidean";

    /// <inheritdoc/>
    public override bool HigherIsMoreAlike => false;

    private protected override double Score(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => TensorPrimitives.Distance(a, b);
}

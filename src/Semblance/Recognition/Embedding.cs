namespace Semblance;

/// <summary>
/// What a network makes of an aligned face: a vector, and the id of the model that made it. Biometric data: never log it, never
/// return it to a caller. Immutable, safe to share between threads.
/// </summary>
public sealed class Embedding
{
    private readonly float[] _values;

    /// <summary>Copies the values.</summary>
    /// <param name="modelId">The id of the pack whose embedder made the vector.</param>
    /// <param name="values">At least one number, all finite. Unit length where the pack compares by cosine.</param>
    /// <exception cref="ArgumentException">No id, no values, or a value that is not a finite number.</exception>
    public Embedding(string modelId, ReadOnlySpan<float> values)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        if (values.IsEmpty)
            throw new ArgumentException("An embedding has at least one number.", nameof(values));
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException("An embedding holds finite numbers only; the model or its input is broken.", nameof(values));
        }
        ModelId = modelId;
        _values = values.ToArray();
    }

    /// <summary>The id of the model that made it. Embeddings of different models are never compared.</summary>
    public string ModelId { get; }

    /// <summary>The vector.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Says the size and the model, never the values.</summary>
    public override string ToString() => $"embedding of {_values.Length} numbers by {ModelId}";
}

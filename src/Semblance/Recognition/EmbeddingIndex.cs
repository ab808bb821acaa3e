using System.Numerics.Tensors;
using Semblance.Recognition;
using Semblance.Search;

namespace Semblance;

/// <summary>A person whom a search found.</summary>
/// <param name="Person">The id that was given with the template.</param>
/// <param name="Score">The mean cosine of the face against the template's embeddings, -1 to 1.</param>
public readonly record struct IndexHit(Guid Person, double Score);

/// <summary>
/// The templates of many people in memory, searched exactly. The mean cosine of a face against several unit embeddings is its scalar product
/// with their mean, so one vector a person is kept, however many embeddings there are. A search reads one byte for each number, and compares exactly all who can be
/// among the most alike (decision 29). Scores agree with <see cref="Template.Score"/> by cosine up to rounding. Safe for several threads: searches and changes do not
/// wait for each other; a search that runs while people change sees each of them as they were or as they are.
/// </summary>
public sealed class EmbeddingIndex : IDisposable, IFaceSearch
{
    private readonly Lock _making = new();
    private readonly string? _folder;
    private volatile RowIndex? _rows;

    /// <summary>Starts without people. Everything stays in memory.</summary>
    /// <param name="modelId">The pack whose embeddings it holds.</param>
    public EmbeddingIndex(string modelId) : this(modelId, folder: null)
    {
    }

    /// <param name="modelId">The pack whose embeddings it holds.</param>
    /// <param name="folder">Where a temporary file for exact rows is made when there are many people: a quarter of the memory is needed then.</param>
    internal EmbeddingIndex(string modelId, string? folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        (ModelId, _folder) = (modelId, folder);
    }

    /// <summary>The pack whose embeddings it holds.</summary>
    public string ModelId { get; }

    /// <summary>How many people are in it.</summary>
    public int Count => _rows?.Count ?? 0;

    /// <summary>Whether a person is in it.</summary>
    public bool Contains(Guid person) => _rows?.Contains(person) ?? false;

    /// <summary>Adds a person, or replaces their template.</summary>
    /// <exception cref="ArgumentException">The template is empty, another model's, or of another length than those before.</exception>
    public void Set(Guid person, Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        float[] mean = Mean(template);
        var rows = RowsOf(mean.Length);
        if (rows.Dimension != mean.Length)
            throw new ArgumentException($"This index holds embeddings of {rows.Dimension} numbers, not {mean.Length}.", nameof(template));
        rows.Set(person, mean);
    }

    /// <summary>Removes a person; the numbers are overwritten. False where there is none.</summary>
    public bool Remove(Guid person) => _rows?.Remove(person) ?? false;

    /// <summary>The people most like a face, the most alike first.</summary>
    /// <param name="face">The face.</param>
    /// <param name="most">How many at most, at least 1.</param>
    /// <exception cref="InvalidOperationException">The face was read by another model.</exception>
    public IReadOnlyList<IndexHit> Search(Embedding face, int most) => SearchMany([face], most)[0];

    /// <summary>The people most like each of several faces; one pass over all people serves four faces, so it takes far less time than as many searches.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="most">How many people for each face at most, at least 1.</param>
    /// <param name="threads">How many threads may work on it, at least 1.</param>
    /// <returns>For each face what <see cref="Search"/> gives.</returns>
    /// <exception cref="InvalidOperationException">A face was read by another model.</exception>
    public IReadOnlyList<IReadOnlyList<IndexHit>> SearchMany(IReadOnlyList<Embedding> faces, int most, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        float[][] queries = [.. faces.Select(Unit)];
        if (_rows is not { Count: > 0 } rows)
            return [.. faces.Select(_ => (IReadOnlyList<IndexHit>)[])];
        foreach (float[] query in queries)
            RequireDimension(rows, query);
        return [.. rows.Search(queries, most, threads).Select(hits => (IReadOnlyList<IndexHit>)[.. hits.Select(hit => new IndexHit(hit.Person, Math.Clamp(hit.Product, -1, 1)))])];
    }

    /// <summary>The score of a face against one person; null where the person is not in the index.</summary>
    /// <exception cref="InvalidOperationException">The face was read by another model.</exception>
    public double? Score(Guid person, Embedding face)
    {
        float[] query = Unit(face);
        if (_rows is not { Count: > 0 } rows)
            return null;
        RequireDimension(rows, query);
        return rows.Product(person, query) is { } product ? Math.Clamp(product, -1, 1) : null;
    }

    /// <summary>Frees what the index holds; it is not to be used afterwards.</summary>
    public void Dispose() => _rows?.Dispose();

    private RowIndex RowsOf(int dimension)
    {
        lock (_making)
            return _rows ??= new RowIndex(dimension, _folder);
    }

    private static void RequireDimension(RowIndex rows, float[] query)
    {
        if (query.Length != rows.Dimension)
            throw new InvalidOperationException($"This index holds embeddings of {rows.Dimension} numbers, not {query.Length}.");
    }

    private float[] Unit(Embedding face)
    {
        ArgumentNullException.ThrowIfNull(face);
        if (face.ModelId != ModelId)
            throw new InvalidOperationException($"Embeddings of different models cannot be compared ({ModelId}, {face.ModelId}): enrol again, or use the pack that made the templates.");
        return Unit(face.Values);
    }

    private float[] Mean(Template template)
    {
        if (template.PackId != ModelId)
            throw new ArgumentException($"This index holds embeddings of {ModelId}, not {template.PackId}.", nameof(template));
        if (template.Embeddings.Count == 0)
            throw new ArgumentException("A template holds at least one embedding.", nameof(template));
        var mean = new float[template.Embeddings[0].Values.Length];
        foreach (var embedding in template.Embeddings)
            TensorPrimitives.Add(mean, Unit(embedding), mean);
        TensorPrimitives.Divide(mean, template.Embeddings.Count, mean);
        return mean;
    }

    // A vector of length 0 is like nobody.
    private static float[] Unit(ReadOnlySpan<float> values)
    {
        float length = TensorPrimitives.Norm(values);
        float[] unit = values.ToArray();
        if (length > 0)
            TensorPrimitives.Divide(unit, length, unit);
        return unit;
    }
}

using System.Numerics.Tensors;
using Semblance.Recognition;

namespace Semblance;

/// <summary>A person whom a search found.</summary>
/// <param name="Person">The id that was given with the template.</param>
/// <param name="Score">The mean cosine of the face against the template's embeddings, -1 to 1.</param>
public readonly record struct IndexHit(Guid Person, double Score);

/// <summary>
/// The templates of many people in memory, searched exactly. The mean cosine of a face against several unit embeddings is its scalar product
/// with their mean, so one vector a person is kept, however many embeddings there are: a search reads 4 bytes x dimension x people, in order.
/// Scores agree with <see cref="Template.Score"/> by cosine up to rounding. Safe for several threads: searches run side by side, a change waits for them.
/// </summary>
public sealed class EmbeddingIndex : IDisposable, IFaceSearch
{
    private const int BlockRows = 4096;

    private readonly List<float[]> _blocks = [];
    private readonly List<Guid> _people = [];
    private readonly Dictionary<Guid, int> _rows = [];
    private readonly ReaderWriterLockSlim _lock = new();
    private int _dimension;

    /// <summary>Starts without people.</summary>
    /// <param name="modelId">The pack whose embeddings it holds.</param>
    public EmbeddingIndex(string modelId)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelId);
        ModelId = modelId;
    }

    /// <summary>The pack whose embeddings it holds.</summary>
    public string ModelId { get; }

    /// <summary>How many people are in it.</summary>
    public int Count => Reading(() => _people.Count);

    /// <summary>Whether a person is in it.</summary>
    public bool Contains(Guid person) => Reading(() => _rows.ContainsKey(person));

    /// <summary>Adds a person, or replaces their template.</summary>
    /// <exception cref="ArgumentException">The template is empty, another model's, or of another length than those before.</exception>
    public void Set(Guid person, Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        float[] mean = Mean(template);
        _lock.EnterWriteLock();
        try
        {
            if (_dimension != 0 && _dimension != mean.Length)
                throw new ArgumentException($"This index holds embeddings of {_dimension} numbers, not {mean.Length}.", nameof(template));
            _dimension = mean.Length;
            if (!_rows.TryGetValue(person, out int row))
            {
                row = _people.Count;
                _people.Add(person);
                _rows.Add(person, row);
                if (row == _blocks.Count * BlockRows)
                    _blocks.Add(new float[BlockRows * _dimension]);
            }
            mean.CopyTo(Row(row));
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Removes a person; the numbers are overwritten. False where there is none.</summary>
    public bool Remove(Guid person)
    {
        _lock.EnterWriteLock();
        try
        {
            if (!_rows.Remove(person, out int row))
                return false;
            int last = _people.Count - 1;
            if (row != last)
            {
                Row(last).CopyTo(Row(row));
                _people[row] = _people[last];
                _rows[_people[row]] = row;
            }
            Row(last).Clear();
            _people.RemoveAt(last);
            if (last % BlockRows == 0)
                _blocks.RemoveAt(_blocks.Count - 1);
            return true;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>The people most like a face, the most alike first.</summary>
    /// <param name="face">The face.</param>
    /// <param name="most">How many at most, at least 1.</param>
    /// <exception cref="InvalidOperationException">The face was read by another model.</exception>
    public IReadOnlyList<IndexHit> Search(Embedding face, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        float[] query = Unit(face);
        return Reading<IReadOnlyList<IndexHit>>(() =>
        {
            var (scores, rows, found) = (new float[Math.Min(most, _people.Count)], new int[Math.Min(most, _people.Count)], 0);
            RequireDimension(query);
            for (int row = 0; row < _people.Count; row++)
            {
                float score = TensorPrimitives.Dot(Row(row), query);
                if (found == scores.Length && score <= scores[^1])
                    continue;
                int at = found < scores.Length ? found++ : found - 1;
                for (; at > 0 && scores[at - 1] < score; at--)
                    (scores[at], rows[at]) = (scores[at - 1], rows[at - 1]);
                (scores[at], rows[at]) = (score, row);
            }
            return [.. rows.Take(found).Zip(scores, (row, score) => new IndexHit(_people[row], Math.Clamp(score, -1, 1)))];
        });
    }

    /// <summary>The score of a face against one person; null where the person is not in the index.</summary>
    /// <exception cref="InvalidOperationException">The face was read by another model.</exception>
    public double? Score(Guid person, Embedding face)
    {
        float[] query = Unit(face);
        return Reading<double?>(() =>
        {
            RequireDimension(query);
            return _rows.TryGetValue(person, out int row) ? Math.Clamp(TensorPrimitives.Dot(Row(row), query), -1, 1) : null;
        });
    }

    /// <summary>Frees the lock; the index is not to be used afterwards.</summary>
    public void Dispose() => _lock.Dispose();

    private T Reading<T>(Func<T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private Span<float> Row(int row) => _blocks[row / BlockRows].AsSpan(row % BlockRows * _dimension, _dimension);

    private void RequireDimension(float[] query)
    {
        if (_people.Count > 0 && query.Length != _dimension)
            throw new InvalidOperationException($"This index holds embeddings of {_dimension} numbers, not {query.Length}.");
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

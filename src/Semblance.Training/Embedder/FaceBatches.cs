using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>A batch of varied faces.</summary>
/// <param name="Faces">Levels 0..255, face after face.</param>
/// <param name="Targets">Unit vectors, face after face.</param>
/// <param name="People">Rows of their prototypes.</param>
internal sealed record FaceBatch(float[] Faces, float[] Targets, long[] People);

/// <summary>
/// The batches of an epoch: every face once, in an order and varied in a way that seed, epoch and step fix. The next batch is made on
/// another thread while the network learns from this one; two buffers take turns, so nothing is allocated in a step.
/// </summary>
internal sealed class FaceBatches : IDisposable
{
    private readonly AlignedFaces _collection;
    private readonly EmbedderTrainingSet _set;
    private readonly int _seed;
    private readonly FaceBatch[] _buffers;
    private readonly FaceAugmentation _augmentation = new();

    public FaceBatches(AlignedFaces collection, EmbedderTrainingSet set, int batchSize, int seed)
    {
        if (set.Count < batchSize)
            throw new DataException($"{set.Count} faces are left to learn from, fewer than the {batchSize} of a step.");
        (_collection, _set, _seed, BatchSize) = (collection, set, seed, batchSize);
        _buffers = [.. Enumerable.Range(0, Prefetch.Buffers).Select(_ => new FaceBatch(new float[batchSize * FaceAugmentation.Numbers], new float[batchSize * set.Dimension], new long[batchSize]))];
    }

    public int BatchSize { get; }

    /// <summary>Steps an epoch; what does not fill a batch waits for another epoch's order.</summary>
    public int StepsPerEpoch => _set.Count / BatchSize;

    /// <summary>The batches of an epoch from a step on. Each is valid until the next one is asked for.</summary>
    public IEnumerable<FaceBatch> Epoch(int epoch, int firstStep)
    {
        var order = Enumerable.Range(0, _set.Count).ToArray();
        new Random(StableHash.Of(_seed, epoch)).Shuffle(order);
        return Prefetch.Run(firstStep, StepsPerEpoch, step => Fill(_buffers[step % Prefetch.Buffers], order.AsSpan(step * BatchSize, BatchSize), epoch, step));
    }

    public void Dispose() => _augmentation.Dispose();

    private FaceBatch Fill(FaceBatch batch, ReadOnlySpan<int> items, int epoch, int step)
    {
        for (int i = 0; i < items.Length; i++)
        {
            var random = new Random(StableHash.Of(_seed, epoch, step, i));
            _augmentation.Vary(_collection.Faces[_set.FaceAt(items[i])].Rgb, random, FaceAugmentation.Slot(batch.Faces, i));
            _set.TargetAt(items[i]).CopyTo(batch.Targets.AsSpan(i * _set.Dimension));
            batch.People[i] = _set.PersonAt(items[i]);
        }
        return batch;
    }
}

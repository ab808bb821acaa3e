using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>A batch of varied faces: first those of the collection, then made ones.</summary>
/// <param name="Faces">Levels 0..255, face after face.</param>
/// <param name="Targets">Unit vectors, face after face.</param>
/// <param name="People">Rows of the prototypes of the collection's faces.</param>
internal sealed record FaceBatch(float[] Faces, float[] Targets, long[] People);

/// <summary>
/// Batches of faces drawn and varied in a way that seed, epoch and step fix: the collection's from all looks more evenly than it has
/// them, made ones all alike. The next batch is made on another thread while the network learns from this one; two buffers take turns,
/// so nothing is allocated in a step.
/// </summary>
internal sealed class FaceBatches : IDisposable
{
    private readonly AlignedFaces _collection;
    private readonly EmbedderTrainingSet _set;
    private readonly MadeFaceFiles _made;
    private readonly EmbedderRecipe _recipe;
    private readonly int _seed;
    private readonly FaceBatch[] _buffers;
    private readonly byte[] _rgb = new byte[FaceMixture.Numbers];
    private readonly FaceAugmentation _augmentation;
    private readonly FaceJpeg _jpeg = new();

    public FaceBatches(AlignedFaces collection, EmbedderTrainingSet set, MadeFaceFiles made, EmbedderRecipe recipe, int seed)
    {
        if (set.Count < recipe.BatchSize)
            throw new DataException($"{set.Count} faces are left to learn from, fewer than the {recipe.BatchSize} of a step.");
        (_collection, _set, _made, _recipe, _seed) = (collection, set, made, recipe, seed);
        _augmentation = new FaceAugmentation(recipe.Untouched);
        RealFaces = made.Count == 0 ? recipe.BatchSize : Math.Min(recipe.RealFaces, recipe.BatchSize);
        _buffers = [.. Enumerable.Range(0, Prefetch.Buffers).Select(_ => new FaceBatch(new float[recipe.BatchSize * FaceAugmentation.Numbers], new float[recipe.BatchSize * set.Dimension], new long[RealFaces]))];
    }

    /// <summary>How many faces of a batch are the collection's.</summary>
    public int RealFaces { get; }

    /// <summary>The batches of a training from a step on. Each is valid until the next one is asked for.</summary>
    public IEnumerable<FaceBatch> Steps(int first) =>
        Prefetch.Run(first, _recipe.Epochs * _recipe.Steps, step => Fill(_buffers[step % Prefetch.Buffers], step / _recipe.Steps, step % _recipe.Steps));

    public void Dispose()
    {
        _augmentation.Dispose();
        _jpeg.Dispose();
    }

    private FaceBatch Fill(FaceBatch batch, int epoch, int step)
    {
        for (int i = 0; i < _recipe.BatchSize; i++)
        {
            var random = new Random(StableHash.Of(_seed, epoch, step, i));
            var target = batch.Targets.AsSpan(i * _set.Dimension, _set.Dimension);
            if (i < RealFaces)
            {
                int item = _set.Looks.Draw(random);
                _augmentation.Vary(_collection.Faces[_set.FaceAt(item)].Rgb, random, FaceAugmentation.Slot(batch.Faces, i));
                _set.TargetAt(item).CopyTo(target);
                batch.People[i] = _set.PersonAt(item);
            }
            else
            {
                int item = random.Next(_made.Count);
                _jpeg.Decode(_made.PictureAt(item), _rgb);
                _augmentation.Vary(_rgb, random, FaceAugmentation.Slot(batch.Faces, i));
                _made.CopyTarget(item, target);
            }
        }
        return batch;
    }
}

namespace Semblance.Training.Data;

/// <summary>Batches of several photos of each of several people, for losses that form their own pairs inside the batch.</summary>
internal sealed class IdentityBatches
{
    private readonly int _seed;
    private readonly int _people;
    private readonly int _photos;
    private readonly int[][] _byIdentity;

    /// <summary>Prepares the batches.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="people">People a batch; all of them where there are fewer.</param>
    /// <param name="photos">Photos of each, at least 2; drawn with repetition where a person has fewer.</param>
    /// <param name="seed">Fixes the draws.</param>
    public IdentityBatches(FaceSet faces, int people, int photos, int seed)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentOutOfRangeException.ThrowIfLessThan(photos, 2);
        (_seed, _photos) = (seed, photos);
        _byIdentity = [.. faces.Images.Select((image, index) => (image.Identity, index)).GroupBy(x => x.Identity, x => x.index).Select(g => g.ToArray())];
        _people = Math.Min(people, _byIdentity.Length);
        StepsPerEpoch = Math.Max(1, faces.Images.Count / (_people * _photos));
    }

    /// <summary>Batches an epoch: about as many as show each photo once.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>The batches of an epoch. The same epoch number gives the same batches.</summary>
    /// <param name="epoch">Counts from 0.</param>
    public IEnumerable<TrainingBatch> Epoch(int epoch)
    {
        var random = new Random(StableHash.Of(_seed, epoch));
        for (int step = 0; step < StepsPerEpoch; step++)
        {
            var identities = Enumerable.Range(0, _byIdentity.Length).ToArray();
            random.Shuffle(identities);
            var images = new List<int>(_people * _photos);
            foreach (int identity in identities.Take(_people))
            {
                var own = (int[])_byIdentity[identity].Clone();
                random.Shuffle(own);
                for (int i = 0; i < _photos; i++)
                    images.Add(i < own.Length ? own[i] : own[random.Next(own.Length)]);
            }
            yield return new TrainingBatch(images, []);
        }
    }
}

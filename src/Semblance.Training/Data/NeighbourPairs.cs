namespace Semblance.Training.Data;

/// <summary>
/// The lesson's pairs: each photo with the next one of the same person, and with a random photo of a random other person. They are
/// drawn once; every epoch shuffles them.
/// </summary>
internal sealed class NeighbourPairs
{
    private readonly int _seed;
    private readonly ImagePair[] _pairs;

    /// <summary>Draws the pairs: for AT&amp;T's 35 training subjects 315 of either kind.</summary>
    /// <param name="faces">The faces; at least two identities, one of them with two photos.</param>
    /// <param name="seed">Fixes the draw and the shuffles.</param>
    /// <exception cref="DataException">No pair of the same person can be formed.</exception>
    public NeighbourPairs(FaceSet faces, int seed)
    {
        ArgumentNullException.ThrowIfNull(faces);
        _seed = seed;
        var random = new Random(seed);
        var byIdentity = faces.Images.Select((image, index) => (image.Identity, index)).GroupBy(x => x.Identity, x => x.index).Select(g => g.ToArray()).ToArray();
        var pairs = new List<ImagePair>();
        for (int identity = 0; identity < byIdentity.Length; identity++)
        {
            var own = byIdentity[identity];
            for (int i = 0; i + 1 < own.Length; i++)
            {
                int other = random.Next(byIdentity.Length - 1);
                var others = byIdentity[other < identity ? other : other + 1];
                pairs.Add(new ImagePair(own[i], own[i + 1], Same: true));
                pairs.Add(new ImagePair(own[i], others[random.Next(others.Length)], Same: false));
            }
        }
        if (pairs.Count == 0)
            throw new DataException("No person has two photos, so no pair of the same person can be formed.");
        _pairs = [.. pairs];
    }

    /// <summary>All pairs, as indices into the face set.</summary>
    public IReadOnlyList<ImagePair> All => _pairs;

    /// <summary>The batches of an epoch. The same epoch number gives the same batches.</summary>
    /// <param name="epoch">Counts from 0.</param>
    /// <param name="batchSize">Pairs a batch; the last one may be smaller.</param>
    public IEnumerable<TrainingBatch> Epoch(int epoch, int batchSize)
    {
        var shuffled = (ImagePair[])_pairs.Clone();
        new Random(StableHash.Of(_seed, epoch)).Shuffle(shuffled);
        return shuffled.Chunk(batchSize).Select(Batch);
    }

    /// <summary>The batches of all pairs in their own order, for measuring.</summary>
    public IEnumerable<TrainingBatch> InOrder(int batchSize) => _pairs.Chunk(batchSize).Select(Batch);

    private static TrainingBatch Batch(ImagePair[] pairs)
    {
        var position = new Dictionary<int, int>();
        int Place(int image)
        {
            if (!position.TryGetValue(image, out int place))
                position.Add(image, place = position.Count);
            return place;
        }
        var inBatch = Array.ConvertAll(pairs, p => new ImagePair(Place(p.A), Place(p.B), p.Same));
        return new TrainingBatch([.. position.Keys], inBatch);
    }
}

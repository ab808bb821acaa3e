namespace Semblance.Training.Tests.Data;

public class NeighbourPairsTests
{
    private static readonly FaceSet s_faces = MadeFaces.Create(people: 35, photos: 10);

    [Fact]
    public void All_ThirtyFivePeopleWithTenPhotos_Are630HalfOfEach()
    {
        var pairs = new NeighbourPairs(s_faces, seed: 1).All;

        Assert.Equal(630, pairs.Count);
        Assert.Equal(315, pairs.Count(p => p.Same));
        Assert.All(pairs, p => Assert.Equal(p.Same, s_faces.Images[p.A].Identity == s_faces.Images[p.B].Identity));
        Assert.All(pairs.Where(p => p.Same), p => Assert.Equal(p.A + 1, p.B));
    }

    [Fact]
    public void All_ManySeeds_DrawEveryOtherPerson()
    {
        var others = Enumerable.Range(0, 200).SelectMany(seed => new NeighbourPairs(MadeFaces.Create(4, 2), seed).All)
            .Where(p => !p.Same).Select(p => (p.A / 2, p.B / 2)).ToHashSet();

        Assert.Equal(4 * 3, others.Count);
    }

    [Fact]
    public void Epoch_AllBatches_HoldEachPairOnceAndEachImageOncePerBatch()
    {
        var pairs = new NeighbourPairs(s_faces, seed: 1);
        var batches = pairs.Epoch(3, 128).ToList();

        Assert.Equal([128, 128, 128, 128, 118], batches.Select(b => b.Pairs.Count));
        Assert.All(batches, b => Assert.Equal(b.Images.Count, b.Images.Distinct().Count()));
        var seen = batches.SelectMany(b => b.Pairs.Select(p => new ImagePair(b.Images[p.A], b.Images[p.B], p.Same)));
        Assert.Equal(pairs.All.OrderBy(p => (p.A, p.B, p.Same)), seen.OrderBy(p => (p.A, p.B, p.Same)));
    }

    [Fact]
    public void Epoch_SameNumber_IsTheSameAndAnotherIsNot()
    {
        var pairs = new NeighbourPairs(s_faces, seed: 1);

        Assert.Equal(Order(pairs, 2), Order(new NeighbourPairs(s_faces, seed: 1), 2));
        Assert.NotEqual(Order(pairs, 2), Order(pairs, 3));

        static List<int> Order(NeighbourPairs pairs, int epoch) => [.. pairs.Epoch(epoch, 128).SelectMany(b => b.Images)];
    }

    [Fact]
    public void Constructor_NobodyWithTwoPhotos_SaysSo()
    {
        var error = Assert.Throws<DataException>(() => new NeighbourPairs(MadeFaces.Create(people: 3, photos: 1), seed: 1));

        Assert.Contains("No person has two photos", error.Message);
    }
}

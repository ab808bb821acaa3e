using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Evaluation;

public sealed class PairEvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PairList _list;

    public PairEvaluatorTests()
    {
        foreach (string photo in new[] { "a_1", "a_2", "b_1", "b_2" })
            File.WriteAllBytes(_folder.File(photo), []);
        File.WriteAllText(_folder.File("pairs"), "a,b,same,fold\na_1,a_2,1,0\na_1,b_1,0,1\na_2,b_1,0,2\nb_1,b_2,1,3\n");
        _list = PairList.Read(_folder.File("pairs"), _folder.Path);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_EachPhoto_IsEmbeddedOnceAndReported()
    {
        var asked = new List<string>();
        var progress = new Steps();

        var run = PairEvaluator.Run(_list, photo => { asked.Add(Path.GetFileName(photo)); return Embed(photo); }, Comparator.Euclidean, progress, TestContext.Current.CancellationToken);

        Assert.Equal(["a_1", "a_2", "b_1", "b_2"], asked);
        Assert.Equal([(1, 4), (2, 4), (3, 4), (4, 4)], progress.Seen);
        Assert.Equal((4, 1, true), (run.Photos, run.PhotosFailed, run.MillisecondsPerFace >= 0));
    }

    [Fact]
    public void Run_Distances_BecomeSimilaritiesAndMissingFacesFailures()
    {
        var pairs = PairEvaluator.Run(_list, Embed, Comparator.Euclidean, cancellation: TestContext.Current.CancellationToken).Pairs;

        Assert.Equal([-1, -3, -4], pairs.Take(3).Select(pair => pair.Similarity));
        Assert.Equal([false, false, false, true], pairs.Select(pair => pair.FailedToAcquire));
        Assert.Equal([(true, 0), (false, 1), (false, 2), (true, 3)], pairs.Select(pair => (pair.Same, pair.Fold)));
        Assert.Equal((pairs[0].SubjectA, pairs[0].SubjectB), (pairs[0].SubjectB, pairs[1].SubjectA));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        int asked = 0;

        Assert.Throws<OperationCanceledException>(() =>
            PairEvaluator.Run(_list, photo => { asked++; cancellation.Cancel(); return Embed(photo); }, Comparator.Euclidean, null, cancellation.Token));

        Assert.Equal(1, asked);
    }

    private static Embedding? Embed(string photo) => Path.GetFileName(photo) switch
    {
        "a_1" => new Embedding("line", [1]),
        "a_2" => new Embedding("line", [0]),
        "b_1" => new Embedding("line", [4]),
        _ => null,
    };

    private sealed class Steps : IProgress<(int Done, int Total)>
    {
        public List<(int, int)> Seen { get; } = [];

        public void Report((int Done, int Total) value) => Seen.Add(value);
    }
}

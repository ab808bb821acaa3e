using Semblance.Training.Att;

namespace Semblance.Training.Tests.Att;

public class AttReportTests
{
    // 8 people with 2 photos, 4 folds of 2 people: pairs (0,1) and (2,3) are of one person, the four others are not.
    private static readonly CrossValidation s_validation = new(MadeFaces.Create(people: 8, photos: 2), 4, Recipe.Lesson, inner: false, folder: null);

    [Fact]
    public void Of_PerfectScores_NoErrorInAnyFold()
    {
        var report = AttReport.Of(s_validation, Folds(seed: 1, same: -0.2, different: -0.8), comparesByDistance: true);

        Assert.Equal(4 * 6, report.Pooled.Pairs);
        Assert.Equal(4 * 2, report.Pooled.Genuine);
        Assert.Equal(0, report.Pooled.Eer);
        Assert.Equal(1, report.AccuracyAtHalf);
        Assert.All(report.PerFold, fold => Assert.Equal(1, fold.Auc));
    }

    [Fact]
    public void Together_OneSeedWrongAndOneRight_TheirMeanDecides()
    {
        var wrong = Folds(seed: 1, same: 0.4, different: 0.6);
        var right = Folds(seed: 2, same: 1, different: 0);

        Assert.Equal(0, AttReport.Of(s_validation, wrong, comparesByDistance: false).Pooled.Auc);
        Assert.Equal(1, AttReport.Together(s_validation, [wrong, right]).Auc);
    }

    [Fact]
    public void Run_FinishedFold_IsReadAndNotTrainedAgain()
    {
        using var folder = new TemporaryFolder();
        var recipe = Recipe.Lesson with { Network = ResidualNetwork.Name, Width = 8, Epochs = 1, BatchSize = 8 };
        var validation = new CrossValidation(MadeFaces.Create(people: 8, photos: 2), 4, recipe, inner: false, folder.Path);
        var first = validation.Run(seed: 1, fold: 2, progress: null, CancellationToken.None);
        int trained = 0;

        var again = validation.Run(seed: 1, fold: 2, new Immediate(_ => trained++), CancellationToken.None);
        validation.Run(seed: 2, fold: 2, new Immediate(_ => trained++), CancellationToken.None);

        Assert.Equal(first.Similarities, again.Similarities);
        Assert.Equal(6, again.Similarities.Count);
        Assert.True(trained > 0, "another seed is another training");
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    private static List<FoldResult> Folds(int seed, double same, double different) =>
        [.. Enumerable.Range(0, 4).Select(fold => new FoldResult(seed, fold, [], 1, 1, [new(1, 0, 1, null, null)], [same, different, different, different, different, same]))];
}

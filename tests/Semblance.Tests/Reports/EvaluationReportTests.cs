using System.Text.Json.Nodes;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Reports;
using Semblance.Testing;

namespace Semblance.Tests.Reports;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_RealPhotos_MakesEveryFileReadable()
    {
        string images = TestData.Require("att_faces");
        var pairs = from person in Enumerable.Range(1, 6)
                    from photo in Enumerable.Range(2, 3)
                    from line in new[] { $"s{person}/1.pgm,s{person}/{photo}.pgm,1,{person % 2}", $"s{person}/1.pgm,s{person % 6 + 1}/{photo}.pgm,0,{person % 2}" }
                    select line;
        File.WriteAllLines(_folder.File("pairs.csv"), pairs.Prepend("a,b,same,fold"));
        var run = PairEvaluator.Run(PairList.Read(_folder.File("pairs.csv"), images), Pixels, Comparator.Euclidean, cancellation: TestContext.Current.CancellationToken);
        var result = VerificationMetrics.Compute(run.Pairs, new() { Resamples = 100 });

        EvaluationReport.Write(_folder.File("report"), run, result, "raw pixels");

        foreach (string name in new[] { "roc.png", "det.png", "histogram.png", "worst-pairs.png" })
            Assert.True(PhotoReader.Read(Path.Combine(_folder.File("report"), name)).ToGrey().Distinct().Count() > 20, $"{name} is blank");
        Assert.Equal(36, (int)JsonNode.Parse(File.ReadAllText(Path.Combine(_folder.File("report"), "report.json")))!["pairs"]!);
        string text = File.ReadAllText(Path.Combine(_folder.File("report"), "report.md"));
        Assert.Contains("36 pairs (18 of the same person, 18 of different people), 24 photos, 6 people.", text);
        Assert.Contains("| true accept rate at FMR 1 % | - | - |", text);
    }

    [Fact]
    public void Write_OneKindOfPair_LeavesCurvesOut()
    {
        string images = TestData.Require("att_faces");
        File.WriteAllText(_folder.File("pairs.csv"), "a,b,same\ns1/1.pgm,s1/2.pgm,1\n");
        var run = PairEvaluator.Run(PairList.Read(_folder.File("pairs.csv"), images), Pixels, Comparator.Euclidean, cancellation: TestContext.Current.CancellationToken);

        EvaluationReport.Write(_folder.File("report"), run, VerificationMetrics.Compute(run.Pairs), "raw pixels");

        Assert.Equal(["histogram.png", "report.json", "report.md", "worst-pairs.png"], Directory.GetFiles(_folder.File("report")).Select(Path.GetFileName).Order());
        Assert.DoesNotContain("roc.png", File.ReadAllText(Path.Combine(_folder.File("report"), "report.md")));
    }

    private static Embedding Pixels(string path) => new("pixels", Array.ConvertAll(PhotoReader.Read(path).Resize(23, 28).ToGrey(), level => level / 255f));
}

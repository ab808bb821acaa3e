using Semblance.Detection;
using Semblance.Recognition;
using Semblance.Training.Evaluation;

namespace Semblance.Training.Tests.Evaluation;

/// <summary>The published network of the folder <c>models</c>, whose figures an independent program measured.</summary>
public sealed class EmbedderBenchmarkTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Fact]
    public void Run_PublishedNetwork_GivesItsKnownFigures()
    {
        foreach (string part in new[] { "lfw-dev", "att_faces", "att_glasses.csv", "faces/labelled" })
            TestData.Require(part);
        using var detector = new GridFaceDetector(File.ReadAllBytes(TestData.RequireModel("yunet_s_dynamic.onnx")));
        var input = new EmbedderInput(112, 112, "rgb", 0, 1, UnitLength: true);
        using var embedder = new OnnxEmbedder(File.ReadAllBytes(TestData.RequireModel("mobileface_v2.onnx")), "published", input);

        var report = EmbedderBenchmark.Read(TestData.Root, detector, "yunet", _cache.Path).Run(embedder, new() { Resamples = 20 });

        // Known from elsewhere: EER 0.72 % on AT&T, accuracy 98.4 % on LFW View 2.
        Assert.Equal(0.0072, report.Att.Pairs.Eer!.Value, 0.0005);
        Assert.Equal(0.984, report.Lfw.Pairs.Accuracy!.Value, 0.006);
        Assert.Equal((0, 0), (report.Lfw.PhotosFailed, report.Att.PhotosFailed));
        Assert.Equal((1_197_943, 500, 78_000, 1_800), (report.Lfw.Impostor, report.Lfw.Genuine, report.Att.Pairs.Impostor, report.Att.Pairs.Genuine));
        Assert.Equal((60, 2_400, 141_600), (report.Cfp.People, report.Cfp.Profile.Genuine, (int)report.Cfp.Profile.Impostor));
        Assert.True(report.Cfp.Profile.TarAtFmr[0].Tar < report.Cfp.Frontal.TarAtFmr[0].Tar, "profiles are harder than frontal photos");
        Assert.Equal(7, report.Att.Mixed.GenuinePeople);

        // From the file that was left: the same faces.
        var again = EmbedderBenchmark.Read(TestData.Root, detector, "yunet", _cache.Path).Run(embedder, new() { Resamples = 20 });
        Assert.Equal(WithoutTimes(report), WithoutTimes(again));

        static string WithoutTimes(EmbedderReport report) => EmbedderReportJson.ToJson(report with { MillisecondsPerFace = 1, CpuMillisecondsPerFace = 1 }).ToJsonString();
    }
}

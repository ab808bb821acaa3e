using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Training.Evaluation;

namespace Semblance.Training.Tests.Evaluation;

/// <summary>On the sixty held-out people of CFP, with the published network of the folder <c>models</c>.</summary>
public sealed class EmbedderCalibrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_PeopleOfCfp_GivesATableItsConditionsAndItsPictures()
    {
        TestData.Require("faces/labelled");
        var faces = HeldOutFaces.Read(TestData.Require("faces"), (split, identity) => split.Profiles.Contains(identity));
        using var embedder = new OnnxEmbedder(File.ReadAllBytes(TestData.RequireModel("mobileface_v2.onnx")), "published", new EmbedderInput(112, 112, "rgb", 0, 1, UnitLength: true));

        var calibration = new EmbedderCalibration(faces, embedder, Comparator.Cosine, HeldOutAlignment.Stored(), new CalibrationOptions { Resamples = 50 });
        var table = calibration.Compute();
        CalibrationReport.Write(_folder.Path, calibration, table, Comparator.Cosine);

        Assert.Equal((60, 60, 14 * 14 * 60 * 59 / 2, 60 * 14 * 13 / 2), (table.People, table.Families, table.ImpostorComparisons, table.GenuineComparisons));
        Assert.Equal([0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001], table.Rates.Select(row => row.Fmr));
        Assert.Equal(table.Rates.Select(row => row.Score).Order(), table.Rates.Select(row => row.Score));
        Assert.All(table.Rates, row => Assert.True(row.FalseMatches <= row.Fmr * table.ImpostorComparisons && row.FmrUpper >= (double)row.FalseMatches / table.ImpostorComparisons));

        var frontal = table.Conditions.Single(condition => condition.Name.StartsWith("frontal against frontal", StringComparison.Ordinal));
        var profile = table.Conditions.Single(condition => condition.Name.StartsWith("frontal against profile", StringComparison.Ordinal));
        Assert.Equal((100 * 60 * 59 / 2, 60 * 45), (frontal.ImpostorComparisons, frontal.GenuineComparisons));
        Assert.True(profile.Rates[1].FnmrInterval!.Value.Low > frontal.Rates[1].FnmrInterval!.Value.High, "profiles are recognised much less often");

        var highest = calibration.HighestImpostors(10);
        Assert.Equal(10, highest.Select(pair => (faces[pair.A].Identity, faces[pair.B].Identity)).Distinct().Count());
        Assert.Equal(highest.Select(pair => pair.Similarity).OrderDescending(), highest.Select(pair => pair.Similarity));
        Assert.Equal(highest[0].Similarity, table.Rates[^1].Score, 0.3);
        Assert.True(File.Exists(_folder.File("highest-impostors-1.png")) && File.Exists(_folder.File("roc.png")) && File.Exists(_folder.File("worst-pairs-blurred.png")));
    }
}

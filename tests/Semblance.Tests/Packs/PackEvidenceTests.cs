using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Recognition;

namespace Semblance.Tests.Packs;

public sealed class PackEvidenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_PackWithEvidence_KnowsWhatScoresAreWorth()
    {
        var pack = ModelPack.Load(StandInPack.Write(_folder.File("pack")));

        Assert.Equal(9.9, pack.Evidence!.LogLikelihoodRatio(0.6), 9);
    }

    [Fact]
    public void Load_PackWithoutEvidence_HasNone() => Assert.Null(ModelPack.Load(TinyPack.Write(_folder.File("pack"))).Evidence);

    [Fact]
    public void Load_EvidenceThatCannotBeUsed_IsRefused()
    {
        AssertRefused(manifest => manifest with { Comparator = "euclidean" }, "cosine only");
        AssertRefused(manifest => manifest with { Thresholds = [.. manifest.Thresholds, new ThresholdEntry(0.5, null, "")] }, "without a false match rate");
        AssertRefused(manifest => manifest with { Evidence = StandInPack.Evidence with { Scores = [0, 1] } }, "cannot be used");
        AssertRefused(manifest => manifest with { Evidence = StandInPack.Evidence with { Scores = [0, 1], LogLikelihoodRatios = [-3, 4] } }, "too few comparisons");
    }

    [Fact]
    public void Of_CalibrationScores_GivesEvidenceThatTheThresholdsCanUse()
    {
        var scores = CalibrationScores.FromPairs(Pairs(2_000, 60_000), tailShare: 0.1);
        var table = ThresholdCalibration.Compute(scores, Comparator.Cosine, "made people", new() { Resamples = 20 });

        var evidence = EvidenceEntry.Of(scores, table, Comparator.Cosine)!;

        Assert.Equal((2_000, 60_000), (evidence.Genuine, evidence.Impostor));
        foreach (var rate in table.Rates)
            Assert.True(evidence.ToMap().Carries(rate.Score, rate.Fmr));
        Assert.InRange(evidence.ToMap().LogLikelihoodRatio(0.9), 8, Math.Log(60_000));
        Assert.Null(EvidenceEntry.Of(scores, table, Comparator.Euclidean));
    }

    private void AssertRefused(Func<PackManifest, PackManifest> change, string why)
    {
        string folder = StandInPack.Write(_folder.File("pack"));
        StandInPack.Save(folder, change(ModelPack.Load(folder).Manifest));

        Assert.Contains(why, Assert.Throws<PackException>(() => ModelPack.Load(folder)).Message);
    }

    private static IReadOnlyList<ScoredPair> Pairs(int genuine, int impostor)
    {
        var (same, other) = new MadePeople(seed: 5, frameNoise: 0.6).Scores(genuine, impostor);
        return [
            .. same.Select((score, i) => new ScoredPair(score, true, i, i, 0)),
            .. other.Select((score, i) => new ScoredPair(score, false, 2 * i, 2 * i + 1, 0)),
        ];
    }
}

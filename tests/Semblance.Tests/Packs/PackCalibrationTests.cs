using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Recognition;
using Semblance.Testing;
using Semblance.Tests.Cli;
using Semblance.Tests.Evaluation;

namespace Semblance.Tests.Packs;

public sealed class PackCalibrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Calibration_IsReadBackAndKeepsTheId()
    {
        var before = ModelPack.Load(TinyPack.Write(_folder.File("pack")));
        var table = Table(people: 100);

        PackCalibration.Write(before, table, evidence: null, defaultFmr: 0.01);

        var after = ModelPack.Load(before.Folder);
        Assert.Equal(before.Id, after.Id);
        Assert.Equal(JsonSerializer.Serialize(table, PackManifest.Json), JsonSerializer.Serialize(after.Manifest.Calibration, PackManifest.Json));
        Assert.Equal((0.01, table.Rates.Single(row => row.Fmr == 0.01).Score), (after.ThresholdFor().Fmr, after.ThresholdFor().Score));
        Assert.Equal(["embedder.onnx", "pack.json"], Directory.EnumerateFiles(before.Folder).Select(Path.GetFileName).Order());
        Assert.Equal("4,950 comparisons between 100 people: drawn", after.ThresholdFor().Evidence);
    }

    [Fact]
    public void Write_DefaultThatTheDataDoNotCarry_IsRefusedAndChangesNothing()
    {
        var pack = ModelPack.Load(TinyPack.Write(_folder.File("pack")));
        byte[] before = File.ReadAllBytes(Path.Combine(pack.Folder, "pack.json"));

        var refused = Assert.Throws<CalibrationException>(() => PackCalibration.Write(pack, Table(people: 100), evidence: null));

        Assert.Equal("A false match rate of 0.0001 takes at least 300,000 comparisons between different people, so that 30 false matches can be expected; there are 4,950. "
            + "As the default, one of 0.1, 0.05, 0.02, 0.01 can be chosen.", refused.Message);
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(pack.Folder, "pack.json")));
    }

    [Fact]
    public void ThresholdFor_RateBetweenTwoRows_TakesTheStricterOneAndSaysSo()
    {
        var pack = Calibrated();
        var rows = pack.Manifest.Calibration!.Rates;

        Assert.Equal((rows[1].Score, 0.05), (pack.ThresholdFor(0.05).Score, pack.ThresholdFor(0.05).Fmr));
        Assert.Equal((rows[1].Score, 0.05), (pack.ThresholdFor(0.08).Score, pack.ThresholdFor(0.08).Fmr));
        Assert.Equal((rows[0].Score, 0.1), (pack.ThresholdFor(0.5).Score, pack.ThresholdFor(0.5).Fmr));
    }

    [Fact]
    public void ThresholdFor_RateThatTheDataDoNotCarry_IsRefusedWithTheNumberItWouldTake()
    {
        var refused = Assert.Throws<PackException>(() => Calibrated().ThresholdFor(0.001));

        Assert.Equal("The pack tiny is calibrated down to a false match rate of 0.01. "
            + "A false match rate of 0.001 takes at least 30,000 comparisons between different people, so that 30 false matches can be expected; there are 4,950.", refused.Message);
    }

    private ModelPack Calibrated()
    {
        var pack = ModelPack.Load(TinyPack.Write(_folder.File("pack")));
        PackCalibration.Write(pack, Table(people: 100), evidence: null, defaultFmr: 0.01);
        return ModelPack.Load(pack.Folder);
    }

    private static Calibration Table(int people) => ThresholdCalibration.Compute(
        CalibrationScores.FromFaces(DrawnPeople.Faces(people, photos: 1, seed: 1), Comparator.Cosine), Comparator.Cosine, "drawn", new() { Resamples = 10 });
}

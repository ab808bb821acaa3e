using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Training.Embedder;
using Semblance.Training.Export;
using Semblance.Training.Spoof;
using TorchSharp;

namespace Semblance.Training.Tests.Spoof;

public sealed class SpoofTrainerTests : IDisposable
{
    private static readonly SpoofRecipe s_short = new() { Steps = 40, BatchSize = 16, FilmedAttacks = 1 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_StripesAgainstSmoothPictures_LearnsToTellThem()
    {
        var (state, model) = Train(s_short);
        using var exported = new SpoofNetwork(model, new SpoofThresholds(0.6, 0.4));

        Assert.Equal(40, state.Step);
        double live = exported.Score(MadeSpoofs.Smooth(9, 130), Whole).Tight!.Value, attack = exported.Score(MadeSpoofs.Striped(9, 130), Whole).Tight!.Value;
        Assert.True(live > attack + 1, $"live {live:F2}, attack {attack:F2}");
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsAtTheSameWeights()
    {
        var whole = Train(s_short);
        var before = Train(s_short, stopAtStep: 5);
        var after = Train(s_short, resume: true);

        Assert.Equal((5, 40), (before.State.Step, after.State.Step));
        Assert.True(after.State.Seconds > before.State.Seconds);
        Assert.Equal(whole.Model, after.Model);
        Assert.Equal(whole.State.History.Select(record => record with { Seconds = 0 }), after.State.History.Select(record => record with { Seconds = 0 }));
        Assert.Throws<DataException>(() => Train(s_short with { Smoothing = 0.1 }, resume: true));
    }

    [Fact]
    public void Run_FromAnEarlierTraining_BeginsWithWhatItLearned()
    {
        Train(s_short);
        string earlier = _folder.File("earlier.bin");
        File.Move(CheckpointFile, earlier);

        var (_, model) = Train(s_short with { Steps = 1, LearningRate = 1e-9 }, seed: 2, from: earlier);

        using var exported = new SpoofNetwork(model, new SpoofThresholds(0.6, 0.4));
        Assert.True(exported.Score(MadeSpoofs.Smooth(9, 130), Whole).Tight > exported.Score(MadeSpoofs.Striped(9, 130), Whole).Tight + 1);
    }

    [Fact]
    public void Export_AnyNetwork_AnswersAsItDoesAndIsSmall()
    {
        torch.manual_seed(5);
        using var network = new SpoofCnn();
        network.eval();
        byte[] model = SpoofExport.ToOnnx(network);
        Assert.InRange(network.ParameterCount, 1, 500_000);
        Assert.InRange(model.Length, 1, 2_000_000);
        using var exported = new SpoofNetwork(model, new SpoofThresholds(0.6, 0.4));
        var photo = MadeSpoofs.Smooth(3, 600);
        var face = new Face(new Box(250, 250, 100, 100), 0.9f);

        var scores = exported.Score(photo, face);

        using var scope = TorchScope.Enter();
        var (tight, wide) = network.forward(Input(SpoofCrop.Tight(face)), Input(SpoofCrop.Wide(face)));
        Assert.Equal(tight.item<float>(), scores.Tight!.Value, 1e-3);
        Assert.Equal(wide.item<float>(), scores.Wide!.Value, 1e-3);

        torch.Tensor Input(SpoofCrop crop) =>
            EmbedderTrainer.Scaled(torch.tensor(crop.Cut(photo, SpoofCnn.Side).ToPlanes(), [1, 3, SpoofCnn.Side, SpoofCnn.Side]));
    }

    private static Face Whole => new(new Box(15, 15, 100, 100), 0.9f);

    private string CheckpointFile => _folder.File("checkpoint.bin");

    private (TrainingState<SpoofRecipe, SpoofRecord> State, byte[] Model) Train(SpoofRecipe recipe, bool resume = false, int? stopAtStep = null, int seed = 1, string? from = null)
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new SpoofTrainer(SpoofSplit.Of(MadeSpoofs.Sources(4), []), recipe, [], seed, from);
        var (state, _) = new TrainingLoop<SpoofRecipe, SpoofRecord>(trainer, CheckpointFile).Run(resume, Immediate.StopAt(stopAtStep, stop), stop.Token);
        return (state, SpoofExport.ToOnnx(trainer.Average));
    }
}

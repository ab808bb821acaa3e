using TorchSharp;

namespace Semblance.Training.Tests.Siamese;

public class SiameseTrainerTests
{
    // Small enough for a test; the same loop, losses and checkpoints as the real recipes.
    private static readonly Recipe s_pairs = Recipe.Lesson with { Network = ResidualNetwork.Name, Width = 4, Epochs = 3, BatchSize = 12 };
    private static readonly Recipe s_identities = Recipe.Strong with { Width = 4, Epochs = 3, BatchSize = 12 };

    private static readonly FaceSet s_faces = MadeFaces.Create(people: 5, photos: 6);

    public static TheoryData<string> Recipes => ["pairs", "identities"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_Resumed_EndsAtTheWeightsOfAnUninterruptedRun(string name)
    {
        var recipe = name == "pairs" ? s_pairs : s_identities;
        using var folder = new TemporaryFolder();
        var whole = new SiameseTrainer(s_faces, null, recipe, seed: 4).Run();

        using var stop = new CancellationTokenSource();
        var trainer = new SiameseTrainer(s_faces, null, recipe, seed: 4) { CheckpointFile = folder.File("checkpoint.bin") };
        var first = trainer.Run(progress: new Immediate(p => { if (p.Step == 4) stop.Cancel(); }), cancellation: stop.Token);
        var resumed = trainer.Run(resume: true);

        Assert.False(first.Finished);
        Assert.True(resumed.Finished);
        Assert.Equal(whole.History, resumed.History);
        Assert.Equal(Weights(whole), Weights(resumed));
        Assert.NotEqual(Weights(whole), Weights(first));
        whole.Network.Dispose();
        first.Network.Dispose();
        resumed.Network.Dispose();
    }

    [Fact]
    public void Run_LearnablePeople_LossFallsAndAccuracyRises()
    {
        var result = new SiameseTrainer(s_faces, MadeFaces.Create(people: 3, photos: 5, seed: 9), s_pairs with { Epochs = 12 }, seed: 1).Run();
        using var network = result.Network;

        Assert.True(result.History[^1].TrainLoss < 0.5 * result.History[0].TrainLoss, $"the loss went from {result.History[0].TrainLoss} to {result.History[^1].TrainLoss}");
        Assert.True(result.History[^1].TrainAccuracy > 0.85, $"the accuracy ended at {result.History[^1].TrainAccuracy}");
        Assert.All(result.History, epoch => Assert.NotNull(epoch.TestLoss));
    }

    [Fact]
    public void Run_200Steps_LeavesTheNumberOfLiveTensorsWhereItWas()
    {
        var recipe = s_pairs with { Epochs = 20, BatchSize = 5 };
        var live = new List<long>();
        var result = new SiameseTrainer(s_faces, s_faces, recipe, seed: 1).Run(progress: new Immediate(p =>
        {
            Assert.True(p.Steps >= 200);
            if (p.Step is 20 || p.Step == p.Steps)
                live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }));
        result.Network.Dispose();

        Assert.Equal(2, live.Count);
        Assert.Equal(live[0], live[1]);
    }

    [Fact]
    public void Load_CheckpointOfAnotherSeed_Refuses()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        new SiameseTrainer(s_faces, null, s_pairs with { Epochs = 1 }, seed: 1) { CheckpointFile = file }.Run().Network.Dispose();

        var other = new SiameseTrainer(s_faces, null, s_pairs with { Epochs = 1 }, seed: 2) { CheckpointFile = file };

        Assert.Contains("another recipe, seed or data", Assert.Throws<DataException>(() => other.Run(resume: true)).Message);
    }

    [Fact]
    public void Load_TruncatedCheckpoint_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        var trainer = new SiameseTrainer(s_faces, null, s_pairs with { Epochs = 1 }, seed: 1) { CheckpointFile = file };
        trainer.Run().Network.Dispose();
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..2000]);

        Assert.Contains("damaged", Assert.Throws<DataException>(() => trainer.Run(resume: true)).Message);
    }

    private static float[] Weights(TrainingResult result) =>
        [.. result.Network.state_dict().Values.SelectMany(t => { using var flat = t.detach().to(torch.float32).flatten().contiguous(); return flat.data<float>().ToArray(); })];

    private sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

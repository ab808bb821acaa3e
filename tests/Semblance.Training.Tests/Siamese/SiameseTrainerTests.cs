using Semblance.Reports;
using TorchSharp;

namespace Semblance.Training.Tests.Siamese;

public class SiameseTrainerTests
{
    // Small enough for a test; the same loop, losses and checkpoints as the real recipes.
    private static readonly Recipe s_pairs = Recipe.Lesson with { Network = ResidualNetwork.Name, Width = 8, Epochs = 3, BatchSize = 12 };
    private static readonly Recipe s_identities = Recipe.Strong with { Width = 8, Epochs = 3, BatchSize = 12 };

    private static readonly FaceSet s_faces = MadeFaces.Create(people: 5, photos: 6);

    public static TheoryData<string> Recipes => ["pairs", "identities"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_Resumed_EndsAtTheWeightsOfAnUninterruptedRun(string name)
    {
        var recipe = name == "pairs" ? s_pairs : s_identities;
        using var folder = new TemporaryFolder();
        var whole = Train(recipe);

        var first = Train(recipe, folder.File("checkpoint.bin"), stopAtStep: 4);
        var resumed = Train(recipe, folder.File("checkpoint.bin"), resume: true);

        Assert.Equal((false, true), (first.Finished, resumed.Finished));
        Assert.Equal(whole.State.History, resumed.State.History);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.NotEqual(whole.Weights, first.Weights);
    }

    [Fact]
    public void Run_LearnablePeople_LossFallsAndAccuracyRises()
    {
        using var trainer = new SiameseTrainer(s_faces, MadeFaces.Create(people: 3, photos: 5, seed: 9), s_pairs with { Epochs = 12 }, seed: 1);
        var result = new TrainingLoop<Recipe, EpochRecord>(trainer).Run().State;

        Assert.True(result.History[^1].TrainLoss < 0.5 * result.History[0].TrainLoss, $"the loss went from {result.History[0].TrainLoss} to {result.History[^1].TrainLoss}");
        Assert.True(result.History[^1].TrainAccuracy > 0.85, $"the accuracy ended at {result.History[^1].TrainAccuracy}");
        Assert.All(result.History, epoch => Assert.NotNull(epoch.TestLoss));
        Assert.Equal(Enumerable.Range(1, 12), trainer.Costs.Select(cost => cost.Epoch));
        Assert.All(trainer.Costs, cost => Assert.True(cost.Images > 0 && cost.Seconds > 0));
    }

    [Fact]
    public void Run_200Steps_LeavesTheNumberOfLiveTensorsWhereItWas()
    {
        var recipe = s_pairs with { Epochs = 20, BatchSize = 5 };
        var live = new List<long>();
        using var trainer = new SiameseTrainer(s_faces, s_faces, recipe, seed: 1);

        new TrainingLoop<Recipe, EpochRecord>(trainer).Run(progress: new Immediate(p =>
        {
            if (p.Step is 20 || p.Done == 1)
                live.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        }));

        Assert.True(trainer.Length.Steps >= 200);
        Assert.Equal(2, live.Count);
        Assert.Equal(live[0], live[1]);
    }

    [Fact]
    public void Load_CheckpointOfAnotherSeed_Refuses()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        var recipe = s_pairs with { Epochs = 1 };
        Train(recipe, file);

        Assert.Contains("another recipe, seed or data", Assert.Throws<DataException>(() => Train(recipe, file, resume: true, seed: 2)).Message);
    }

    [Fact]
    public void Load_TruncatedCheckpoint_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        var recipe = s_pairs with { Epochs = 1 };
        Train(recipe, file);
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..2000]);

        Assert.Contains("damaged", Assert.Throws<DataException>(() => Train(recipe, file, resume: true)).Message);
    }

    private static (TrainingState<Recipe, EpochRecord> State, bool Finished, float[] Weights) Train(Recipe recipe, string? checkpoint = null, bool resume = false, int? stopAtStep = null, int seed = 4)
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new SiameseTrainer(s_faces, null, recipe, seed);
        var (state, finished) = new TrainingLoop<Recipe, EpochRecord>(trainer, checkpoint).Run(resume, Immediate.StopAt(stopAtStep, stop), stop.Token);
        return (state, finished, Weights.Of(trainer.Network));
    }
}

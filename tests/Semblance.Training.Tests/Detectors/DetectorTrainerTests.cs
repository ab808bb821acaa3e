using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class DetectorTrainerTests
{
    private static readonly DetectorRecipe s_recipe = new() { Width = 8, Pyramid = 8, PixelsPerStep = 256 * 256 };

    // Small tensors: a second thread would mostly wait.
    public DetectorTrainerTests() => TorchSharp.torch.set_num_threads(1);

    [Fact]
    public void Run_StoppedAndResumed_EndsAtTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        string file = folder.File("checkpoint.bin");

        var straight = Train(teacher, s_recipe);
        var half = Train(teacher, s_recipe, file, stopAtStep: 2);
        var resumed = Train(teacher, s_recipe, file, resume: true);

        Assert.Equal((2, false), (half.State.Step, half.Finished));
        Assert.Equal((5, true), (resumed.State.Step, resumed.Finished));
        Assert.Equal(straight.Weights, resumed.Weights);
        Assert.DoesNotContain(straight.Weights, weight => !float.IsFinite(weight));
    }

    [Fact]
    public void Run_AFewDozenSteps_LowersTheLoss()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        var records = new List<DetectorRecord>();
        using var trainer = new DetectorTrainer(MadeScenes.Create(), teacher, s_recipe, seed: 1, new TrainingLength(Steps: 60)) { MeasureEvery = TimeSpan.Zero, Measure = (_, record) => { records.Add(record); return record; } };

        new TrainingLoop<DetectorRecipe, DetectorRecord>(trainer).Run();

        static double Loss(DetectorRecord r) => r.ScoreLoss + r.BoxLoss + r.PointLoss;
        double first = records.Take(5).Average(Loss), last = records.TakeLast(10).Average(Loss);
        Assert.True(last < 0.7 * first, $"the loss went from {first:F3} to {last:F3}");
    }

    [Fact]
    public void Run_CheckpointOfAnotherRecipe_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        Train(teacher, s_recipe, folder.File("c"), stopAtStep: 1);

        Assert.Throws<DataException>(() => Train(teacher, s_recipe with { LearningRate = 1 }, folder.File("c"), resume: true));
    }

    private static (TrainingState<DetectorRecipe, DetectorRecord> State, bool Finished, float[] Weights) Train(GridTeacher teacher, DetectorRecipe recipe, string? checkpoint = null, bool resume = false, int? stopAtStep = null)
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new DetectorTrainer(MadeScenes.Create(), teacher, recipe, seed: 1, new TrainingLength(Steps: 5));
        var (state, finished) = new TrainingLoop<DetectorRecipe, DetectorRecord>(trainer, checkpoint).Run(resume, Immediate.StopAt(stopAtStep, stop), stop.Token);
        return (state, finished, Weights.Of(trainer.Average));
    }
}

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
        var scenes = MadeScenes.Create();
        var length = new TrainingLength(Steps: 5, Minutes: null);
        var (straight, _, _) = new DetectorTrainer(scenes, teacher, s_recipe, seed: 1).Run(length);
        using var stop = new CancellationTokenSource();
        var trainer = new DetectorTrainer(scenes, teacher, s_recipe, seed: 1) { CheckpointFile = folder.File("checkpoint.bin") };
        var (half, state, finished) = trainer.Run(length, progress: new StopAfter(2, stop), cancellation: stop.Token);
        half.Dispose();

        var (resumed, end, done) = trainer.Run(length, resume: true);

        Assert.Equal((2, false), (state.Step, finished));
        Assert.Equal((5, true), (end.Step, done));
        using (straight)
        using (resumed)
        {
            var (expected, actual) = (Weights(straight), Weights(resumed));
            Assert.Equal(expected, actual);
            Assert.DoesNotContain(expected, weight => !float.IsFinite(weight));
        }
    }

    [Fact]
    public void Run_AFewDozenSteps_LowersTheLoss()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        var records = new List<DetectorRecord>();
        var trainer = new DetectorTrainer(MadeScenes.Create(), teacher, s_recipe, seed: 1) { MeasureEvery = TimeSpan.Zero, Measure = (_, record) => { records.Add(record); return record; } };

        trainer.Run(new TrainingLength(Steps: 30, Minutes: null)).Network.Dispose();

        static double Loss(DetectorRecord r) => r.ScoreLoss + r.BoxLoss + r.PointLoss;
        double first = records.Take(5).Average(Loss), last = records.TakeLast(10).Average(Loss);
        Assert.True(last < 0.7 * first, $"the loss went from {first:F3} to {last:F3}");
    }

    [Fact]
    public void Run_CheckpointOfAnotherRecipe_IsRefused()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        var length = new TrainingLength(Steps: 1, Minutes: null);
        new DetectorTrainer(MadeScenes.Create(), teacher, s_recipe, seed: 1) { CheckpointFile = folder.File("c") }.Run(length).Network.Dispose();

        var other = new DetectorTrainer(MadeScenes.Create(), teacher, s_recipe with { LearningRate = 1 }, seed: 1) { CheckpointFile = folder.File("c") };

        Assert.Throws<DataException>(() => other.Run(length, resume: true));
    }

    [Fact]
    public void LearningRateAt_Course_RisesThenFalls()
    {
        var recipe = new DetectorRecipe { LearningRate = 1, WarmUp = 0.1 };

        Assert.Equal([0.01, 0.5, 1, 0.01], new[] { 0, 0.05, 0.1, 1 }.Select(recipe.LearningRateAt), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    private static float[] Weights(DetectorNetwork network) => [.. network.parameters().SelectMany(p => p.data<float>().ToArray())];

    private sealed class StopAfter(int step, CancellationTokenSource stop) : IProgress<DetectorProgress>
    {
        public void Report(DetectorProgress value)
        {
            if (value.Step == step)
                stop.Cancel();
        }
    }
}

using Semblance.Recognition;
using Semblance.Training.Faces;
using Semblance.Training.Refiner;

namespace Semblance.Training.Tests.Refiner;

public class LandmarkBatchesTests
{
    // Five bright spots on grey: wherever a sample is moved, turned or mirrored to, the spots must lie where the answers say.
    [Fact]
    public void Steps_SpotsAtTheLandmarks_AreWhereTheAnswersSay()
    {
        var template = FivePointAligner.Template.ToList();
        Point[] spots = [.. template.Select((p, k) => new Point(p.X + LandmarkSample.Margin + k, p.Y + LandmarkSample.Margin - k))];
        var rgb = new byte[3 * LandmarkSample.Side * LandmarkSample.Side];
        for (int i = 0; i < LandmarkSample.Side * LandmarkSample.Side; i++)
        {
            double nearest = spots.Min(p => LandmarkSample.Distance(p, new Point(i % LandmarkSample.Side, i / LandmarkSample.Side)));
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte)(60 + 190 * Math.Exp(-nearest * nearest / 8));
        }
        using var batches = new LandmarkBatches([new LandmarkSample(rgb, spots)], batchSize: 64, seed: 1);

        var batch = batches.Steps(0, 1).Single();

        int seen = 0, there = 0;
        for (int face = 0; face < 64; face++)
        {
            var levels = FaceAugmentation.Slot(batch.Faces, face)[..(FaceAugmentation.Side * FaceAugmentation.Side)];
            float middle = Median(levels);
            for (int k = 0; k < 5; k++)
            {
                float x = batch.Points[10 * face + 2 * k] * LandmarkBatches.Unit + template[k].X, y = batch.Points[10 * face + 2 * k + 1] * LandmarkBatches.Unit + template[k].Y;
                if (!(x > 3 && y > 3 && x < FaceAugmentation.Side - 4 && y < FaceAugmentation.Side - 4))
                    continue;
                seen++;
                there += Around(levels, (int)MathF.Round(x), (int)MathF.Round(y)) > middle + 12 ? 1 : 0;
            }
        }
        // Some spots are covered or lost in the dark; a label in the wrong place would miss nearly all.
        Assert.True(seen > 250, $"only {seen} spots lie inside");
        Assert.True(there > 0.85 * seen, $"{there} of {seen} spots are where the answers say");
    }

    [Fact]
    public void Run_RealPortraits_LearnsToFindLandmarks()
    {
        string portraits = TestData.Require("scenes/portraits");
        var samples = Semblance.Training.Detectors.SceneFolder.Read(portraits).Take(60).SelectMany(LandmarkSample.Of).ToList();
        var errors = new List<double>();
        using var trainer = new LandmarkTrainer(samples, new LandmarkRecipe(Steps: 240, BatchSize: 16), seed: 1);

        // The sum over all steps so far grows by the step's error.
        new TrainingLoop<LandmarkRecipe, LandmarkRecord>(trainer).Run(progress: new Immediate(progress => errors.Add(progress.Round.Sums[1] - errors.Sum())), cancellation: TestContext.Current.CancellationToken);

        Assert.True(errors.TakeLast(40).Average() < 0.85 * errors.Take(20).Average(), $"the error went from {errors.Take(20).Average():P1} to {errors.TakeLast(40).Average():P1}");
        using var refiner = new LandmarkRefiner(Semblance.Training.Export.LandmarkExport.ToOnnx(trainer.Network));
        Assert.NotNull(refiner);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsAtTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("checkpoint.bin");
        var spots = FivePointAligner.Template.ToList().Select(p => new Point(p.X + LandmarkSample.Margin, p.Y + LandmarkSample.Margin)).ToArray();
        var rgb = new byte[3 * LandmarkSample.Side * LandmarkSample.Side];
        new Random(1).NextBytes(rgb);

        var halfway = Train(steps: 6, resume: false, stopAtStep: 3);
        var resumed = Train(steps: 6, resume: true);
        var whole = Train(steps: 6, resume: false);

        Assert.Equal((3, 6), (halfway.Step, resumed.Step));
        Assert.Equal(whole.Model, resumed.Model);
        Assert.Throws<DataException>(() => Train(steps: 7, resume: true));

        (int Step, byte[] Model) Train(int steps, bool resume, int? stopAtStep = null)
        {
            using var stop = new CancellationTokenSource();
            using var trainer = new LandmarkTrainer([new LandmarkSample(rgb, spots)], new LandmarkRecipe(steps, BatchSize: 4), seed: 1);
            var (state, _) = new TrainingLoop<LandmarkRecipe, LandmarkRecord>(trainer, file).Run(resume, Immediate.StopAt(stopAtStep, stop), stop.Token);
            return (state.Step, Semblance.Training.Export.LandmarkExport.ToOnnx(trainer.Network));
        }
    }

    private static float Median(Span<float> levels)
    {
        var sorted = levels.ToArray();
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }

    private static float Around(Span<float> levels, int x, int y)
    {
        float sum = 0;
        for (int j = -1; j <= 1; j++)
        {
            for (int i = -1; i <= 1; i++)
                sum += levels[(y + j) * FaceAugmentation.Side + x + i];
        }
        return sum / 9;
    }
}

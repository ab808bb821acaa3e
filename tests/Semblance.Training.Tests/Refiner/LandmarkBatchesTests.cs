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

        using var network = new LandmarkTrainer(samples, new LandmarkRecipe(Steps: 240, BatchSize: 16), seed: 1).Run(resume: false, (_, error) => errors.Add(error), TestContext.Current.CancellationToken).Network;

        Assert.True(errors.TakeLast(40).Average() < 0.85 * errors.Take(20).Average(), $"the error went from {errors.Take(20).Average():P1} to {errors.TakeLast(40).Average():P1}");
        using var refiner = new LandmarkRefiner(Semblance.Training.Export.LandmarkExport.ToOnnx(network));
        Assert.NotNull(refiner);
    }

    [Fact]
    public void Run_StoppedAndResumed_EndsAtTheSameWeights()
    {
        using var folder = new TemporaryFolder();
        var spots = FivePointAligner.Template.ToList().Select(p => new Point(p.X + LandmarkSample.Margin, p.Y + LandmarkSample.Margin)).ToArray();
        var rgb = new byte[3 * LandmarkSample.Side * LandmarkSample.Side];
        new Random(1).NextBytes(rgb);
        LandmarkTrainer Trainer() => new([new LandmarkSample(rgb, spots)], new LandmarkRecipe(Steps: 6, BatchSize: 4), seed: 1) { CheckpointFile = folder.File("checkpoint.bin") };
        using var stop = new CancellationTokenSource();

        var (stopped, halfway) = Trainer().Run(resume: false, (state, _) => { if (state.Step == 3) stop.Cancel(); }, stop.Token);
        var (resumed, end) = Trainer().Run(resume: true, (_, _) => { }, CancellationToken.None);
        var (whole, _) = Trainer().Run(resume: false, (_, _) => { }, CancellationToken.None);

        using (stopped)
        using (resumed)
        using (whole)
        {
            Assert.Equal((3, 6), (halfway.Step, end.Step));
            Assert.Equal(Semblance.Training.Export.LandmarkExport.ToOnnx(whole), Semblance.Training.Export.LandmarkExport.ToOnnx(resumed));
        }
        Assert.Throws<DataException>(() => new LandmarkTrainer([new LandmarkSample(rgb, spots)], new LandmarkRecipe(Steps: 7, BatchSize: 4), seed: 1) { CheckpointFile = folder.File("checkpoint.bin") }
            .Run(resume: true, (_, _) => { }, CancellationToken.None));
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

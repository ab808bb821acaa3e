using System.Text.Json;
using Semblance.Training.Data;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Detectors;

/// <summary>What was measured at one moment of a training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="ScoreLoss">Mean loss of the scores since the last record.</param>
/// <param name="BoxLoss">The same of the boxes.</param>
/// <param name="PointLoss">The same of the landmarks.</param>
/// <param name="AveragePrecision">On held-out crowds, 0 to 1.</param>
/// <param name="LandmarkError">On held-out portraits, mean distance from the reference over the eye distance.</param>
/// <param name="Missed">Held-out portraits whose face was not found.</param>
internal sealed record DetectorRecord(int Step, double Seconds, double ScoreLoss, double BoxLoss, double PointLoss, double? AveragePrecision, double? LandmarkError, int Missed);

/// <summary>Trains detectors on composed pictures, degraded for the network and clean for its teacher.</summary>
internal sealed class DetectorTrainer : Trainer<DetectorRecipe, DetectorRecord>
{
    private static readonly (int Size, double Share)[] s_sizes = [(256, 0.4), (320, 0.35), (448, 0.25)];

    private readonly SceneSet _scenes;
    private readonly GridTeacher _teacher;

    /// <summary>Prepares a training.</summary>
    /// <param name="scenes">The photos.</param>
    /// <param name="teacher">Says what is to be seen in a picture; it stays the caller's.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="length">How long.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    public DetectorTrainer(SceneSet scenes, GridTeacher teacher, DetectorRecipe recipe, int seed, TrainingLength length, Device? device = null) : base(recipe, seed, device)
    {
        (_scenes, _teacher, Length) = (scenes, teacher, length);
        Network = DetectorNetwork.Create(recipe.Width, recipe.Pyramid).to(Device);
        Average = DetectorNetwork.Create(recipe.Width, recipe.Pyramid).to(Device);
        Optimizer = new AdamOptimizer(Network.parameters(), recipe.LearningRate, recipe.WeightDecay, longest: 10);
    }

    /// <summary>Time between two measurements; null for one at the end only.</summary>
    public TimeSpan? MeasureEvery { get; init; }

    /// <summary>Measures the averaged network; the record it is given holds step, seconds and losses and receives the rest.</summary>
    public Func<DetectorNetwork, DetectorRecord, DetectorRecord>? Measure { get; init; }

    public override string Kind => "detector";

    public override DetectorNetwork Network { get; }

    public override DetectorNetwork Average { get; }

    public override double AverageKept => Recipe.AverageDecay;

    public override AdamOptimizer Optimizer { get; }

    public override TrainingLength Length { get; }

    public override Schedule Schedule => Recipe.Schedule();

    public override TimeSpan? RoundTime => MeasureEvery;

    public override EarlierCheckpoint<DetectorRecipe, DetectorRecord> Earlier => new(
        "semblance-detector-checkpoint-1", json => JsonSerializer.Deserialize<TrainingState<DetectorRecipe, DetectorRecord>>(json)! with { Data = Data, Round = Round.Empty });

    public override IEnumerable<Func<StepLoss>> Steps(int first)
    {
        for (int step = first; ; step++)
        {
            var (pixels, shape, targets) = Compose(new Random(StableHash.Of(Seed, step)));
            yield return () => Loss(pixels, shape, targets);
        }
    }

    public override DetectorRecord Record(TrainingState<DetectorRecipe, DetectorRecord> state)
    {
        var record = new DetectorRecord(state.Step, state.Seconds, state.Round.Mean(1), state.Round.Mean(2), state.Round.Mean(3), null, null, 0);
        return Measure is null ? record : Measure(Average, record);
    }

    public override string Words(TrainingState<DetectorRecipe, DetectorRecord> state) => $"step {state.Step}  loss {state.Round.Mean(0):F3}";

    private StepLoss Loss(byte[] pixels, long[] shape, List<DetectionTargets> targets)
    {
        // Blue, green and red of a pixel side by side: convolutions take that order over and are faster by a third.
        var input = tensor(pixels, shape).to(Device).permute(0, 3, 1, 2).to(float32);
        var parts = DetectionLoss.Of(Network.forward(input), targets);
        return new StepLoss(parts.Sum, targets.Count, Weight: 1, parts.Scores, parts.Boxes, parts.Points);
    }

    private (byte[] Pixels, long[] Shape, List<DetectionTargets> Targets) Compose(Random random)
    {
        double draw = random.NextDouble();
        int size = s_sizes.First(s => (draw -= s.Share) < 0 || s == s_sizes[^1]).Size, count = Math.Max(1, Recipe.PixelsPerStep / (size * size));
        var (composer, degradation, canvas) = (new SceneComposer(_scenes, random), new Degradation(random), new Canvas(size));
        var pixels = new byte[count * canvas.Rgb.Length];
        var targets = new List<DetectionTargets>();
        for (int i = 0; i < count; i++)
        {
            composer.Compose(canvas);
            targets.Add(DetectionTargets.Of(_teacher, canvas));
            degradation.Apply(canvas);
            var picture = pixels.AsSpan(i * canvas.Rgb.Length, canvas.Rgb.Length);
            for (int p = 0; p < picture.Length; p += 3)
                (picture[p], picture[p + 1], picture[p + 2]) = (canvas.Rgb[p + 2], canvas.Rgb[p + 1], canvas.Rgb[p]);
        }
        return (pixels, [count, size, size, 3], targets);
    }
}

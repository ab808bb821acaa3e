using System.Runtime.InteropServices;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Refiner;

/// <summary>How the landmark network is trained.</summary>
/// <param name="Steps">How many steps; the step size falls along half a cosine to nothing.</param>
/// <param name="BatchSize">Faces a step.</param>
/// <param name="Rate">Peak step size of AdamW.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
internal sealed record LandmarkRecipe(int Steps = 8000, int BatchSize = 64, double Rate = 3e-3, double WeightDecay = 0.01);

/// <summary>Means since the last record.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Error">Landmark error as a share of the eye distance.</param>
internal sealed record LandmarkRecord(int Step, double Loss, double Error);

/// <summary>Trains the network that refines landmarks.</summary>
internal sealed class LandmarkTrainer : Trainer<LandmarkRecipe, LandmarkRecord>
{
    private const double WarmUpSteps = 200;

    private readonly int _samples;
    private readonly LandmarkBatches _batches;
    private readonly Tensor _faces;
    private readonly Tensor _points;

    /// <summary>Prepares a training.</summary>
    /// <param name="samples">The faces.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    public LandmarkTrainer(IReadOnlyList<LandmarkSample> samples, LandmarkRecipe recipe, int seed, Device? device = null) : base(recipe, seed, device)
    {
        _samples = samples.Count;
        Network = LandmarkNetwork.Create().to(Device);
        Optimizer = new AdamOptimizer(Network.parameters(), recipe.Rate, recipe.WeightDecay);
        _batches = new LandmarkBatches(samples, recipe.BatchSize, seed);
        _faces = zeros(recipe.BatchSize, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        _points = zeros(recipe.BatchSize, 10);
    }

    public override string Kind => "landmarks";

    public override string Data => $"{_samples} faces";

    public override Sequential Network { get; }

    public override AdamOptimizer Optimizer { get; }

    public override TrainingLength Length => new(Recipe.Steps);

    public override Schedule Schedule => new(WarmUpSteps / Recipe.Steps, Decay: 1);

    public override int RoundSteps => 500;

    public override IEnumerable<Func<StepLoss>> Steps(int first)
    {
        foreach (var batch in _batches.Steps(first, Recipe.Steps))
            yield return () => Loss(batch);
    }

    public override LandmarkRecord Record(TrainingState<LandmarkRecipe, LandmarkRecord> state) => new(state.Step, state.Round.Mean(0), state.Round.Mean(1));

    public override string Words(TrainingState<LandmarkRecipe, LandmarkRecord> state) => $"step {state.Step} of {Recipe.Steps}  {100 * state.Round.Mean(1):F2} % of the eye distance";

    public override void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_faces, _points, _batches])
            part.Dispose();
        base.Dispose();
    }

    private StepLoss Loss(LandmarkBatch batch)
    {
        _faces.bytes = MemoryMarshal.AsBytes(batch.Faces.AsSpan());
        _points.bytes = MemoryMarshal.AsBytes(batch.Points.AsSpan());
        var error = Network.forward(EmbedderTrainer.Scaled(_faces.to(Device))) - _points.to(Device);
        var size = error.abs();
        // Quadratic below 0.02 (a third of a pixel), then linear: the many good ones count, not the few impossible ones.
        return new StepLoss(where(size < 0.02, error.square() * 25, size - 0.01).mean(), Recipe.BatchSize, Weight: 1, Error(error.detach()));
    }

    // Mean distance between said and true landmarks as a share of the template's eye distance.
    private static Tensor Error(Tensor error) => error.view(-1, 5, 2).square().sum(2).sqrt().mean() * (LandmarkBatches.Unit / 35.24);
}

using System.Runtime.InteropServices;
using Semblance.Training.Data;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Refiner;

/// <summary>How the landmark network is trained.</summary>
/// <param name="Steps">How many steps; the step size falls along half a cosine to nothing.</param>
/// <param name="BatchSize">Faces a step.</param>
/// <param name="Rate">Peak step size of AdamW.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
internal sealed record LandmarkRecipe(int Steps = 8000, int BatchSize = 64, double Rate = 3e-3, double WeightDecay = 0.01);

/// <summary>How far a landmark training has come.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Samples">How many faces it learns from, to notice other data.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Error">Mean landmark error of the last hundred steps or so, as a share of the eye distance.</param>
internal sealed record LandmarkState(LandmarkRecipe Recipe, int Seed, int Samples, int Step, double Error);

/// <summary>Trains the network that refines landmarks. Everything random is drawn from the seed and the step, so a resumed training ends at the same weights as an uninterrupted one.</summary>
internal sealed class LandmarkTrainer(IReadOnlyList<LandmarkSample> samples, LandmarkRecipe recipe, int seed)
{
    private const string Magic = "semblance-landmarks-checkpoint-1";
    private const int StepsOfAnEpoch = 200;

    /// <summary>Where checkpoints are written, every two hundred steps or minute and when stopped; null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Trains to the end, or until cancelled: then a checkpoint is written.</summary>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="progress">Told after every step, with the mean landmark error of this step as a share of the eye distance.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <returns>The network, which the caller disposes, and how far it came.</returns>
    public (Sequential Network, LandmarkState State) Run(bool resume, Action<LandmarkState, double> progress, CancellationToken cancellation)
    {
        manual_seed(seed);
        var network = LandmarkNetwork.Create();
        using var optimizer = optim.AdamW(network.parameters(), recipe.Rate, weight_decay: recipe.WeightDecay);
        using var batches = new LandmarkBatches(samples, recipe.BatchSize, seed);
        using var faces = zeros(recipe.BatchSize, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        using var points = zeros(recipe.BatchSize, 10);
        network.train();
        var state = new LandmarkState(recipe, seed, samples.Count, 0, 0);
        if (resume)
            state = Load(state, network, optimizer);
        var checkpoints = new CheckpointPace(() => Save(state, network, optimizer));
        foreach (var batch in batches.Steps(state.Step, recipe.Steps))
        {
            using var scope = TorchScope.Enter();
            faces.bytes = MemoryMarshal.AsBytes(batch.Faces.AsSpan());
            points.bytes = MemoryMarshal.AsBytes(batch.Points.AsSpan());
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = recipe.Rate * Math.Min(1, (state.Step + 1) / 200.0) * 0.5 * (1 + Math.Cos(Math.PI * state.Step / recipe.Steps));
            optimizer.zero_grad();
            var error = network.forward(EmbedderTrainer.Scaled(faces)) - points;
            var size = error.abs();
            // Quadratic below 0.02 (a third of a pixel), then linear: the many good ones count, not the few impossible ones.
            where(size < 0.02, error.square() * 25, size - 0.01).mean().backward();
            optimizer.step();
            double now = Error(error.detach());
            state = state with { Step = state.Step + 1, Error = state.Step == 0 ? now : 0.99 * state.Error + 0.01 * now };
            progress(state, now);
            if (cancellation.IsCancellationRequested)
                break;
            checkpoints.Step(isEpochDone: state.Step % StepsOfAnEpoch == 0);
        }
        checkpoints.Save();
        network.eval();
        return (network, state);
    }

    private void Save(LandmarkState state, Sequential network, optim.Optimizer optimizer)
    {
        if (CheckpointFile is null)
            return;
        Data.CheckpointFile.Write(CheckpointFile, Magic, state, writer =>
        {
            network.save(writer);
            ((OptimizerHelper)optimizer).save_state_dict(writer);
        });
    }

    private LandmarkState Load(LandmarkState fresh, Sequential network, optim.Optimizer optimizer) =>
        Data.CheckpointFile.Read<LandmarkState>(CheckpointFile!, Magic, state => state with { Step = 0, Error = 0 } == fresh, reader =>
        {
            network.load(reader);
            ((OptimizerHelper)optimizer).load_state_dict(reader);
        });

    /// <summary>Mean distance between said and true landmarks as a share of the template's eye distance.</summary>
    internal static double Error(Tensor error) => error.view(-1, 5, 2).square().sum(2).sqrt().mean().item<float>() * LandmarkBatches.Unit / 35.24;
}

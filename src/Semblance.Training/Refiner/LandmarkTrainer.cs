using System.Runtime.InteropServices;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
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
public sealed record LandmarkRecipe(int Steps = 8000, int BatchSize = 64, double Rate = 3e-3, double WeightDecay = 0.01);

/// <summary>Trains the network that refines landmarks. It takes minutes, so there is no checkpoint.</summary>
internal sealed class LandmarkTrainer(IReadOnlyList<LandmarkSample> samples, LandmarkRecipe recipe, int seed)
{
    /// <summary>Trains to the end, or until cancelled.</summary>
    /// <param name="progress">Told after every step: how many are done, and the mean landmark error since the last telling as a share of the eye distance.</param>
    /// <param name="cancellation">Stops after the step under way; what was learned until then is returned.</param>
    public Sequential Run(Action<int, double> progress, CancellationToken cancellation)
    {
        manual_seed(seed);
        var network = LandmarkNetwork.Create();
        using var optimizer = optim.AdamW(network.parameters(), recipe.Rate, weight_decay: recipe.WeightDecay);
        using var batches = new LandmarkBatches(samples, recipe.BatchSize, seed);
        using var faces = zeros(recipe.BatchSize, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        using var points = zeros(recipe.BatchSize, 10);
        network.train();
        int step = 0;
        foreach (var batch in batches.Steps(recipe.Steps))
        {
            using var scope = TorchScope.Enter();
            faces.bytes = MemoryMarshal.AsBytes(batch.Faces.AsSpan());
            points.bytes = MemoryMarshal.AsBytes(batch.Points.AsSpan());
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = recipe.Rate * Math.Min(1, (step + 1) / 200.0) * 0.5 * (1 + Math.Cos(Math.PI * step / recipe.Steps));
            optimizer.zero_grad();
            var error = network.forward(EmbedderTrainer.Scaled(faces)) - points;
            var size = error.abs();
            // Quadratic below 0.02 (a third of a pixel), then linear: the many good ones count, not the few impossible ones.
            where(size < 0.02, error.square() * 25, size - 0.01).mean().backward();
            optimizer.step();
            progress(++step, Error(error.detach()));
            if (cancellation.IsCancellationRequested)
                break;
        }
        network.eval();
        return network;
    }

    /// <summary>Mean distance between said and true landmarks as a share of the template's eye distance.</summary>
    internal static double Error(Tensor error) => error.view(-1, 5, 2).square().sum(2).sqrt().mean().item<float>() * LandmarkBatches.Unit / 35.24;
}

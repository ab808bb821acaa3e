using Semblance.Training.Faces;
using Semblance.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>
/// Gives a network that has learned from one teacher the answers of another: its features stay, and the last layer is fitted to the new targets by least squares with a small penalty on long
/// weights (ridge regression). What was learned about faces is kept, where training the layer from nothing would damage it.
/// </summary>
internal static class LastLayerFit
{
    private const int MostFaces = 12_000, CopiesOfEach = 50, Chunk = 100;

    // Of the features' mean variance: they outnumber neither the faces nor the noise in them.
    private const double Penalty = 0.01;

    // Length of the answers before they are scaled to 1: weights and bias of the normalisation keep the size that they have after any training.
    private const double Length = 16;

    /// <summary>Fits the last layer and the normalisation after it.</summary>
    /// <param name="network">A network of <see cref="FaceNetwork"/>, changed in place.</param>
    /// <param name="collection">The faces.</param>
    /// <param name="set">Those of them to learn from, with their targets.</param>
    /// <param name="untouched">Share of faces whose light, colour and sharpness stay.</param>
    /// <param name="seed">Fixes which faces are drawn, and how they are varied.</param>
    /// <returns>The mean cosine of the fitted answers to the targets.</returns>
    public static double Fit(EmbeddingNetwork network, AlignedFaces collection, EmbedderTrainingSet set, double untouched, int seed)
    {
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        network.eval();
        var layers = network.Layers.named_children().ToList();
        int last = layers.FindIndex(layer => layer.module is Linear);
        var (dense, norm) = ((Linear)layers[last].module, (BatchNorm1d)layers[last + 1].module);
        var (features, targets) = Sample([.. layers.Take(last).Select(layer => (nn.Module<Tensor, Tensor>)layer.module)], collection, set, untouched, seed);

        var middle = targets.mean([0]);
        var centred = features - features.mean([0]);
        var gram = centred.t().mm(centred);
        gram += eye(gram.shape[0], dtype: float64, device: gram.device) * (Penalty * gram.trace() / gram.shape[0]);
        var weights = linalg.solve(gram, centred.t().mm(targets - middle)).t();
        double length = weights.norm().item<double>() / Math.Sqrt(weights.shape[0]);
        var answers = features.mm(weights.t()) / length;
        var (mean, variance) = (answers.mean([0]), answers.var(0L));
        dense.weight!.copy_(weights / length);
        norm.running_mean!.copy_(mean);
        norm.running_var!.copy_(variance);
        norm.weight!.copy_(variance.sqrt() * (length * Length));
        norm.bias!.copy_(middle * Length);
        network.train();
        return nn.functional.cosine_similarity((answers - mean) * length + middle, targets, 1).mean().item<double>();
    }

    private static (Tensor Features, Tensor Targets) Sample(IReadOnlyList<nn.Module<Tensor, Tensor>> layers, AlignedFaces collection, EmbedderTrainingSet set, double untouched, int seed)
    {
        using var augmentation = new FaceAugmentation(untouched);
        var random = new Random(seed);
        var device = layers[0].parameters().First().device;
        List<Tensor> features = [], targets = [];
        for (int done = 0; done < Math.Min(MostFaces, CopiesOfEach * set.Count); done += Chunk)
        {
            using var scope = NewDisposeScope();
            float[] levels = new float[Chunk * FaceAugmentation.Numbers], wanted = new float[Chunk * set.Dimension];
            for (int i = 0; i < Chunk; i++)
            {
                int item = random.Next(set.Count);
                augmentation.Vary(collection.Faces[set.FaceAt(item)].Rgb, random, FaceAugmentation.Slot(levels, i));
                set.TargetAt(item).CopyTo(wanted.AsSpan(i * set.Dimension));
            }
            var x = EmbedderTrainer.Scaled(tensor(levels, Chunk, 3, FaceAugmentation.Side, FaceAugmentation.Side).to(device));
            features.Add(layers.Aggregate(x, (input, layer) => layer.forward(input)).to(float64).MoveToOuterDisposeScope());
            targets.Add(tensor(wanted, Chunk, set.Dimension).to(device).to(float64).MoveToOuterDisposeScope());
        }
        return (cat(features), cat(targets));
    }
}

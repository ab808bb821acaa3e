using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>The lesson's objective: the contrastive loss over neighbour pairs; a pair is right when its distance falls on its side of 0.5.</summary>
/// <param name="pairs">The training pairs.</param>
/// <param name="loss">The loss of a pair.</param>
/// <param name="batchSize">Pairs a batch.</param>
/// <param name="seed">Fixes the pairs of held-out faces.</param>
internal sealed class PairObjective(NeighbourPairs pairs, ContrastiveLoss loss, int batchSize, int seed) : TrainingObjective
{
    /// <summary>The lesson's threshold: below this distance two faces are taken for the same person.</summary>
    public const double Threshold = 0.5;

    /// <inheritdoc/>
    public override IReadOnlyList<TrainingBatch> Epoch(int epoch) => [.. pairs.Epoch(epoch, batchSize)];

    /// <inheritdoc/>
    public override IReadOnlyList<TrainingBatch> Measuring(FaceSet heldOut) => [.. new NeighbourPairs(heldOut, seed).InOrder(batchSize)];

    /// <inheritdoc/>
    public override BatchLoss Loss(Tensor embeddings, TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var device = embeddings.device;
        var a = embeddings.index_select(0, tensor(batch.Pairs.Select(p => (long)p.A).ToArray(), device: device));
        var b = embeddings.index_select(0, tensor(batch.Pairs.Select(p => (long)p.B).ToArray(), device: device));
        var same = tensor(batch.Pairs.Select(p => p.Same ? 1f : 0f).ToArray(), device: device);
        var distances = PairDistance.Euclidean(a, b);
        return new BatchLoss(loss.Mean(distances, same), ((distances < Threshold) == (same > 0)).sum(), batch.Pairs.Count);
    }
}

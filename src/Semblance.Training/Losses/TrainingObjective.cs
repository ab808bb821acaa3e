using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>The loss of one batch, and how much of it was judged rightly.</summary>
/// <param name="Loss">A scalar to go back from.</param>
/// <param name="Correct">How many of <paramref name="Count"/> were right, a scalar.</param>
/// <param name="Count">Pairs or photos that were judged.</param>
internal readonly record struct BatchLoss(Tensor Loss, Tensor Correct, int Count);

/// <summary>What a training strives for: which batches it sees, and what is lost on each.</summary>
internal abstract class TrainingObjective : IDisposable
{
    /// <summary>The batches of an epoch, counted from 0. The same number gives the same batches.</summary>
    public abstract IReadOnlyList<TrainingBatch> Epoch(int epoch);

    /// <summary>The loss of a batch.</summary>
    /// <param name="embeddings"><c>N x D</c>, in the order of <see cref="TrainingBatch.Images"/>.</param>
    /// <param name="batch">The batch.</param>
    public abstract BatchLoss Loss(Tensor embeddings, TrainingBatch batch);

    /// <summary>Batches that measure held-out faces, where this objective can.</summary>
    public abstract IReadOnlyList<TrainingBatch> Measuring(FaceSet heldOut);

    /// <summary>The objective's own weights, trained with the network; null where it has none.</summary>
    public virtual nn.Module? Weights => null;

    /// <inheritdoc/>
    public void Dispose()
    {
        Weights?.Dispose();
        GC.SuppressFinalize(this);
    }
}

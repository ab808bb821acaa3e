using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>
/// A margin softmax over identities plus the supervised contrastive loss inside the batch. A photo is right when the most alike other
/// photo of its batch shows the same person.
/// </summary>
/// <param name="faces">The training faces.</param>
/// <param name="batches">The batches of them.</param>
/// <param name="margin">The softmax and its centres.</param>
/// <param name="contrast">The loss inside the batch.</param>
/// <param name="contrastWeight">Weight of the latter, 0 or more.</param>
internal sealed class IdentityObjective(FaceSet faces, IdentityBatches batches, MarginLoss margin, BatchContrastLoss contrast, double contrastWeight) : TrainingObjective
{
    /// <inheritdoc/>
    public override nn.Module Weights => margin;

    /// <inheritdoc/>
    public override IReadOnlyList<TrainingBatch> Epoch(int epoch) => [.. batches.Epoch(epoch)];

    /// <summary>None: the centres know the training identities only.</summary>
    public override IReadOnlyList<TrainingBatch> Measuring(FaceSet heldOut) => [];

    /// <inheritdoc/>
    public override BatchLoss Loss(Tensor embeddings, TrainingBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var labels = tensor(batch.Images.Select(i => (long)faces.Images[i].Identity).ToArray(), device: embeddings.device);
        var loss = margin.forward(embeddings, labels);
        if (contrastWeight > 0)
            loss += contrastWeight * contrast.Mean(embeddings, labels);
        return new BatchLoss(loss, Nearest(embeddings.detach(), labels), batch.Images.Count);
    }

    private static Tensor Nearest(Tensor embeddings, Tensor labels)
    {
        var alike = embeddings.matmul(embeddings.t()) - 4 * eye(embeddings.shape[0], device: embeddings.device);
        return (labels.index_select(0, alike.argmax(1)) == labels).sum();
    }
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Losses;

/// <summary>What the parts of a <see cref="DistillationLoss"/> weigh.</summary>
/// <param name="Pull">1 - cosine to the target.</param>
/// <param name="Apart">The softmax over people.</param>
/// <param name="Relations">The squared difference of the batch's cosines, each face with each other one, from those of their targets.</param>
internal sealed record DistillationWeights(double Pull, double Apart, double Relations);

/// <summary>
/// Draws each embedding towards its target, the batch's faces towards the relations that their targets have to each other (relational
/// distillation, Park et al. 2019), and, where a face's person is known, further towards the person's prototype than towards any other:
/// a softmax with a cosine margin (CosFace, Wang et al. 2018) over fixed prototypes. Prototypes and targets are unit vectors in the
/// teacher's space, so nothing but the network learns. Prototypes so alike that they may be one person are not held against each other.
/// </summary>
internal sealed class DistillationLoss : IDisposable
{
    private readonly Tensor _prototypes;
    private readonly double _margin;
    private readonly double _scale;
    private readonly double _likeness;
    private readonly DistillationWeights _weights;

    /// <summary>Prepares the loss.</summary>
    /// <param name="prototypes">A unit vector for each person, row after row.</param>
    /// <param name="dimension">Numbers of a row.</param>
    /// <param name="margin">By how much the own prototype must be nearer, as a difference of cosines.</param>
    /// <param name="scale">What cosines are multiplied by before the softmax.</param>
    /// <param name="likeness">Cosine from which two prototypes may be one person.</param>
    /// <param name="weights">What the parts weigh.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    public DistillationLoss(float[] prototypes, int dimension, double margin, double scale, double likeness, DistillationWeights weights, Device? device = null)
    {
        _prototypes = tensor(prototypes, [prototypes.Length / dimension, dimension], device: device).DetachFromDisposeScope();
        (_margin, _scale, _likeness, _weights) = (margin, scale, likeness, weights);
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="embeddings"><c>N x D</c>, unit vectors.</param>
    /// <param name="targets"><c>N x D</c>, unit vectors.</param>
    /// <param name="people">The rows of the prototypes of the first faces, 64-bit; the faces after them are of nobody.</param>
    /// <returns>The loss, the mean cosine to the targets, and how many are nearest to their own prototype.</returns>
    public (Tensor Loss, Tensor Cosine, Tensor Correct) Loss(Tensor embeddings, Tensor targets, Tensor people)
    {
        var cosine = (embeddings * targets).sum(1).mean();
        var relations = functional.mse_loss(embeddings.mm(embeddings.t()), targets.mm(targets.t()));
        var scores = embeddings.narrow(0, 0, people.shape[0]).mm(_prototypes.t());
        Tensor margins, correct;
        using (no_grad())
        {
            var own = _prototypes.index_select(0, people);
            margins = own.mm(_prototypes.t()).ge(_likeness).to(float32) * -4; // out of the softmax
            margins.scatter_(1, people.unsqueeze(1), full_like(people.unsqueeze(1), -_margin, float32));
            correct = scores.argmax(1).eq(people).sum();
        }
        var softmax = functional.cross_entropy((scores + margins) * _scale, people);
        return ((1 - cosine) * _weights.Pull + softmax * _weights.Apart + relations * _weights.Relations, cosine, correct);
    }

    /// <inheritdoc/>
    public void Dispose() => _prototypes.Dispose();
}

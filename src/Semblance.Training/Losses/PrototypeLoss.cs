using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Losses;

/// <summary>
/// Draws each embedding towards its target, and further towards the prototype of its own person than towards any other: a softmax
/// with a cosine margin (CosFace, Wang et al. 2018) over fixed prototypes. Prototypes and targets are unit vectors in the teacher's
/// space, so nothing but the network learns. Prototypes so alike that they may be one person are not held against each other.
/// </summary>
internal sealed class PrototypeLoss : IDisposable
{
    private readonly Tensor _prototypes;
    private readonly double _margin;
    private readonly double _scale;
    private readonly double _likeness;
    private readonly double _pull;

    /// <summary>Prepares the loss.</summary>
    /// <param name="prototypes">A unit vector for each person, row after row.</param>
    /// <param name="dimension">Numbers of a row.</param>
    /// <param name="margin">By how much the own prototype must be nearer, as a difference of cosines.</param>
    /// <param name="scale">What cosines are multiplied by before the softmax.</param>
    /// <param name="likeness">Cosine from which two prototypes may be one person.</param>
    /// <param name="pull">Weight of 1 - cosine to the target, beside the softmax.</param>
    public PrototypeLoss(float[] prototypes, int dimension, double margin, double scale, double likeness, double pull)
    {
        _prototypes = tensor(prototypes, [prototypes.Length / dimension, dimension]).DetachFromDisposeScope();
        (_margin, _scale, _likeness, _pull) = (margin, scale, likeness, pull);
    }

    /// <summary>The loss of a batch.</summary>
    /// <param name="embeddings"><c>N x D</c>, unit vectors.</param>
    /// <param name="targets"><c>N x D</c>, unit vectors.</param>
    /// <param name="people">The row of each one's prototype, <c>N</c>, 64-bit.</param>
    /// <returns>The loss, the mean cosine to the targets, and how many are nearest to their own prototype.</returns>
    public (Tensor Loss, Tensor Cosine, Tensor Correct) Loss(Tensor embeddings, Tensor targets, Tensor people)
    {
        var cosine = (embeddings * targets).sum(1).mean();
        var scores = embeddings.mm(_prototypes.t());
        Tensor margins;
        using (no_grad())
        {
            var own = _prototypes.index_select(0, people);
            margins = own.mm(_prototypes.t()).ge(_likeness).to(float32) * -4; // out of the softmax
            margins.scatter_(1, people.unsqueeze(1), full_like(people.unsqueeze(1), -_margin, float32));
        }
        var correct = scores.argmax(1).eq(people).sum();
        var softmax = functional.cross_entropy((scores + margins) * _scale, people);
        return (softmax + (1 - cosine) * _pull, cosine, correct);
    }

    /// <inheritdoc/>
    public void Dispose() => _prototypes.Dispose();
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Losses;

/// <summary>
/// The additive cosine margin softmax (CosFace: Wang et al. 2018): a learned unit vector per identity, and a cross-entropy over the
/// cosines in which the own identity must win by a margin. Used while training only.
/// </summary>
internal sealed class MarginLoss : Module<Tensor, Tensor, Tensor>
{
    private readonly Parameter centres;
    private readonly double _margin;
    private readonly double _scale;
    private readonly double _smoothing;

    /// <summary>Makes the centres; their first values come from Torch's random generator.</summary>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="identities">How many identities there are.</param>
    /// <param name="margin">What is taken off the own identity's cosine, 0 to 1.</param>
    /// <param name="scale">What cosines are multiplied by before the softmax.</param>
    /// <param name="smoothing">Label smoothing, 0 to below 1.</param>
    public MarginLoss(int dimension, int identities, double margin, double scale, double smoothing = 0) : base("margin")
    {
        centres = Parameter(randn(identities, dimension));
        (_margin, _scale, _smoothing) = (margin, scale, smoothing);
        RegisterComponents();
    }

    /// <summary>The mean loss, a scalar.</summary>
    /// <param name="embeddings"><c>N x D</c>, unit length.</param>
    /// <param name="labels"><c>N</c> identity numbers (int64).</param>
    public override Tensor forward(Tensor embeddings, Tensor labels)
    {
        var cosines = embeddings.matmul(functional.normalize(centres, p: 2, dim: 1).t());
        var own = functional.one_hot(labels, centres.shape[0]).to(cosines.dtype);
        return functional.cross_entropy((cosines - own * _margin) * _scale, labels, label_smoothing: _smoothing);
    }
}

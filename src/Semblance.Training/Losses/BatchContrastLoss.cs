using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>
/// The supervised contrastive loss (Khosla et al. 2020, equation 2) over every pair of a batch: each image is a query that must find
/// its own identity's images among all others by a softmax over cosines. The batch itself mines the hard pairs.
/// </summary>
/// <param name="Temperature">Cosines are divided by it, over 0; smaller looks at harder pairs.</param>
internal sealed record BatchContrastLoss(double Temperature)
{
    /// <summary>The mean loss, a scalar.</summary>
    /// <param name="embeddings"><c>N x D</c>, unit length.</param>
    /// <param name="labels"><c>N</c> identity numbers (int64), at least one of them twice.</param>
    public Tensor Mean(Tensor embeddings, Tensor labels)
    {
        var self = eye(embeddings.shape[0], dtype: ScalarType.Bool, device: embeddings.device);
        var logits = (embeddings.matmul(embeddings.t()) / Temperature).masked_fill(self, -1e9);
        var logShare = logits - logits.logsumexp(1, keepdim: true);
        var partner = (labels.unsqueeze(0) == labels.unsqueeze(1)).logical_and(self.logical_not()).to(embeddings.dtype);
        var partners = partner.sum(1);
        var perImage = (logShare * partner).sum(1) / partners.clamp_min(1);
        return -(perImage * (partners > 0).to(embeddings.dtype)).sum() / (partners > 0).sum().to(embeddings.dtype);
    }
}

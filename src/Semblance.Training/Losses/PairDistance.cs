using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>The Euclidean distance of paired embeddings.</summary>
internal static class PairDistance
{
    // Keras' epsilon: keeps the square root's slope finite where two embeddings are equal.
    private const double SmallestSquare = 1e-7;

    /// <summary>sqrt(max(sum_k (a_k - b_k)^2, 1e-7)) of each row.</summary>
    /// <param name="a"><c>N x D</c>.</param>
    /// <param name="b"><c>N x D</c>.</param>
    /// <returns><c>N</c> distances.</returns>
    public static Tensor Euclidean(Tensor a, Tensor b) => (a - b).square().sum(1).clamp_min(SmallestSquare).sqrt();
}

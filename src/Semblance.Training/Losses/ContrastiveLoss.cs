using static TorchSharp.torch;

namespace Semblance.Training.Losses;

/// <summary>How far apart pairs of different people push each other.</summary>
internal enum ContrastiveForm
{
    /// <summary>The lesson's: max(m - D, 0), which pushes with the same force up to the margin.</summary>
    Hinge,

    /// <summary>max(m - D, 0)^2, as published by Hadsell, Chopra and LeCun (2006, equation 4).</summary>
    SquaredHinge,
}

/// <summary>
/// The contrastive loss of pairs at distance D, with y = 1 for the same person and 0 for different ones, averaged over the pairs:
/// y D^2 + (1 - y) max(m - D, 0), or with the hinge squared.
/// </summary>
/// <param name="Margin">The distance m beyond which different people no longer push each other, over 0.</param>
/// <param name="Form">Whether the hinge is squared.</param>
internal sealed record ContrastiveLoss(double Margin, ContrastiveForm Form)
{
    /// <summary>The mean loss, a scalar.</summary>
    /// <param name="distances"><c>N</c> distances.</param>
    /// <param name="same"><c>N</c> numbers, 1 for the same person and 0 for different ones.</param>
    public Tensor Mean(Tensor distances, Tensor same)
    {
        var push = (Margin - distances).clamp_min(0);
        if (Form == ContrastiveForm.SquaredHinge)
            push = push.square();
        return (same * distances.square() + (1 - same) * push).mean();
    }
}

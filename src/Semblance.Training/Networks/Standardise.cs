using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>Takes light and contrast out of each photo of <c>N x 1 x H x W</c>: (x - mean) / sqrt(variance + 0.0001) over its pixels.</summary>
internal sealed class Standardise(string name) : Module<Tensor, Tensor>(name)
{
    public const float Epsilon = 1e-4f;

    public override Tensor forward(Tensor x)
    {
        using var centred = x - x.mean([1, 2, 3], keepdim: true);
        using var variance = centred.square().mean([1, 2, 3], keepdim: true);
        return centred / (variance + Epsilon).sqrt();
    }
}

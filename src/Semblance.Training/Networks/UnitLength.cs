using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>Scales each row of <c>N x D</c> to length 1.</summary>
internal sealed class UnitLength(string name) : Module<Tensor, Tensor>(name)
{
    public override Tensor forward(Tensor x) => functional.normalize(x, p: 2, dim: 1);
}

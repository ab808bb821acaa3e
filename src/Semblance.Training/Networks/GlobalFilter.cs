using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// Weighs each channel's whole map by a filter of its own: <c>N x C x S x S</c> in, <c>N x C x 1 x 1</c> out. Of a smaller map, which
/// a smaller picture gives, each place takes the mean of the filter's weights there.
/// </summary>
internal sealed class GlobalFilter : Module<Tensor, Tensor>
{
    private readonly Parameter weight;

    /// <summary>Makes the layer.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="channels">C.</param>
    /// <param name="side">S.</param>
    public GlobalFilter(string name, int channels, int side) : base(name)
    {
        weight = Parameter(empty(channels, 1, side, side));
        init.kaiming_normal_(weight, mode: init.FanInOut.FanOut);
        RegisterComponents();
    }

    /// <summary><c>C x 1 x S x S</c>.</summary>
    public Parameter Weight => weight;

    public override Tensor forward(Tensor x)
    {
        using var filter = x.shape[2] == weight.shape[2] ? weight.alias() : functional.adaptive_avg_pool2d(weight, x.shape[2]);
        return functional.conv2d(x, filter, groups: weight.shape[0]);
    }
}

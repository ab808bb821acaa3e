using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// Tells skin before a camera from paper and screens: two like branches, one for the face and one for the face with its surroundings, each with an answer of its own, because
/// face crops have no surroundings. Together 0.25 million weights. Plain 3x3 convolutions; the mean over the picture comes last, since texture may be anywhere.
/// </summary>
internal sealed class SpoofCnn : Module<Tensor, Tensor, (Tensor Tight, Tensor Wide)>
{
    /// <summary>Side of both inputs in pixels.</summary>
    public const int Side = 112;

    private readonly Sequential tight;
    private readonly Sequential wide;

    public SpoofCnn() : base("semblance-spoof")
    {
        (tight, wide) = (Branch(), Branch());
        RegisterComponents();
        foreach (var convolution in modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut);
    }

    public Sequential Tight => tight;

    public Sequential Wide => wide;

    /// <summary>How many weights it has.</summary>
    public long ParameterCount => parameters().Sum(parameter => parameter.numel());

    /// <summary>Log-odds of live.</summary>
    /// <param name="near">Faces, <c>N x 3 x Side x Side</c>, levels about -1..1.</param>
    /// <param name="far">Faces with their surroundings, of the same shape.</param>
    public override (Tensor Tight, Tensor Wide) forward(Tensor near, Tensor far) => (tight.forward(near).squeeze(1), wide.forward(far).squeeze(1));

    private static Sequential Branch()
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        Halve("stem", 3, 16);
        Halve("down1", 16, 24);
        layers.Add(("block1", new ResidualBlock("block1", 24, 24, stride: 1)));
        Halve("down2", 24, 48);
        layers.Add(("block2", new ResidualBlock("block2", 48, 48, stride: 1)));
        Halve("down3", 48, 96);
        layers.AddRange(("pool", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("dropout", Dropout(0.2)), ("dense", Linear(96, 1)));
        return Sequential(layers);

        void Halve(string name, int input, int output) => layers.AddRange(
            (name, Conv2d(input, output, 3, stride: 2, padding: 1, bias: false)), ($"{name}_norm", BatchNorm2d(output)), ($"{name}_relu", ReLU()));
    }
}

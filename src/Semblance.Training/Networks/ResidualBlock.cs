using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// ReLU(F(x) + S(x)): F is two 3x3 convolutions with batch normalisation; the shortcut S is the input itself, or a 1x1 convolution
/// where the shape changes.
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor>
{
    private readonly Sequential body;
    private readonly Sequential? shortcut;

    public ResidualBlock(string name, int input, int output, int stride) : base(name)
    {
        body = Sequential(
            ("conv1", Conv2d(input, output, 3, stride: stride, padding: 1, bias: false)), ("norm1", BatchNorm2d(output)), ("relu1", ReLU()),
            ("conv2", Conv2d(output, output, 3, padding: 1, bias: false)), ("norm2", BatchNorm2d(output)));
        if (stride != 1 || input != output)
            shortcut = Sequential(("conv", Conv2d(input, output, 1, stride: stride, bias: false)), ("norm", BatchNorm2d(output)));
        RegisterComponents();
    }

    public Sequential Body => body;

    public Sequential? Shortcut => shortcut;

    public override Tensor forward(Tensor x)
    {
        using var main = body.forward(x);
        using var side = shortcut?.forward(x);
        using var sum = main + (side ?? x);
        return functional.relu(sum);
    }
}

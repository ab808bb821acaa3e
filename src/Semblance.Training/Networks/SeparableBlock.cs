using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// ReLU(N(P(D(x))) + x): a 3x3 convolution of each channel by itself (D), a 1x1 convolution across the channels (P), batch
/// normalisation (N). The input is added where the shape stays. Nothing stands between D and P: cheaper, and as good (Chollet 2017).
/// </summary>
internal sealed class SeparableBlock : Module<Tensor, Tensor>
{
    private readonly Conv2d depthwise;
    private readonly Conv2d pointwise;
    private readonly BatchNorm2d norm;

    public SeparableBlock(string name, int input, int output, int stride = 1) : base(name)
    {
        depthwise = Conv2d(input, input, 3, stride: stride, padding: 1, groups: input, bias: false);
        pointwise = Conv2d(input, output, 1, bias: false);
        norm = BatchNorm2d(output);
        AddsInput = input == output && stride == 1;
        RegisterComponents();
    }

    public Conv2d Depthwise => depthwise;

    public Conv2d Pointwise => pointwise;

    public BatchNorm2d Norm => norm;

    public bool AddsInput { get; }

    public override Tensor forward(Tensor x)
    {
        using var each = depthwise.forward(x);
        using var across = pointwise.forward(each);
        var normal = norm.forward(across);
        if (AddsInput)
            normal.add_(x);
        return normal.relu_();
    }
}

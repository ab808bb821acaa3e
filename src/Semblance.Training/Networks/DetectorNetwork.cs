using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// A fully convolutional face detector: separable blocks down to strides 8, 16 and 32, a top-down path (feature pyramid, Lin et al.
/// 2017) and at each of the three strides one head. A head says for each cell of its grid, in 15 numbers, how likely a face is centred
/// there (a logit), where its box is (centre and logarithm of the size, in cells) and where its five landmarks are (in cells).
/// </summary>
internal sealed class DetectorNetwork : Module<Tensor, Tensor[]>
{
    /// <summary>The cell sizes of the three grids in pixels.</summary>
    public static IReadOnlyList<int> Strides { get; } = [8, 16, 32];

    /// <summary>Numbers a head gives for each cell: 1 logit, 4 of the box, 10 of the landmarks.</summary>
    public const int Outputs = 15;

    /// <summary>What levels 0..255 are multiplied by before the first layer.</summary>
    internal const double InputScale = 1 / 64.0;

    private readonly Sequential stem;
    private readonly Sequential stage8;
    private readonly Sequential stage16;
    private readonly Sequential stage32;
    private readonly Sequential lateral8;
    private readonly Sequential lateral16;
    private readonly Sequential lateral32;
    private readonly Sequential head8;
    private readonly Sequential head16;
    private readonly Sequential head32;

    private DetectorNetwork(int w, int pyramid) : base("detector")
    {
        stem = Sequential(
            ("conv", Conv2d(3, w, 3, stride: 2, padding: 1, bias: false)), ("norm", BatchNorm2d(w)), ("relu", ReLU(inplace: true)),
            ("down", new SeparableBlock("down", w, 2 * w, stride: 2)), ("block1", new SeparableBlock("block1", 2 * w, 2 * w)));
        stage8 = Stage(2 * w, 4 * w, blocks: 3);
        stage16 = Stage(4 * w, 8 * w, blocks: 4);
        stage32 = Stage(8 * w, 8 * w, blocks: 3);
        lateral8 = Lateral(4 * w, pyramid);
        lateral16 = Lateral(8 * w, pyramid);
        lateral32 = Lateral(8 * w, pyramid);
        head8 = Head(pyramid);
        head16 = Head(pyramid);
        head32 = Head(pyramid);
        RegisterComponents();
    }

    /// <summary>Builds the network; its first weights come from Torch's random generator (seed it first).</summary>
    /// <param name="width">Channels of the first layer; the stages have 2, 4, 8 and 8 times as many.</param>
    /// <param name="pyramid">Channels of the top-down path and the heads.</param>
    public static DetectorNetwork Create(int width = 16, int pyramid = 64)
    {
        var network = new DetectorNetwork(width, pyramid);
        foreach (var convolution in network.modules().OfType<Conv2d>().Where(c => c.bias is null))
            init.kaiming_normal_(convolution.weight!, mode: convolution.groups > 1 ? init.FanInOut.FanIn : init.FanInOut.FanOut);
        using var noGradient = no_grad();
        foreach (var head in network.Heads)
        {
            var last = (Conv2d)head.children().Last();
            init.normal_(last.weight!, 0, 0.01);
            init.zeros_(last.bias!);
            last.bias![0] = -Math.Log(99); // one face in a hundred cells, until something is learned (Lin et al. 2017, focal loss)
        }
        return network;
    }

    /// <summary>Number of trainable numbers.</summary>
    public long ParameterCount => parameters().Sum(p => p.numel());

    internal Sequential Stem => stem;

    internal IReadOnlyList<Sequential> Stages => [stage8, stage16, stage32];

    internal IReadOnlyList<Sequential> Laterals => [lateral8, lateral16, lateral32];

    internal IReadOnlyList<Sequential> Heads => [head8, head16, head32];

    /// <summary>Runs a batch.</summary>
    /// <param name="input"><c>N x 3 x H x W</c>, blue, green, red with levels 0..255; H and W are multiples of 32.</param>
    /// <returns>For each stride, <c>N x 15 x H/stride x W/stride</c>.</returns>
    public override Tensor[] forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = stem.forward(input * InputScale);
        var levels = Stages.Select(stage => x = stage.forward(x)).ToArray();
        var outputs = new Tensor[levels.Length];
        Tensor? above = null;
        for (int i = levels.Length - 1; i >= 0; i--)
        {
            var level = Laterals[i].forward(levels[i]);
            if (above is not null)
                level = level + functional.interpolate(above, scale_factor: [2, 2], mode: InterpolationMode.Nearest);
            outputs[i] = Heads[i].forward(level).MoveToOuterDisposeScope();
            above = level;
        }
        return outputs;
    }

    private static Sequential Stage(int input, int output, int blocks)
    {
        var layers = new List<(string, Module<Tensor, Tensor>)> { ("down", new SeparableBlock("down", input, output, stride: 2)) };
        for (int i = 1; i <= blocks; i++)
            layers.Add(($"block{i}", new SeparableBlock($"block{i}", output, output)));
        return Sequential(layers);
    }

    private static Sequential Lateral(int input, int output) =>
        Sequential(("conv", Conv2d(input, output, 1, bias: false)), ("norm", BatchNorm2d(output)), ("relu", ReLU(inplace: true)));

    private static Sequential Head(int channels) =>
        Sequential(("block1", new SeparableBlock("block1", channels, channels)), ("block2", new SeparableBlock("block2", channels, channels)), ("out", Conv2d(channels, Outputs, 1)));
}

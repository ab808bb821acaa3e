using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// The network of the pack <c>builtin</c>: 1.1 million weights, 226 million multiply-adds, RGB 112 x 112 in, a unit vector out. Plain 3x3 convolutions in
/// residual blocks (He et al. 2016), most of them at 14 x 14: for a step of training they use a CPU better than the depthwise ones that mobile networks save weights with (docs/decisions/0025).
/// At the end each channel weighs its 7 x 7 map by a filter of its own (the global depthwise convolution of MobileFaceNets, Chen et al. 2018): where a feature stands matters in an aligned face.
/// </summary>
internal static class FaceNetwork
{
    /// <summary>The network's name in recipes.</summary>
    public const string Name = "face";

    private const int Width = 320;

    /// <summary>Builds the network; its first weights come from Torch's random generator (seed it first).</summary>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="mirror">Whether, after training, an embedding is that of the face and its mirror image together.</param>
    public static EmbeddingNetwork Create(int dimension = 256, bool mirror = false)
    {
        var layers = new List<(string, Module<Tensor, Tensor>)>();
        Add("stem", 3, 32);
        Add("down1", 32, 48);
        Blocks("stage1", 48, 2);
        Add("down2", 48, 96);
        Blocks("stage2", 96, 4);
        Add("down3", 96, 160);
        layers.AddRange(("widen", Conv2d(160, Width, 1, bias: false)), ("widen_norm", BatchNorm2d(Width)), ("widen_relu", ReLU()));
        layers.AddRange(("weigh", Conv2d(Width, Width, 7, groups: Width, bias: false)), ("weigh_norm", BatchNorm2d(Width)), ("flatten", Flatten()));
        layers.AddRange(("dense", Linear(Width, dimension, hasBias: false)), ("norm", BatchNorm1d(dimension)), ("unit", new UnitLength("unit")));
        var network = Sequential(layers);
        foreach (var convolution in network.modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut);
        return new EmbeddingNetwork(Name, network, dimension, unitLength: true, mirror, channelsLast: get_num_threads() == 1, new NetworkInput(3, 112, 112)); // docs/decisions/0006

        // Halves the resolution.
        void Add(string name, int input, int output) => layers.AddRange(
            (name, Conv2d(input, output, 3, stride: 2, padding: 1, bias: false)), ($"{name}_norm", BatchNorm2d(output)), ($"{name}_relu", ReLU()));

        void Blocks(string name, int channels, int count) =>
            layers.AddRange(Enumerable.Range(1, count).Select(i => ($"{name}_{i}", (Module<Tensor, Tensor>)new ResidualBlock($"{name}_{i}", channels, channels, stride: 1))));
    }
}

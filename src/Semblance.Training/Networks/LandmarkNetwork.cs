using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// Says where the five landmarks of a roughly aligned face really stand: 0.15 million weights, three convolutions that reduce 112 x 112
/// pixels to 7 x 7, two residual blocks and one dense layer that sees where everything is.
/// </summary>
internal static class LandmarkNetwork
{
    /// <summary>Builds the layers; their first weights come from Torch's random generator (seed it first).</summary>
    /// <returns>From <c>N x 3 x 112 x 112</c> to <c>N x 10</c>: x and y of each landmark, as distances from the template.</returns>
    public static Sequential Create()
    {
        var network = Sequential(
            ("stem", Conv2d(3, 16, 7, stride: 4, padding: 3, bias: false)), ("stem_norm", BatchNorm2d(16)), ("stem_relu", ReLU()),
            ("down1", Conv2d(16, 32, 3, stride: 2, padding: 1, bias: false)), ("down1_norm", BatchNorm2d(32)), ("down1_relu", ReLU()),
            ("block1", new ResidualBlock("block1", 32, 32, stride: 1)),
            ("down2", Conv2d(32, 64, 3, stride: 2, padding: 1, bias: false)), ("down2_norm", BatchNorm2d(64)), ("down2_relu", ReLU()),
            ("block2", new ResidualBlock("block2", 64, 64, stride: 1)),
            ("flatten", Flatten()), ("dense", Linear(64 * 7 * 7, 10)));
        foreach (var convolution in network.modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut);
        using var noGradient = no_grad();
        foreach (var dense in network.modules().OfType<Linear>())
            dense.weight!.mul_(0.1);
        return network;
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// The lesson's network: two 3x3 convolutions of 64 filters with ReLU, a max-pooling of 2 between them, and a dense layer of 128
/// sigmoid units over all 64 x 53 x 43 numbers: 18.7 million weights. Glorot-uniform weights and zero biases to begin with.
/// </summary>
internal static class LessonNetwork
{
    /// <summary>The network's name in recipes.</summary>
    public const string Name = "lesson";

    /// <summary>Builds the network; its first weights come from Torch's random generator (seed it first).</summary>
    public static EmbeddingNetwork Create()
    {
        var layers = Sequential(
            ("conv1", Conv2d(1, 64, 3)), ("relu1", ReLU()), ("pool", MaxPool2d(2)),
            ("conv2", Conv2d(64, 64, 3)), ("relu2", ReLU()), ("flatten", Flatten()),
            ("dense", Linear(64 * 53 * 43, 128)), ("sigmoid", Sigmoid()));
        foreach (var layer in layers.children())
        {
            switch (layer)
            {
                case Conv2d convolution: Initialise(convolution.weight!, convolution.bias!); break;
                case Linear dense: Initialise(dense.weight!, dense.bias!); break;
            }
        }
        return new EmbeddingNetwork(Name, layers, dimension: 128, unitLength: false, channelsLast: true);
    }

    private static void Initialise(Tensor weight, Tensor bias)
    {
        init.xavier_uniform_(weight);
        init.zeros_(bias);
    }
}

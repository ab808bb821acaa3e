using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// A small residual network (He et al. 2016) with batch normalisation and unit-length embeddings, for learning from a few hundred
/// faces: a strided stem, then one residual block per stage, each stage at half the resolution and with more channels.
/// </summary>
internal static class ResidualNetwork
{
    /// <summary>The network's name in recipes.</summary>
    public const string Name = "residual";

    // libtorch lays such channels out in groups of 8 (AVX2) and leaves memory it never wrote in what is over of the last group: docs/decisions/0006.
    private const int Lanes = 8;

    /// <summary>Builds the network; its first weights come from Torch's random generator (seed it first).</summary>
    /// <param name="width">Channels of the first stage, a multiple of 8; the later stages have twice and four times as many.</param>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="dropout">Share of the last feature map that is dropped while training, 0 to below 1.</param>
    /// <param name="mirror">Whether an embedding is that of the face and its mirror image together.</param>
    public static EmbeddingNetwork Create(int width, int dimension = 128, double dropout = 0.2, bool mirror = false)
    {
        if (width <= 0 || width % Lanes != 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, $"The width is a multiple of {Lanes}.");
        var layers = new List<(string, Module<Tensor, Tensor>)>
        {
            ("standardise", new Standardise("standardise")),
            ("stem", Conv2d(1, width, 5, stride: 2, padding: 2, bias: false)), ("stem_norm", BatchNorm2d(width)), ("stem_relu", ReLU()),
            ("pool", MaxPool2d(2)),
            ("stage1", new ResidualBlock("stage1", width, width, stride: 1)),
            ("stage2", new ResidualBlock("stage2", width, 2 * width, stride: 2)),
            ("stage3", new ResidualBlock("stage3", 2 * width, 4 * width, stride: 2)),
            ("flatten", Flatten()), ("dropout", Dropout(dropout)),
            ("dense", Linear(4 * width * 7 * 6, dimension, hasBias: false)), ("norm", BatchNorm1d(dimension)), ("unit", new UnitLength("unit")),
        };
        var network = Sequential(layers);
        foreach (var convolution in network.modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut);
        return new EmbeddingNetwork(Name, network, dimension, unitLength: true, mirror);
    }
}

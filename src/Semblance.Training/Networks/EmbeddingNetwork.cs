using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// The shared branch of a Siamese network: grey faces in, embeddings out. One set of weights serves both faces of a pair, so a
/// batch embeds each image once, however many pairs it stands in.
/// </summary>
public sealed class EmbeddingNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential layers;
    private readonly bool _channelsLast;

    /// <summary>Wraps the layers of a branch.</summary>
    /// <param name="name">The network's name in recipes and packs.</param>
    /// <param name="layers">The layers in order; each of a kind that <see cref="Export.OnnxExport"/> knows.</param>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="unitLength">Whether embeddings have length 1.</param>
    /// <param name="mirror">Whether, after training, the embeddings of a face and its mirror image are added (unit length only).</param>
    /// <param name="channelsLast">Whether the layers compute with the channels of a pixel side by side in memory (docs/decisions/0006).</param>
    internal EmbeddingNetwork(string name, Sequential layers, int dimension, bool unitLength, bool mirror = false, bool channelsLast = false) : base(name)
    {
        this.layers = layers;
        (Dimension, UnitLength, Mirror, _channelsLast) = (dimension, unitLength, mirror, channelsLast);
        RegisterComponents();
    }

    /// <summary>Input height in pixels: that of the AT&amp;T photos.</summary>
    public const int Height = 112;

    /// <summary>Input width in pixels: that of the AT&amp;T photos.</summary>
    public const int Width = 92;

    /// <summary>How many numbers an embedding has.</summary>
    public int Dimension { get; }

    /// <summary>Whether embeddings have length 1.</summary>
    public bool UnitLength { get; }

    /// <summary>Whether an embedding is that of the face and its mirror image together. While training, only the face itself counts.</summary>
    public bool Mirror { get; }

    /// <summary>The layers in order, as the export reads them.</summary>
    internal Sequential Layers => layers;

    /// <summary>Number of trainable numbers.</summary>
    public long ParameterCount => parameters().Sum(p => p.numel());

    /// <summary>Embeds a batch.</summary>
    /// <param name="input"><c>N x 1 x 112 x 92</c>, levels scaled to 0..1.</param>
    /// <returns><c>N x <see cref="Dimension"/></c>.</returns>
    public override Tensor forward(Tensor input)
    {
        using var ordered = _channelsLast ? ChannelsLast(input) : input.alias();
        var embeddings = layers.forward(ordered);
        if (training || !Mirror)
            return embeddings;
        using (embeddings)
        using (var mirrored = ordered.flip(3))
        using (var others = layers.forward(mirrored))
        using (var both = embeddings + others)
            return functional.normalize(both, p: 2, dim: 1);
    }

    // TorchSharp has no memory format argument, and a copy would do nothing: with one channel both orders are the same numbers in the
    // same places. The strides alone tell Torch which of the two it is to take; every layer keeps the order of its input.
    private static Tensor ChannelsLast(Tensor grey)
    {
        using var contiguous = grey.contiguous();
        long rows = contiguous.shape[2], columns = contiguous.shape[3];
        return contiguous.as_strided([contiguous.shape[0], 1, rows, columns], [rows * columns, 1, columns, 1]);
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Semblance.Training.Networks;

/// <summary>
/// The shared branch of a Siamese network: faces in, embeddings out. One set of weights serves both faces of a pair, so a
/// batch embeds each image once, however many pairs it stands in.
/// </summary>
internal sealed class EmbeddingNetwork : Module<Tensor, Tensor>
{
    private readonly Sequential layers;
    private readonly bool _channelsLast;

    /// <summary>Wraps the layers of a branch.</summary>
    /// <param name="name">The network's name in recipes and packs.</param>
    /// <param name="layers">The layers in order; each of a kind that <see cref="Export.OnnxExport"/> knows.</param>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="unitLength">Whether embeddings have length 1.</param>
    /// <param name="mirror">Whether, after training, the embeddings of a face and its mirror image are added (unit length only).</param>
    /// <param name="input">What it takes; the AT&amp;T photos' grey 92 x 112 unless given.</param>
    /// <param name="channelsLast">Whether the layers compute with the channels of a pixel side by side in memory (docs/decisions/0006).</param>
    internal EmbeddingNetwork(string name, Sequential layers, int dimension, bool unitLength, bool mirror = false, bool channelsLast = false, NetworkInput? input = null) : base(name)
    {
        this.layers = layers;
        (Dimension, UnitLength, Mirror, _channelsLast) = (dimension, unitLength, mirror, channelsLast);
        Input = input ?? new NetworkInput(1, Height, Width);
        RegisterComponents();
    }

    /// <summary>Input height in pixels: that of the AT&amp;T photos.</summary>
    public const int Height = 112;

    /// <summary>Input width in pixels: that of the AT&amp;T photos.</summary>
    public const int Width = 92;

    /// <summary>What the network takes.</summary>
    public NetworkInput Input { get; }

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
    /// <param name="input"><c>N x channels x height x width</c> as <see cref="Input"/> says.</param>
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

    // TorchSharp has no memory format argument, and for one channel a copy would do nothing: both orders are the same numbers in the
    // same places. The strides alone tell Torch which of the two it is to take; every layer keeps the order of its input.
    private static Tensor ChannelsLast(Tensor faces)
    {
        if (faces.shape[1] > 1)
        {
            using var pixels = faces.permute(0, 2, 3, 1);
            using var ordered = pixels.contiguous();
            return ordered.permute(0, 3, 1, 2);
        }
        using var contiguous = faces.contiguous();
        long rows = contiguous.shape[2], columns = contiguous.shape[3];
        return contiguous.as_strided([contiguous.shape[0], 1, rows, columns], [rows * columns, 1, columns, 1]);
    }
}

/// <summary>What a network takes.</summary>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Width">In pixels.</param>
internal sealed record NetworkInput(int Channels, int Height, int Width);

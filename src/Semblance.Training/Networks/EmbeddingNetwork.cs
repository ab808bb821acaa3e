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

    /// <summary>Wraps the layers of a branch.</summary>
    /// <param name="name">The network's name in recipes and packs.</param>
    /// <param name="layers">The layers in order; each of a kind that <see cref="Export.OnnxExport"/> knows.</param>
    /// <param name="dimension">How many numbers an embedding has.</param>
    /// <param name="unitLength">Whether embeddings have length 1.</param>
    /// <param name="mirror">Whether, after training, the embeddings of a face and its mirror image are added (unit length only).</param>
    internal EmbeddingNetwork(string name, Sequential layers, int dimension, bool unitLength, bool mirror = false) : base(name)
    {
        this.layers = layers;
        (Dimension, UnitLength, Mirror) = (dimension, unitLength, mirror);
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
        var embeddings = layers.forward(input);
        if (training || !Mirror)
            return embeddings;
        using (embeddings)
        using (var mirrored = input.flip(3))
        using (var others = layers.forward(mirrored))
        using (var both = embeddings + others)
            return functional.normalize(both, p: 2, dim: 1);
    }
}

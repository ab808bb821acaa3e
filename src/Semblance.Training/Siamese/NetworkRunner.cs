using Semblance.Training.Data;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Siamese;

/// <summary>Embeds faces with a trained network.</summary>
internal static class NetworkRunner
{
    private const int BatchSize = 50;

    /// <summary>The embeddings of all photos, in their order.</summary>
    public static float[][] EmbedAll(EmbeddingNetwork network, FaceSet faces)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(faces);
        using var noGradient = no_grad();
        network.eval();
        var device = ComputeDevice.Of(network);
        var embeddings = new List<float[]>(faces.Images.Count);
        foreach (var batch in Enumerable.Range(0, faces.Images.Count).Chunk(BatchSize))
        {
            using var scope = TorchScope.Enter();
            var numbers = network.forward(faces.ToTensor(batch).to(device)).cpu().contiguous().data<float>().ToArray();
            embeddings.AddRange(numbers.Chunk(network.Dimension));
        }
        return [.. embeddings];
    }
}

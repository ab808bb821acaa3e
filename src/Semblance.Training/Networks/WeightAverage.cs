using static TorchSharp.torch;

namespace Semblance.Training.Networks;

/// <summary>The moving average of a network's weights over its training; the statistics of normalisation are averaged like weights.</summary>
internal static class WeightAverage
{
    /// <summary>Moves the average towards the network.</summary>
    /// <param name="average">A network of the same layers.</param>
    /// <param name="network">The network as it is now.</param>
    /// <param name="keep">How much of the average stays, 0 to 1.</param>
    public static void Update(nn.Module average, nn.Module network, double keep)
    {
        using var noGradient = no_grad();
        foreach (var ((_, mean), (_, now)) in average.named_parameters().Zip(network.named_parameters()))
            mean.lerp_(now, 1 - keep);
        foreach (var ((_, mean), (_, now)) in average.named_buffers().Zip(network.named_buffers()))
        {
            if (mean.dtype == float32)
                mean.lerp_(now, 1 - keep);
        }
    }
}

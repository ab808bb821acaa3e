using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>The running mean of a network's weights over its training (Polyak and Juditsky 1992); the statistics of normalisation are averaged like weights.</summary>
internal static class WeightAverage
{
    /// <summary>Moves the mean towards the network.</summary>
    /// <param name="average">A network of the same layers.</param>
    /// <param name="network">The network as it is now.</param>
    /// <param name="kept">How much of the mean stays, 0 to 1; less in the first steps, so that the random beginning is soon forgotten.</param>
    /// <param name="step">Steps done before this one.</param>
    public static void Update(nn.Module average, nn.Module network, double kept, int step)
    {
        using var noGradient = no_grad();
        double share = 1 - Math.Min(kept, (step + 1) / (step + 10.0));
        foreach (var ((_, mean), (_, now)) in average.named_parameters().Zip(network.named_parameters()))
            mean.lerp_(now, share);
        foreach (var ((_, mean), (_, now)) in average.named_buffers().Zip(network.named_buffers()))
        {
            if (mean.dtype == float32)
                mean.lerp_(now, share);
        }
    }
}

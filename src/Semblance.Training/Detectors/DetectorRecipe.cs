using Semblance.Training.Loop;

namespace Semblance.Training.Detectors;

/// <summary>Everything that decides what a detector training makes, beside the data, the teacher and the seed.</summary>
internal sealed record DetectorRecipe
{
    /// <summary>Channels of the first layer.</summary>
    public int Width { get; init; } = 16;

    /// <summary>Channels of the top-down path and the heads.</summary>
    public int Pyramid { get; init; } = 64;

    /// <summary>Pixels of all pictures of a step together: a step takes as many pictures as fit.</summary>
    public int PixelsPerStep { get; init; } = 16 * 320 * 320;

    /// <summary>Peak step size of AdamW; it is reached after the warm-up and falls along half a cosine to a hundredth.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Share of the training over which the step size rises.</summary>
    public double WarmUp { get; init; } = 0.02;

    /// <summary>How much of the averaged weights a step keeps: the exported network is this moving average.</summary>
    public double AverageDecay { get; init; } = 0.999;

    /// <summary>How the step size runs.</summary>
    public Schedule Schedule() => new(WarmUp, 1 - WarmUp, Least: 0.01);
}

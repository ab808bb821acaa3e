namespace Semblance.Training.Spoof;

/// <summary>Everything that decides what a spoof training makes, beside the data, who is left out and the seed.</summary>
internal sealed record SpoofRecipe
{
    /// <summary>Steps in all.</summary>
    public int Steps { get; init; } = 1600;

    /// <summary>Samples of a step.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Peak step size of AdamW; it rises over the first steps and falls along half a cosine to nothing.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Decoupled weight decay.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>The share of attacks that were filmed; the others are simulated.</summary>
    public double FilmedAttacks { get; init; } = 0.5;

    /// <summary>The share of samples that take over colours of another recording.</summary>
    public double OtherColours { get; init; } = 0.4;

    /// <summary>Labels stand this far from 0 and 1, so that no score runs away.</summary>
    public double Smoothing { get; init; } = 0.02;

    /// <summary>How much of the averaged weights a step keeps: the exported network is this moving average.</summary>
    public double AverageDecay { get; init; } = 0.99;
}

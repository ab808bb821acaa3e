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

    /// <summary>The step size when a share of the training is done.</summary>
    /// <param name="done">0 to 1.</param>
    public double LearningRateAt(double done) => LearningRate * (done < WarmUp
        ? Math.Max(0.01, done / WarmUp)
        : 0.01 + 0.99 * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, (done - WarmUp) / (1 - WarmUp)))));
}

/// <summary>How long to train: a number of steps, or minutes at the machine's own speed.</summary>
/// <param name="Steps">Steps, or null.</param>
/// <param name="Minutes">Minutes of training (measuring not counted), or null.</param>
internal sealed record TrainingLength(int? Steps, double? Minutes)
{
    /// <summary>The share that is done, at least 0; from 1 on the training is at its end.</summary>
    public double Done(int step, double seconds) => Steps is { } steps ? (double)step / steps : seconds / (60 * Minutes!.Value);
}

namespace Semblance.Training.Embedder;

/// <summary>Everything that decides what a training of the embedder makes, beside its data. It is written into training.json and pack.json.</summary>
internal sealed record EmbedderRecipe
{
    /// <summary>Epochs in all. An epoch is a number of steps, after which the network is measured and exported.</summary>
    public int Epochs { get; init; } = 90;

    /// <summary>During how many of the last epochs the step size falls to nothing, in a straight line. Before, it stays: a training can be prolonged from there.</summary>
    public int Decay { get; init; } = 20;

    /// <summary>Steps an epoch.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>Faces a step.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How many of them are faces of the collection, where there are made ones for the rest. Made ones help once the collection is learned by heart; before, they only cost time.</summary>
    public int RealFaces { get; init; } = 128;

    /// <summary>Share of a batch's faces whose light, colour and sharpness stay as they are.</summary>
    public double Untouched { get; init; } = 0.4;

    /// <summary>Step size of <see cref="Muon"/> in radians.</summary>
    public double Angle { get; init; } = 0.03;

    /// <summary>Step size of Adam, for norms and depthwise filters.</summary>
    public double Rate { get; init; } = 1.5e-3;

    /// <summary>Steps over which the step size rises at the beginning.</summary>
    public int WarmUp { get; init; } = 300;

    /// <summary>How many numbers an embedding has, at most the teacher's.</summary>
    public int Dimension { get; init; } = 256;

    /// <summary>Cosine margin towards other people's prototypes.</summary>
    public double Margin { get; init; } = 0.2;

    /// <summary>What cosines are multiplied by before the softmax over prototypes.</summary>
    public double Scale { get; init; } = 32;

    /// <summary>Teacher's cosine from which two prototypes may be one person: they are not held against each other.</summary>
    public double Likeness { get; init; } = 0.5;

    /// <summary>Teacher's cosine from which a photo may show somebody held out: it is left out.</summary>
    public double HeldOutLikeness { get; init; } = 0.5;

    /// <summary>Weight of 1 - cosine to the target.</summary>
    public double Pull { get; init; } = 4;

    /// <summary>Weight of the softmax over prototypes.</summary>
    public double Apart { get; init; } = 0.5;

    /// <summary>Weight of the squared errors of the cosines between a batch's faces.</summary>
    public double Relations { get; init; } = 20;

    /// <summary>How far a photo's target is moved from its own teacher embedding towards the person's mean, 0 to 1.</summary>
    public double Blend { get; init; } = 0.5;

    /// <summary>What stays of the running mean of the weights a step; that mean is measured and exported.</summary>
    public double Average { get; init; } = 0.998;
}

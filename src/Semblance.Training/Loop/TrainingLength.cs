namespace Semblance.Training.Loop;

/// <summary>How long to train: a number of steps, or minutes at the machine's own speed.</summary>
/// <param name="Steps">Steps, or null.</param>
/// <param name="Minutes">Minutes of training (measuring not counted), or null.</param>
internal sealed record TrainingLength(int? Steps, double? Minutes = null)
{
    /// <summary>The share that is done, at least 0; from 1 on the training is at its end.</summary>
    public double Done(int step, double seconds) => Steps is { } steps ? (double)step / steps : seconds / (60 * Minutes!.Value);

    /// <summary>The time to go.</summary>
    public TimeSpan Left(int step, double seconds, double secondsPerStep) =>
        TimeSpan.FromSeconds(Math.Max(0, Steps is { } steps ? secondsPerStep * (steps - step) : 60 * Minutes!.Value - seconds));
}

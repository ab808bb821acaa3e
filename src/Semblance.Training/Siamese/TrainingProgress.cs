namespace Semblance.Training.Siamese;

/// <summary>Where a training stands, after each step.</summary>
/// <param name="Epoch">The epoch under way, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps done in all epochs together.</param>
/// <param name="Steps">Steps there will be in all.</param>
/// <param name="Loss">Mean loss of this epoch so far.</param>
/// <param name="Accuracy">Share judged rightly in this epoch so far, 0 to 1.</param>
/// <param name="ImagesPerSecond">Photos embedded and learned from a second, in this run.</param>
/// <param name="Remaining">Time to go at this pace.</param>
internal sealed record TrainingProgress(int Epoch, int Epochs, long Step, long Steps, double Loss, double Accuracy, double ImagesPerSecond, TimeSpan Remaining);

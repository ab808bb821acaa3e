namespace Semblance.Training.Loop;

/// <summary>Where a training stands after a step.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Done">Share of the training that is done, 0 to 1.</param>
/// <param name="Round">The round under way.</param>
/// <param name="IsRoundDone">Whether this step ends it.</param>
/// <param name="Words">How far it is and what it measures.</param>
/// <param name="ImagesPerSecond">Photos learned from a second, lately.</param>
/// <param name="Left">Time to go at this pace.</param>
internal sealed record TrainingProgress(int Step, double Done, Round Round, bool IsRoundDone, string Words, double ImagesPerSecond, TimeSpan Left);

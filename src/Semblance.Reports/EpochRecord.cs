namespace Semblance.Reports;

/// <summary>What one epoch of a training came to.</summary>
/// <param name="Epoch">Counts from 1.</param>
/// <param name="TrainLoss">Mean loss on the training data.</param>
/// <param name="TrainAccuracy">Share judged rightly on the training data, 0 to 1.</param>
/// <param name="TestLoss">Mean loss on held-out people, where it was measured.</param>
/// <param name="TestAccuracy">Share judged rightly on held-out people, where it was measured.</param>
public sealed record EpochRecord(int Epoch, double TrainLoss, double TrainAccuracy, double? TestLoss, double? TestAccuracy);

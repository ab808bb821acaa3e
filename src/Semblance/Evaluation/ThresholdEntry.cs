namespace Semblance.Evaluation;

/// <summary>A threshold in pack.json.</summary>
/// <param name="Score">On the comparator's scale.</param>
/// <param name="Fmr">The calibrated false match rate; null: uncalibrated.</param>
/// <param name="Evidence">The data behind it, in words.</param>
internal sealed record ThresholdEntry(double Score, double? Fmr, string Evidence);

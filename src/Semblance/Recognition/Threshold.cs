namespace Semblance;

/// <summary>
/// The score from which two faces count as the same person, with the evidence behind it. Never a bare number: it belongs to one
/// model, and it says which false match rate it was calibrated to, or that it was not calibrated at all.
/// </summary>
/// <param name="Score">On the scale of the pack's comparator.</param>
/// <param name="ModelId">The pack it belongs to.</param>
/// <param name="Fmr">The false match rate (0 to 1) it was calibrated to; null when it is uncalibrated.</param>
/// <param name="Evidence">The data behind it, in words.</param>
public sealed record Threshold(double Score, string ModelId, double? Fmr, string Evidence);

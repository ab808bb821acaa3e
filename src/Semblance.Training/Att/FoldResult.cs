using Semblance.Reports;

namespace Semblance.Training.Att;

/// <summary>What one fold of the cross-validation came to, kept on disk so that an interrupted evaluation goes on where it was.</summary>
/// <param name="Seed">The training's seed.</param>
/// <param name="Fold">From 0.</param>
/// <param name="TestSubjects">The people nothing was learned from.</param>
/// <param name="Seconds">Wall time of the training.</param>
/// <param name="CpuSeconds">Processor time of the training, all threads.</param>
/// <param name="History">Its epochs.</param>
/// <param name="Similarities">Of all pairs of the test photos: (0,1), (0,2), ... (1,2), ...; higher is more alike.</param>
internal sealed record FoldResult(int Seed, int Fold, IReadOnlyList<string> TestSubjects, double Seconds, double CpuSeconds, IReadOnlyList<EpochRecord> History, IReadOnlyList<double> Similarities);

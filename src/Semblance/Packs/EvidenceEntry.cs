using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Packs;

/// <summary>What scores are worth as evidence, in pack.json: the knots of an <see cref="EvidenceMap"/> and the data behind them.</summary>
/// <param name="Scores">Scores of the comparator, rising.</param>
/// <param name="LogLikelihoodRatios">What each is worth in nats (natural logarithm), never falling.</param>
/// <param name="LeastLikeness">How alike the frames of one session count at least, over 0 to 1.</param>
/// <param name="Genuine">How many comparisons of one person it was fitted to.</param>
/// <param name="Impostor">How many comparisons of two people.</param>
/// <param name="Data">Which comparisons those were, in words.</param>
internal sealed record EvidenceEntry(
    IReadOnlyList<double> Scores, IReadOnlyList<double> LogLikelihoodRatios, double LeastLikeness, int Genuine, long Impostor, string Data)
{
    /// <summary>Fits the entry to scores of the cosine comparator, by <see cref="EvidenceFit.Fit"/>.</summary>
    /// <param name="genuine">Scores of one person's comparisons.</param>
    /// <param name="impostor">Scores of two people's comparisons.</param>
    /// <param name="data">Which comparisons those were, in words.</param>
    /// <param name="impostorsBelow">How many impostor comparisons more there are, whose lower scores were not kept.</param>
    /// <exception cref="ArgumentException">The scores carry no evidence.</exception>
    public static EvidenceEntry Fit(IReadOnlyList<double> genuine, IReadOnlyList<double> impostor, string data, long impostorsBelow = 0)
    {
        var map = EvidenceFit.Fit(genuine, impostor, impostorsBelow: impostorsBelow);
        // Rounded as a person would write it; a rounded knot lies well within what the data can tell.
        return new EvidenceEntry(
            [.. map.Scores.Select(score => Math.Round(score, 6))], [.. map.LogLikelihoodRatios.Select(ratio => Math.Round(ratio, 4))],
            map.LeastLikeness, genuine.Count, impostor.Count + impostorsBelow, data);
    }

    /// <summary>
    /// Fits the entry to the comparisons that a pack's thresholds were calibrated on; null where they carry none: another comparator than
    /// cosine, too few comparisons, or no session could be worth as much as the strictest of the thresholds asks for.
    /// </summary>
    /// <param name="scores">The comparisons. Failures to acquire are none.</param>
    /// <param name="calibration">What was made of them.</param>
    /// <param name="comparator">The pack's comparator.</param>
    public static EvidenceEntry? Of(CalibrationScores scores, Calibration calibration, Comparator comparator)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(calibration);
        double[] genuine = [.. scores.GenuineScores.Select(score => score.Similarity).Where(double.IsFinite)];
        if (comparator != Comparator.Cosine || genuine.Length < EvidenceFit.FewestComparisons || scores.Tail.Similarity.Length < EvidenceFit.FewestComparisons)
            return null;
        var entry = Fit(genuine, scores.Tail.Similarity, calibration.Data, scores.Impostor - scores.Tail.Similarity.Length);
        return calibration.Rates.All(rate => entry.ToMap().Carries(rate.Score, rate.Fmr)) ? entry : null;
    }

    /// <summary>The map it describes.</summary>
    /// <exception cref="ArgumentException">It describes none.</exception>
    public EvidenceMap ToMap() => new(Scores, LogLikelihoodRatios, LeastLikeness);
}

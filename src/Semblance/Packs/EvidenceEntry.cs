using Semblance.Recognition;

namespace Semblance.Packs;

/// <summary>What scores are worth as evidence, in pack.json: the knots of an <see cref="EvidenceMap"/> and the data behind them.</summary>
/// <param name="Scores">Scores of the comparator, rising.</param>
/// <param name="LogLikelihoodRatios">What each is worth in nats (natural logarithm), never falling.</param>
/// <param name="LeastLikeness">How alike the frames of one session count at least, over 0 to 1.</param>
/// <param name="Genuine">How many comparisons of one person it was fitted to.</param>
/// <param name="Impostor">How many comparisons of two people.</param>
/// <param name="Data">Which comparisons those were, in words.</param>
public sealed record EvidenceEntry(
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

    /// <summary>The map it describes.</summary>
    /// <exception cref="ArgumentException">It describes none.</exception>
    public EvidenceMap ToMap() => new(Scores, LogLikelihoodRatios, LeastLikeness);
}

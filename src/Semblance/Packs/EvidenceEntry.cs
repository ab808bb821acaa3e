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
    IReadOnlyList<double> Scores, IReadOnlyList<double> LogLikelihoodRatios, double LeastLikeness, int Genuine, int Impostor, string Data)
{
    /// <summary>Fits the entry to scores of the cosine comparator, by <see cref="EvidenceFit.Fit"/>.</summary>
    /// <exception cref="ArgumentException">The scores carry no evidence.</exception>
    public static EvidenceEntry Fit(IReadOnlyList<double> genuine, IReadOnlyList<double> impostor, string data)
    {
        var map = EvidenceFit.Fit(genuine, impostor);
        return new EvidenceEntry(map.Scores, map.LogLikelihoodRatios, map.LeastLikeness, genuine.Count, impostor.Count, data);
    }

    /// <summary>The map it describes.</summary>
    /// <exception cref="ArgumentException">It describes none.</exception>
    public EvidenceMap ToMap() => new(Scores, LogLikelihoodRatios, LeastLikeness);
}

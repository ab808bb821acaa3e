namespace Semblance.Recognition;

/// <summary>
/// What a score is worth as evidence: the logarithm of how much likelier it is from the same person than from two people,
/// ln p(score | genuine) / p(score | impostor), in nats. Above 0 speaks for the claim, below against it. A non-decreasing broken
/// line through knots, constant beyond its ends, so that no score is worth more than the data behind it. It holds for scores of one
/// model and of one kind of comparison only. Immutable, safe to share between threads.
/// </summary>
internal sealed class EvidenceMap
{
    private readonly double[] _scores;
    private readonly double[] _ratios;

    /// <summary>Takes the knots.</summary>
    /// <param name="scores">At least two similarities (higher is more alike), each over the one before.</param>
    /// <param name="logLikelihoodRatios">One for each score, in nats, none below the one before.</param>
    /// <param name="leastLikeness">How alike the frames of one session count at least, over 0 to 1; see docs/decisions/0011.</param>
    /// <exception cref="ArgumentException">The knots are no non-decreasing line of finite numbers, or the likeness is out of range.</exception>
    public EvidenceMap(IReadOnlyList<double> scores, IReadOnlyList<double> logLikelihoodRatios, double leastLikeness = EvidenceFit.LeastLikeness)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(logLikelihoodRatios);
        if (scores.Count < 2 || scores.Count != logLikelihoodRatios.Count)
            throw new ArgumentException($"Evidence needs two or more knots with one ratio each, not {scores.Count} scores and {logLikelihoodRatios.Count} ratios.");
        if (!scores.Concat(logLikelihoodRatios).All(double.IsFinite))
            throw new ArgumentException("Evidence is made of finite numbers.");
        for (int i = 1; i < scores.Count; i++)
        {
            if (scores[i] <= scores[i - 1] || logLikelihoodRatios[i] < logLikelihoodRatios[i - 1])
                throw new ArgumentException($"More alike must never count for less: knot {i} lies before or below the one before it.");
        }
        if (!(leastLikeness > 0 && leastLikeness <= 1))
            throw new ArgumentException($"The least likeness lies over 0 and is at most 1, not {leastLikeness}.", nameof(leastLikeness));
        (_scores, _ratios, LeastLikeness) = ([.. scores], [.. logLikelihoodRatios], leastLikeness);
    }

    /// <summary>The knots' scores.</summary>
    public IReadOnlyList<double> Scores => _scores;

    /// <summary>The knots' log-likelihood ratios in nats.</summary>
    public IReadOnlyList<double> LogLikelihoodRatios => _ratios;

    /// <summary>How alike the frames of one session count at least.</summary>
    public double LeastLikeness { get; }

    /// <summary>The most that one frame can be worth, in nats.</summary>
    public double Highest => _ratios[^1];

    /// <summary>What a score is worth, in nats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a number.</exception>
    public double LogLikelihoodRatio(double score)
    {
        if (double.IsNaN(score))
            throw new ArgumentOutOfRangeException(nameof(score), "A score is a number.");
        if (score <= _scores[0])
            return _ratios[0];
        if (score >= _scores[^1])
            return _ratios[^1];
        int place = Array.BinarySearch(_scores, score);
        if (place >= 0)
            return _ratios[place];
        int above = ~place, below = above - 1;
        double share = (score - _scores[below]) / (_scores[above] - _scores[below]);
        // Rounding may not lift a point over the knot above it.
        return Math.Min(_ratios[below] + share * (_ratios[above] - _ratios[below]), _ratios[above]);
    }

    /// <summary>The evidence that a match takes: ln(n (n + 1) / FMR) for the n-th attempt, so that all attempts together spend no more than FMR, and never less than a score at the threshold is worth.</summary>
    /// <param name="score">The threshold for the rate.</param>
    /// <param name="fmr">The rate, over 0 and below 1.</param>
    /// <param name="attempts">Which attempt of the session it is, from 1.</param>
    internal double Needed(double score, double fmr, int attempts) => Math.Max(Math.Log(attempts * (attempts + 1) / fmr), LogLikelihoodRatio(score));

    /// <summary>Whether a session can be worth as much as a false match rate asks for.</summary>
    /// <param name="score">The threshold for the rate.</param>
    /// <param name="fmr">The rate, over 0 and below 1.</param>
    internal bool Carries(double score, double fmr) => Highest / LeastLikeness >= Needed(score, fmr, attempts: 1);
}

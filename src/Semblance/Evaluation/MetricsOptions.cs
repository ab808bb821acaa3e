namespace Semblance.Evaluation;

/// <summary>What <see cref="VerificationMetrics.Compute"/> measures and how finely.</summary>
internal sealed record MetricsOptions
{
    /// <summary>The false match rates (0 to 1, exclusive) at which the true accept rate is given; 0.01 and 0.001.</summary>
    public IReadOnlyList<double> FalseMatchRates { get; init; } = [0.01, 0.001];

    /// <summary>Bootstrap resamples behind the intervals; 1000. With 0 there are no intervals.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Seed of the bootstrap: the same pairs and the same seed give the same intervals.</summary>
    public int Seed { get; init; } = 1;
}

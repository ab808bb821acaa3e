using CsCheck;
using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

/// <summary>Small random sets of scored pairs, with many equal scores.</summary>
internal static class PairGenerators
{
    private static readonly MetricsOptions Bare = new() { Resamples = 0, FalseMatchRates = [0.1, 0.25, 0.5] };

    public static Gen<ScoredPair[]> Compared { get; } = Pairs(failures: false);

    public static Gen<ScoredPair[]> WithFailures { get; } = Pairs(failures: true);

    /// <summary>The rates without intervals.</summary>
    public static VerificationResult Rates(IReadOnlyList<ScoredPair> pairs) => VerificationMetrics.Compute(pairs, Bare);

    private static Gen<ScoredPair[]> Pairs(bool failures) =>
        Gen.Select(Gen.Int[-10, 10], Gen.Bool, Gen.Int[0, 7], Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, failures ? 9 : 8])
            .Select((score, same, a, b, fold, luck) => new ScoredPair(score / 10.0, same, a, same ? a : b, fold, FailedToAcquire: luck == 9))
            .Array[2, 60]
            .Where(pairs => pairs.Any(pair => pair.Same) && pairs.Any(pair => !pair.Same));
}

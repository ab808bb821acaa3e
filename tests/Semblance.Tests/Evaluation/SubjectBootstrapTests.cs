using CsCheck;
using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

public class SubjectBootstrapTests
{
    [Fact]
    public void Intervals_ManySubjects_HoldTheEstimate()
    {
        var result = VerificationMetrics.Compute(Simulated(subjects: 30, photos: 4, seed: 1));

        AssertHolds(result.Auc, result.AucInterval);
        AssertHolds(result.Eer, result.EerInterval);
        AssertHolds(result.Accuracy, result.AccuracyInterval);
        AssertHolds(result.TarAt(0.01).Tar, result.TarAt(0.01).Interval);
        Assert.InRange(result.EerInterval!.Value.High - result.EerInterval.Value.Low, 0.01, 0.2);
    }

    [Fact]
    public void Intervals_FewerSubjects_AreWider()
    {
        Assert.True(Width(8) > 1.3 * Width(32), $"8 subjects: {Width(8):F4}, 32 subjects: {Width(32):F4}");

        // The mean over several sets: a single small set may be lucky.
        static double Width(int subjects) => Enumerable.Range(1, 5).Average(seed =>
        {
            var interval = VerificationMetrics.Compute(Simulated(subjects, photos: 4, seed), new() { Resamples = 200 }).AucInterval!.Value;
            return interval.High - interval.Low;
        });
    }

    [Fact]
    public void Intervals_SubjectsThatDiffer_AreWiderThanPairsDrawnAloneWouldBe()
    {
        // 20 people of whom a quarter never match themselves: what matters is how many of those are drawn, however many photos each has.
        var pairs = from person in Enumerable.Range(0, 20)
                    from _ in Enumerable.Range(0, 50)
                    from same in new[] { true, false }
                    select new ScoredPair(same && person % 4 > 0 ? 1 : 0, same, person, same ? person : (person + 1) % 20, 0);

        var interval = VerificationMetrics.Compute([.. pairs], new() { FalseMatchRates = [0.01] }).TarAt(0.01).Interval!.Value;

        // Twenty independent people: 1.96 x sqrt(0.75 x 0.25 / 20) = 0.19 to each side; a thousand independent pairs would give 0.027.
        Assert.InRange(interval.High - interval.Low, 0.25, 0.5);
    }

    [Fact]
    public void Intervals_SameSeed_AreTheSame()
    {
        var pairs = Simulated(subjects: 10, photos: 3, seed: 3);

        string first = EvaluationJson.Serialize(VerificationMetrics.Compute(pairs, new() { Seed = 7, Resamples = 50 }));

        Assert.Equal(first, EvaluationJson.Serialize(VerificationMetrics.Compute(pairs, new() { Seed = 7, Resamples = 50 })));
        Assert.NotEqual(first, EvaluationJson.Serialize(VerificationMetrics.Compute(pairs, new() { Seed = 8, Resamples = 50 })));
    }

    [Fact]
    public void Intervals_TooFewSubjects_AreNull()
    {
        // Of two subjects, one is missing in half of the resamples, and with it every impostor pair.
        var result = VerificationMetrics.Compute([new(0.9, true, 0, 0, 0), new(0.1, false, 0, 1, 0), new(0.8, true, 1, 1, 0)]);

        Assert.NotNull(result.Auc);
        Assert.Null(result.AucInterval);
    }

    [Fact]
    public void Rates_OfWeightedPairs_AreThoseOfRepeatedPairs() => Gen.Select(PairGenerators.WithFailures, Gen.Int[0, 3].Array[8]).Sample((pairs, times) =>
    {
        var sorted = new SortedPairs(pairs);
        var subjects = pairs.SelectMany(pair => new[] { pair.SubjectA, pair.SubjectB }).Distinct().Order().ToList();
        var weights = new int[sorted.Count];
        sorted.Weigh(times.AsSpan(0, sorted.Subjects), weights);
        var repeated = new SortedPairs([.. pairs.SelectMany(pair =>
        {
            int a = times[subjects.IndexOf(pair.SubjectA)], b = times[subjects.IndexOf(pair.SubjectB)];
            return Enumerable.Repeat(pair, pair.SubjectA == pair.SubjectB ? a : a * b);
        })]);

        var (weighted, plain) = (RankRates.Of(sorted, weights, [0.1, 0.5]), RankRates.Of(repeated, repeated.UnitWeights(), [0.1, 0.5]));

        Assert.Equal([weighted.Auc, weighted.Eer, weighted.EerThreshold, .. weighted.Tar], [plain.Auc, plain.Eer, plain.EerThreshold, .. plain.Tar]);
        Assert.Equal(SubjectBootstrap.Mean(FoldAccuracy.Of(sorted, weights)), SubjectBootstrap.Mean(FoldAccuracy.Of(repeated, repeated.UnitWeights())), 12);
    });

    private static void AssertHolds(double? estimate, RateInterval? interval)
    {
        Assert.InRange(estimate!.Value, interval!.Value.Low, interval.Value.High);
        Assert.True(interval.Value.Low < interval.Value.High);
    }

    /// <summary>All pairs of photos of people who are noisy points in space, two folds.</summary>
    private static ScoredPair[] Simulated(int subjects, int photos, int seed)
    {
        var random = new Random(seed);
        var points = Enumerable.Range(0, subjects).SelectMany(subject =>
        {
            var centre = new[] { Gauss(random), Gauss(random), Gauss(random) };
            return Enumerable.Range(0, photos).Select(_ => (subject, Position: centre.Select(c => c + 0.35 * Gauss(random)).ToArray())).ToArray();
        }).ToArray();
        return [.. from i in Enumerable.Range(0, points.Length)
                   from j in Enumerable.Range(i + 1, points.Length - i - 1)
                   let distance = Math.Sqrt(points[i].Position.Zip(points[j].Position, (p, q) => (p - q) * (p - q)).Sum())
                   select new ScoredPair(-distance, points[i].subject == points[j].subject, points[i].subject, points[j].subject, (i + j) % 2)];
    }

    private static double Gauss(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

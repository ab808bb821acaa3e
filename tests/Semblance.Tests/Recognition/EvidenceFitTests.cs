using CsCheck;
using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

public class EvidenceFitTests
{
    private static readonly Random s_random = new(1);

    [Fact]
    public void Fit_TwoNormalDistributions_GivesTheirLogLikelihoodRatio()
    {
        // N(0, 0.1) against N(0.3, 0.1): ln p/q = (0.3 x - 0.045) / 0.01.
        var map = EvidenceFit.Fit(Normal(50_000, 0.3, 0.1), Normal(500_000, 0, 0.1));

        foreach (double score in (double[])[-0.1, 0, 0.1, 0.15, 0.2, 0.3])
            Assert.Equal((0.3 * score - 0.045) / 0.01, map.LogLikelihoodRatio(score), tolerance: 0.5);
        // Sixteen impostors lie beyond.
        Assert.Equal(7.5, map.LogLikelihoodRatio(0.4), tolerance: 1);
    }

    [Fact]
    public void Fit_Impostors_ReachTheEvidenceOfAFalseMatchRateSeldomEnough()
    {
        var map = EvidenceFit.Fit(Normal(20_000, 0.3, 0.1), Normal(300_000, 0, 0.1));
        double[] fresh = Normal(1_000_000, 0, 0.1);

        foreach (double fmr in (double[])[0.1, 0.01, 0.001, 0.0001])
        {
            double share = fresh.Average(score => map.LogLikelihoodRatio(score) >= Math.Log(1 / fmr) ? 1.0 : 0);
            Assert.True(share <= fmr, $"{share} of impostors reach the evidence for an FMR of {fmr}");
        }
    }

    [Fact]
    public void Fit_HighestImpostorScoresOnly_IsTheSameThere()
    {
        double[] genuine = Normal(20_000, 0.3, 0.1), impostor = [.. Normal(200_000, 0, 0.1).Order()];
        var all = EvidenceFit.Fit(genuine, impostor);

        var highest = EvidenceFit.Fit(genuine, impostor[180_000..], impostorsBelow: 180_000);

        foreach (double score in (double[])[0.15, 0.2, 0.3, 0.4])
            Assert.Equal(all.LogLikelihoodRatio(score), highest.LogLikelihoodRatio(score), tolerance: 0.3);
        Assert.Equal(highest.LogLikelihoodRatio(-1), highest.LogLikelihoodRatio(impostor[180_000]), 9);
        Assert.True(highest.LogLikelihoodRatio(-1) < -2);
    }

    [Fact]
    public void Fit_KindsThatDoNotOverlap_IsFiniteAtBothEnds()
    {
        var map = EvidenceFit.Fit(Normal(100, 0.8, 0.01), Normal(10_000, 0, 0.01));

        Assert.InRange(map.LogLikelihoodRatio(1), 8, Math.Log(10_001));
        Assert.InRange(map.LogLikelihoodRatio(-1), -Math.Log(101), -4);
        Assert.Equal(map.Highest, map.LogLikelihoodRatio(double.PositiveInfinity));
    }

    [Fact]
    public void Fit_AnyScores_NeverFallsAndIsWorthNothingOnAverage() =>
        Gen.Select(Gen.Int[0, 40].Array[30, 200], Gen.Int[0, 30].Array[30, 200]).Sample((genuine, impostor) =>
        {
            double[] same = Array.ConvertAll(genuine, level => level / 40.0), other = Array.ConvertAll(impostor, level => level / 40.0);
            EvidenceMap map;
            try
            {
                map = EvidenceFit.Fit(same, other);
            }
            catch (ArgumentException e) when (e.Message.Contains("do not tell"))
            {
                return true;
            }
            var ratios = Enumerable.Range(-10, 70).Select(i => map.LogLikelihoodRatio(i / 40.0)).ToList();
            return ratios.Zip(ratios.Skip(1)).All(pair => pair.First <= pair.Second)
                && other.Average(score => Math.Exp(map.LogLikelihoodRatio(score))) <= 1 + 1e-9;
        });

    [Fact]
    public void Ratio_JustBelowAKnot_IsNotRoundedOverIt()
    {
        var map = new EvidenceMap([0.3738202545068929, 0.9000000000000001], [-1.1458726544064153, 2.764409706543947]);

        Assert.True(map.LogLikelihoodRatio(0.9) <= map.LogLikelihoodRatio(1));
    }

    [Fact]
    public void Fit_SameScoresForBothKinds_IsRefused()
    {
        double[] scores = [.. Enumerable.Repeat(0.5, 100)];

        Assert.Contains("no evidence", Assert.Throws<ArgumentException>(() => EvidenceFit.Fit(scores, scores)).Message);
    }

    [Fact]
    public void Fit_TooFewOrBrokenScores_AreRefused()
    {
        double[] enough = Normal(100, 0, 1);

        Assert.Throws<ArgumentException>(() => EvidenceFit.Fit(Normal(29, 1, 1), enough));
        Assert.Throws<ArgumentException>(() => EvidenceFit.Fit(enough, [.. enough, double.NaN]));
    }

    [Theory]
    [InlineData(new double[] { 0.1 }, new double[] { 1 })]
    [InlineData(new double[] { 0.1, 0.1 }, new double[] { 1, 2 })]
    [InlineData(new double[] { 0.1, 0.2 }, new double[] { 2, 1 })]
    [InlineData(new double[] { 0.1, 0.2 }, new double[] { 1, double.PositiveInfinity })]
    public void EvidenceMap_KnotsThatAreNoRisingLine_AreRefused(double[] scores, double[] ratios) =>
        Assert.Throws<ArgumentException>(() => new EvidenceMap(scores, ratios));

    [Fact]
    public void EvidenceMap_BetweenKnots_IsLinear()
    {
        var map = new EvidenceMap([0, 0.2, 0.4], [-4, 0, 10]);

        Assert.Equal([-4.0, -2.0, 0.0, 5.0, 10.0], new[] { -1, 0.1, 0.2, 0.3, 0.9 }.Select(score => Math.Round(map.LogLikelihoodRatio(score), 12)));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.LogLikelihoodRatio(double.NaN));
    }

    private static double[] Normal(int count, double mean, double deviation) =>
        [.. Enumerable.Range(0, count).Select(_ => mean + deviation * Math.Sqrt(-2 * Math.Log(1 - s_random.NextDouble())) * Math.Cos(2 * Math.PI * s_random.NextDouble()))];
}

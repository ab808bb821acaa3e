using CsCheck;
using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

public class ErrorDiscardCurveTests
{
    [Fact]
    public void At_MeasureThatKnowsTheFailures_FallsAsFastAsCanBe()
    {
        RatedPair[] pairs = [.. Enumerable.Range(0, 100).Select(i => new RatedPair(i < 20 ? 0.1 : 0.9, i))];

        var curve = ErrorDiscardCurve.Compute(pairs, 0.5);

        Assert.Equal(0.2, curve.Fnmr, 12);
        foreach (double share in (double[])[0, 0.05, 0.1, 0.2, 0.5])
            Assert.Equal(curve.Ideal(share), curve.At(share), 12);
        Assert.Equal(0, curve.At(0.2));
    }

    [Fact]
    public void At_MeasureThatPrefersFailures_Rises()
    {
        RatedPair[] pairs = [.. Enumerable.Range(0, 100).Select(i => new RatedPair(i < 20 ? 0.1 : 0.9, -i))];

        Assert.Equal(0.4, ErrorDiscardCurve.Compute(pairs, 0.5).At(0.5), 12);
    }

    [Fact]
    public void At_AnyPairs_IsTheRateOfThoseThatAreKept() =>
        Gen.Select(Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Array[1, 60], Gen.Double[0, 0.99]).Sample((values, share) =>
        {
            RatedPair[] pairs = Array.ConvertAll(values, value => new RatedPair(value.Item1, value.Item2));
            var kept = pairs.OrderBy(pair => pair.Goodness).Skip((int)(share * pairs.Length + 1e-9)).ToList();
            return Math.Abs(ErrorDiscardCurve.Compute(pairs, 0.5).At(share) - kept.Average(pair => pair.Similarity >= 0.5 ? 0.0 : 1)) < 1e-12;
        });

    [Fact]
    public void Compute_GoodnessOrScoreThatIsNoNumber_CountsAsWorst()
    {
        var curve = ErrorDiscardCurve.Compute([new(double.NaN, 1), new(0.9, double.NaN), new(0.9, 2)], 0.5);

        Assert.Equal(1 / 3.0, curve.Fnmr, 12);
        Assert.Equal(0.5, curve.At(0.34), 12);
    }
}

using CsCheck;
using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Tests.Evaluation;

public class TarEstimateTests
{
    private static readonly MetricsOptions s_bare = new() { Resamples = 0, FalseMatchRates = [0.1, 0.25, 0.5] };

    [Fact]
    public void Compute_AnyPairs_AgreesWithVerificationMetrics() => PairGenerators.Compared.Sample(pairs =>
        Assert.Equal(
            Rounded(VerificationMetrics.Compute(pairs, s_bare).TarAtFmr), Rounded(TarEstimate.Compute(CalibrationScores.FromPairs(pairs), s_bare))));

    [Fact]
    public void Compute_TailOfTheScores_GivesTheSameAsAllOfThem()
    {
        var faces = DrawnPeople.Faces(people: 60, photos: 3, seed: 5, noise: 0.6);
        var options = new MetricsOptions { FalseMatchRates = [0.02, 0.005], Resamples = 100 };

        var ofTail = TarEstimate.Compute(CalibrationScores.FromFaces(faces, Comparator.Cosine, tailShare: 0.2), options);

        Assert.Equal(TarEstimate.Compute(CalibrationScores.FromFaces(faces, Comparator.Cosine, tailShare: 1), options), ofTail);
        Assert.All(ofTail, rate => Assert.InRange(rate.Tar!.Value, rate.Interval!.Value.Low, rate.Interval.Value.High));
        Assert.InRange(ofTail[0].Tar!.Value, 0.3, 0.99);
    }

    [Fact]
    public void ToRoc_Points_AreOperatingPointsOfAllScores()
    {
        var faces = DrawnPeople.Faces(people: 30, photos: 3, seed: 6, noise: 0.6);
        var scores = CalibrationScores.FromFaces(faces, Comparator.Cosine, tailShare: 0.5);
        var all = RocCurve.Compute([.. from i in Enumerable.Range(0, faces.Length)
                                       from j in Enumerable.Range(i + 1, faces.Length - i - 1)
                                       select new ScoredPair(Comparator.Cosine.Compare(faces[i].Embedding!, faces[j].Embedding!), faces[i].Subject == faces[j].Subject, 0, 1, 0)]);

        var curve = scores.ToRoc();

        Assert.Equal((all.Genuine, all.Impostor), (curve.Genuine, curve.Impostor));
        Assert.True(curve.Points.Count > 50);
        foreach (var point in curve.Points)
        {
            var same = all.Points.Last(other => other.Threshold >= point.Threshold);
            Assert.Equal((same.Fmr, same.Fnmr), (point.Fmr, point.Fnmr));
        }
    }

    private static IEnumerable<(double, double?, double?, bool)> Rounded(IEnumerable<TarAtFmr> rates) =>
        rates.Select(rate => (rate.Fmr, rate.Tar is { } tar ? Math.Round(tar, 12) : (double?)null, rate.Threshold, rate.Weak));
}

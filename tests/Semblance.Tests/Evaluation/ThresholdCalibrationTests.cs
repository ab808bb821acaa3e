using CsCheck;
using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Tests.Evaluation;

public class ThresholdCalibrationTests
{
    [Fact]
    public void Compute_HandMadeScores_GivesTheRowsOneCanCount()
    {
        // 300 impostor scores 0.001 to 0.300, each between people of its own; 10 genuine ones at 0.2, 0.22, ... 0.38.
        var pairs = Enumerable.Range(1, 300).Select(i => new ScoredPair(i / 1000.0, false, 2 * i, 2 * i + 1, 0))
            .Concat(Enumerable.Range(0, 10).Select(i => new ScoredPair(0.2 + 0.02 * i, true, 1000 + i, 1000 + i, 0)));

        var table = ThresholdCalibration.Compute(CalibrationScores.FromPairs([.. pairs]), Comparator.Cosine, "made", new() { Rates = [0.1, 0.01], LeastFalseMatches = 3 });

        Assert.Equal((300, 10, 610), (table.ImpostorComparisons, table.GenuineComparisons, table.People));
        Assert.Equal([(0.1, 0.271, 30L, false), (0.01, 0.298, 3L, true)], table.Rates.Select(row => (row.Fmr, row.Score, row.FalseMatches, row.Weak)));
        Assert.Equal([0.4, 0.5], table.Rates.Select(row => row.Fnmr!.Value));
        Assert.All(table.Rates, row => Assert.InRange(row.Fnmr!.Value, row.FnmrInterval!.Value.Low, row.FnmrInterval.Value.High));
    }

    [Fact]
    public void Compute_Distances_GivesThresholdsThatAreDistances()
    {
        var pairs = Enumerable.Range(1, 300).Select(i => new ScoredPair(-i, false, 2 * i, 2 * i + 1, 0)).Append(new ScoredPair(-1, true, 0, 0, 0));

        var row = Assert.Single(ThresholdCalibration.Compute(CalibrationScores.FromPairs([.. pairs]), Comparator.Euclidean, "made").Rates);

        Assert.Equal((0.1, 30.0, 0.0), (row.Fmr, row.Score, row.Fnmr));
    }

    [Fact]
    public void Compute_AnyScores_TakesTheEasiestThresholdThatKeepsTheRate()
    {
        Gen.Int[0, 400].Array[300, 500].Sample(scores =>
        {
            var pairs = scores.Select((score, i) => new ScoredPair(score, false, 2 * i, 2 * i + 1, 0)).ToArray();

            var table = ThresholdCalibration.Compute(CalibrationScores.FromPairs(pairs), Comparator.Cosine, "drawn", new() { Rates = [0.1, 0.02], LeastFalseMatches = 3, Resamples = 20 });

            foreach (var row in table.Rates)
            {
                Assert.True(Share(row.Score) <= row.Fmr, $"FMR {Share(row.Score)} at the threshold for {row.Fmr}");
                Assert.True(row.FmrUpper >= Share(row.Score));
                double easier = scores.Where(score => score < row.Score).Max();
                Assert.True(Share(easier) > row.Fmr, $"{easier} would have kept {row.Fmr} as well");
            }

            double Share(double threshold) => (double)scores.Count(score => score >= threshold) / scores.Length;
        });
    }

    [Fact]
    public void Compute_SecondPopulationThatIsMoreAlike_KeepsTheRateOnBoth()
    {
        // 3000 scores 0.0001 to 0.3, and 300 of a population 0.1 above: the second carries 0.1 but not 0.01.
        var first = CalibrationScores.FromPairs([.. Enumerable.Range(1, 3000).Select(i => new ScoredPair(i / 10000.0, false, 2 * i, 2 * i + 1, 0))]);
        var second = CalibrationScores.FromPairs([.. Enumerable.Range(1, 300).Select(i => new ScoredPair(0.1 + i / 1000.0, false, 2 * i, 2 * i + 1, 0))]);
        var options = new CalibrationOptions { Rates = [0.1, 0.01], Resamples = 200 };

        var alone = ThresholdCalibration.Compute(first, Comparator.Cosine, "made", options).Rates;
        var both = ThresholdCalibration.Compute(first, Comparator.Cosine, "made", options, second).Rates;

        Assert.Equal([0.2701, 0.2971], alone.Select(row => row.Score));
        Assert.Equal([0.371, 0.398], both.Select(row => row.Score), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([0, 0], both.Select(row => row.FalseMatches));
        Assert.InRange(both[0].FmrUpper, 0.1, 0.2);
        Assert.Equal(alone, ThresholdCalibration.Compute(first, Comparator.Cosine, "made", options, CalibrationScores.FromPairs([.. Enumerable.Range(1, 300).Select(i => new ScoredPair(-i, false, 2 * i, 2 * i + 1, 0))])).Rates);
    }

    [Fact]
    public void Compute_SeveralPopulations_KeepsTheRateInTheOneThatNeedsMost()
    {
        var first = Shifted(3000, 0, 0.0001);
        // One carries no rate, one 0.1 only, one both: the strictest of those that carry a rate counts, and beyond its reach a raise stays.
        var tooSmall = Shifted(200, 10, 0.001);
        var mild = Shifted(300, 0.2, 0.0001);
        var alike = Shifted(3000, 0.1, 0.0001);
        var options = new CalibrationOptions { Rates = [0.1, 0.01], Resamples = 20 };

        Assert.Equal([0.3701, 0.3971], Scores(tooSmall, alike), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([0.3701, 0.3971], Scores(mild, alike), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal([0.2701, 0.2971], Scores(tooSmall), (a, b) => Math.Abs(a - b) < 1e-9);

        double[] Scores(params CalibrationScores[] others) => [.. ThresholdCalibration.Compute(first, Comparator.Cosine, "made", options, others).Rates.Select(row => row.Score)];

        static CalibrationScores Shifted(int count, double by, double step) =>
            CalibrationScores.FromPairs([.. Enumerable.Range(1, count).Select(i => new ScoredPair(by + i * step, false, 2 * i, 2 * i + 1, 0))]);
    }

    [Fact]
    public void Compute_FacesOrTheirPairs_GivesTheSameTable()
    {
        var faces = DrawnPeople.Faces(people: 40, photos: 2, seed: 1);
        var pairs = from i in Enumerable.Range(0, faces.Length)
                    from j in Enumerable.Range(i + 1, faces.Length - i - 1)
                    select new ScoredPair(Comparator.Cosine.Compare(faces[i].Embedding!, faces[j].Embedding!), faces[i].Subject == faces[j].Subject, faces[i].Subject, faces[j].Subject, 0);

        var ofFaces = ThresholdCalibration.Compute(CalibrationScores.FromFaces(faces, Comparator.Cosine), Comparator.Cosine, "drawn");

        Assert.Equal(CalibrationText.Lines(ThresholdCalibration.Compute(CalibrationScores.FromPairs([.. pairs]), Comparator.Cosine, "drawn")), CalibrationText.Lines(ofFaces));
        Assert.Equal([0.1, 0.05, 0.02, 0.01], ofFaces.Rates.Select(row => row.Fmr));
    }

    [Fact]
    public void Compute_ShuffledLabels_ComesOutAtChance()
    {
        var faces = DrawnPeople.Faces(people: 60, photos: 6, seed: 2);

        var right = Fnmr(faces);
        var shuffled = Fnmr(DrawnPeople.Shuffled(faces, seed: 3));

        Assert.InRange(right[0.1], 0, 0.01);
        foreach (var (fmr, fnmr) in shuffled)
            Assert.InRange(fnmr, 1 - 1.6 * fmr - 0.005, 1 - 0.4 * fmr + 0.005);

        static Dictionary<double, double> Fnmr(LabelledFace[] faces) =>
            ThresholdCalibration.Compute(CalibrationScores.FromFaces(faces, Comparator.Cosine), Comparator.Cosine, "drawn", new() { Rates = [0.1, 0.05, 0.01], Resamples = 10 })
                .Rates.ToDictionary(row => row.Fmr, row => row.Fnmr!.Value);
    }

    [Fact]
    public void FmrUpper_ManySetsOfPeople_HoldsTheTrueRateInAboutNineteenOfTwenty()
    {
        // What the threshold of a small set lets in among a large one of the same kind.
        double[] world = [.. Impostors(DrawnPeople.Faces(people: 700, photos: 1, seed: 99)).Order()];

        int held = Enumerable.Range(1, 200).Count(seed =>
        {
            var scores = CalibrationScores.FromFaces(DrawnPeople.Faces(people: 50, photos: 2, seed: seed), Comparator.Cosine);
            var row = ThresholdCalibration.Compute(scores, Comparator.Cosine, "drawn", new() { Rates = [0.02], Resamples = 200 }).Rates.Single();
            return world.Count(score => score >= row.Score) / (double)world.Length <= row.FmrUpper;
        });

        Assert.InRange(held, 176, 200);

        static IEnumerable<double> Impostors(LabelledFace[] faces) =>
            faces.SelectMany((a, i) => faces.Skip(i + 1).Select(b => Comparator.Cosine.Compare(a.Embedding!, b.Embedding!)));
    }

    [Fact]
    public void FmrUpper_PeopleWhoShareManyComparisons_IsWiderThanForAsManyStrangers()
    {
        // 100 false matches of 1000: all of one person, or each of other people.
        var ofOne = Enumerable.Range(0, 1000).Select(i => new ScoredPair(i < 100 ? 1 : 0, false, i < 100 ? 0 : 1000 + i, 5000 + i % 20, 0));
        var ofAll = Enumerable.Range(0, 1000).Select(i => new ScoredPair(i < 100 ? 1 : 0, false, 1000 + i, 5000 + i, 0));

        Assert.True(Upper(ofOne) > 1.2 * Upper(ofAll), $"one person: {Upper(ofOne)}, strangers: {Upper(ofAll)}");

        static double Upper(IEnumerable<ScoredPair> pairs) =>
            ThresholdCalibration.Compute(CalibrationScores.FromPairs([.. pairs]), Comparator.Cosine, "made", new() { Rates = [0.1] }).Rates.Single().FmrUpper;
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(1, 4.7439)]
    [InlineData(10, 16.962)]
    [InlineData(30, 40.691)]
    [InlineData(1000, 1053.9)]
    public void PoissonUpper_Count_IsNearTheExactBound(long count, double exact) => Assert.Equal(exact, FamilyBootstrap.PoissonUpper(count), 0.004 * exact);

    [Fact]
    public void Under_ConditionWithoutFalseMatch_SaysAtMostThreeInN()
    {
        var table = ThresholdCalibration.Compute(
            CalibrationScores.FromFaces(DrawnPeople.Faces(people: 40, photos: 2, seed: 1), Comparator.Cosine), Comparator.Cosine, "drawn", new() { Resamples = 10 });
        var quiet = Enumerable.Range(0, 60).Select(i => new ScoredPair(-1, false, i, i + 100, 0)).ToList();

        var condition = ThresholdCalibration.Under("far apart", quiet, table, Comparator.Cosine, [0.1, 1e-5]);

        var rate = Assert.Single(condition.Rates);
        Assert.Equal((0.1, 0.0, 0.05, (double?)null), (rate.Fmr, rate.MeasuredFmr, rate.FmrUpper!.Value, rate.Fnmr));
        Assert.Equal((60, 0, 120), (condition.ImpostorComparisons, condition.GenuineComparisons, condition.People));
    }

    [Fact]
    public void Compute_TooFewComparisons_IsRefusedWithTheNumberItWouldTake()
    {
        var pairs = Enumerable.Range(0, 250).Select(i => new ScoredPair(i, false, i, 1000 + i, 0)).ToList();

        var refused = Assert.Throws<CalibrationException>(() => ThresholdCalibration.Compute(CalibrationScores.FromPairs(pairs), Comparator.Cosine, "made"));

        Assert.Equal("A false match rate of 0.1 takes at least 300 comparisons between different people, so that 30 false matches can be expected; there are 250.", refused.Message);
        var weak = ThresholdCalibration.Compute(CalibrationScores.FromPairs(pairs), Comparator.Cosine, "made", new() { LeastFalseMatches = RuleOf.Three });
        Assert.Equal([0.1, 0.05, 0.02], weak.Rates.Select(row => row.Fmr));
        Assert.All(weak.Rates, row => Assert.True(row.Weak));
    }

    [Fact]
    public void Compute_AllScoresEqual_IsRefused()
    {
        var pairs = Enumerable.Range(0, 400).Select(i => new ScoredPair(1, false, i, 1000 + i, 0)).ToList();

        Assert.Throws<CalibrationException>(() => ThresholdCalibration.Compute(CalibrationScores.FromPairs(pairs), Comparator.Cosine, "made"));
    }

    [Theory]
    [InlineData(1e-5, 30, 3_000_000)]
    [InlineData(0.001, 30, 30_000)]
    [InlineData(0.001, 3, 3_000)]
    [InlineData(0.3, 30, 100)]
    public void ComparisonsFor_Rate_FollowsTheRule(double fmr, double falseMatches, long comparisons)
    {
        Assert.Equal(comparisons, RuleOf.ComparisonsFor(fmr, falseMatches));
        Assert.True(RuleOf.Carries(comparisons, fmr, falseMatches));
        Assert.False(RuleOf.Carries(comparisons - 1, fmr, falseMatches));
    }

    [Fact]
    public void FromFaces_FailuresToAcquire_NeverMatchAndLeaveTheFalseMatchRateAlone()
    {
        var faces = DrawnPeople.Faces(people: 40, photos: 3, seed: 4);
        LabelledFace[] withFailures = [.. faces, .. Enumerable.Range(0, 10).Select(person => new LabelledFace(null, person, person))];

        var (before, after) = (Compute(faces), Compute(withFailures));

        Assert.Equal(before.Rates.Select(row => (row.Score, row.FalseMatches)), after.Rates.Select(row => (row.Score, row.FalseMatches)));
        Assert.Equal((before.ImpostorComparisons, before.GenuineComparisons + 30, 30), (after.ImpostorComparisons, after.GenuineComparisons, after.FailedToAcquire));
        Assert.Equal(before.Rates[0].Fnmr!.Value * 120 + 30, after.Rates[0].Fnmr!.Value * 150, 9);

        static Calibration Compute(LabelledFace[] faces) => ThresholdCalibration.Compute(CalibrationScores.FromFaces(faces, Comparator.Cosine), Comparator.Cosine, "drawn", new() { Resamples = 5 });
    }
}

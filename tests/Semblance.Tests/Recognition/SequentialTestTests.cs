using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Tests.Recognition;

public class SequentialTestTests
{
    private static readonly Threshold s_oneInThousand = new(0.3, MadePeople.Model, 0.001, "made for tests");

    // 0 nats at 0.2, 5 more for each 0.1.
    private static readonly EvidenceMap s_map = new([-0.2, 0.8], [-20, 30]);

    [Theory]
    [InlineData(0.01, 0.05f, 1)]
    [InlineData(0.01, 0.3f, 3)]
    [InlineData(0.01, 1f, 3)]
    [InlineData(0.001, 0.3f, 1)]
    public void Sessions_OfImpostorsWithAlikeFrames_AreAcceptedAtMostAtTheAskedRate(double fmr, float change, int photos)
    {
        var people = new MadePeople(seed: 7);
        var (genuine, impostor) = people.Scores(5_000, 100_000);
        var map = EvidenceFit.Fit(genuine, impostor);
        var threshold = new Threshold(impostor.Order().ElementAt((int)((1 - fmr) * impostor.Length)), MadePeople.Model, fmr, "made for tests");
        const int Sessions = 6_000;

        int accepted = 0;
        for (int i = 0; i < Sessions; i++)
        {
            float[] person = people.NextPerson();
            var template = people.Template(person, photos);
            accepted += Decide(map, threshold, template, people.Frames(people.NextPerson(person), 60, change)) == Outcome.Match ? 1 : 0;
        }

        // Three standard deviations of what the asked rate would give.
        double most = fmr * Sessions + 3 * Math.Sqrt(fmr * Sessions);
        Assert.True(accepted <= most, $"{accepted} of {Sessions} impostor sessions were accepted at FMR {fmr}");
    }

    [Fact]
    public void Sessions_WithTheirEvidenceAddedUp_WouldBeAcceptedTooOften()
    {
        // Why frames are discounted: the textbook's sum takes 60 alike frames for 60 comparisons.
        var people = new MadePeople(seed: 7);
        var (genuine, impostor) = people.Scores(5_000, 100_000);
        var map = EvidenceFit.Fit(genuine, impostor);
        const double Fmr = 0.01;
        const int Sessions = 1_000;

        int accepted = 0;
        for (int i = 0; i < Sessions; i++)
        {
            float[] person = people.NextPerson();
            var template = people.Template(person, 1);
            double sum = 0;
            accepted += people.Frames(people.NextPerson(person), 60, 0.3f).Any(frame =>
                (sum += map.LogLikelihoodRatio(template.Score(Comparator.Cosine, frame))) >= Math.Log(1 / Fmr)) ? 1 : 0;
        }

        Assert.True(accepted > 2 * Fmr * Sessions, $"only {accepted} of {Sessions} were accepted: these sessions are too easy to test anything");
    }

    [Fact]
    public void Sessions_OfGenuinePeople_MatchAndSeldomEndAsNonMatch()
    {
        var people = new MadePeople(seed: 8, frameNoise: 0.6);
        var (genuine, impostor) = people.Scores(5_000, 100_000);
        var map = EvidenceFit.Fit(genuine, impostor);
        var threshold = new Threshold(impostor.Order().ElementAt(99_000), MadePeople.Model, 0.01, "made for tests");

        var outcomes = Enumerable.Range(0, 500).Select(_ =>
        {
            float[] person = people.NextPerson();
            return Decide(map, threshold, people.Template(person, 3), people.Frames(person, 60, 0.3f));
        }).CountBy(outcome => outcome).ToDictionary();

        Assert.True(outcomes[Outcome.Match] >= 480, $"{outcomes[Outcome.Match]} of 500 genuine sessions match");
        Assert.True(outcomes.GetValueOrDefault(Outcome.NoMatch) <= 10);
    }

    [Theory]
    [InlineData(0.95)]
    [InlineData(0.33)]
    [InlineData(0.2)]
    [InlineData(0.15)]
    public void Add_OneFrameOverAndOver_NeverAddsUp(double score)
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        var frame = Frame(1, 0, 0);
        test.Add(score, frame);
        double first = test.Evidence;

        for (int i = 0; i < 500; i++)
        {
            test.Add(score, frame);
            Assert.Equal(first, test.Evidence, 9);
            Assert.Equal(Outcome.Undecided, test.Decision.Outcome);
        }
        Assert.Contains("still picture", Assert.Single(test.Decision.Reasons));
    }

    [Fact]
    public void Add_LuckyFrameRepeated_WeighsOnce()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        test.Add(0.25, Frame(1, 0, 0));
        test.Add(0.39, Frame(0.8, 0.6, 0));
        double evidence = test.Evidence;

        for (int i = 0; i < 100; i++)
            test.Add(0.39, Frame(0.8, 0.6, 0));

        Assert.Equal(evidence, test.Evidence, 9);
    }

    [Fact]
    public void Evidence_AnyNumberOfFrames_IsBoundedByTheLeastLikeness()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        for (int i = 0; i < 200; i++)
            test.Add(0.25, Frame(1, Math.Cos(i), Math.Sin(i)));

        Assert.InRange(test.EffectiveCount, 1, 1 / EvidenceFit.LeastLikeness);
        Assert.InRange(test.Evidence, 2.5, 5);
    }

    [Fact]
    public void EffectiveCount_TwoFramesAtACosine_IsKishsSampleSize()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        test.Add(0.25, Frame(1, 0, 0));
        test.Add(0.25, Frame(0.8, 0.6, 0));

        // Weights 1 and 0.6 at the cosine 0.8.
        Assert.Equal(1.6 * 1.6 / (1 + 0.36 + 2 * 0.6 * 0.8), test.EffectiveCount, 5);
    }

    [Fact]
    public void Decision_StrongEvidence_WaitsForThreeFrames()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);

        test.Add(0.7, Frame(1, 0, 0));
        test.Add(0.7, Frame(1, 0.1, 0));
        Assert.Equal(Outcome.Undecided, test.Decision.Outcome);
        test.Add(0.7, Frame(1, 0.2, 0));

        Assert.Equal(Outcome.Match, test.Decision.Outcome);
        Assert.Equal(0.7, test.Decision.Score!.Value, 9);
    }

    [Fact]
    public void Decision_StrongEvidenceAgainst_IsNoMatchOnlyAfterTheLessonsWindow()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        for (int i = 1; i < SequentialTest.FewestFramesToRefuse; i++)
        {
            test.Add(0, Frame(1, 0.1 * i, 0));
            Assert.Equal(Outcome.Undecided, test.Decision.Outcome);
        }
        test.Add(0, Frame(1, 0, 0.1));

        Assert.Equal(Outcome.NoMatch, test.Decision.Outcome);
    }

    [Theory]
    [InlineData(0.17, 15, Outcome.NoMatch)]
    [InlineData(0.17, 14, Outcome.Undecided)]
    [InlineData(0.25, 15, Outcome.Undecided)]
    public void Conclusion_WeakEvidence_IsNoMatchOnlyWhereItSpeaksAgainst(double score, int frames, Outcome expected)
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        for (int i = 0; i < frames; i++)
            test.Add(score, Frame(1, 0.05 * i, 0));

        Assert.Equal((Outcome.Undecided, expected), (test.Decision.Outcome, test.Conclusion.Outcome));
    }

    [Fact]
    public void Decision_ScoreAtThePacksThreshold_IsNeverAMatchOfOneLook()
    {
        // A flat map would let the Wald bound be reached below the threshold.
        var generous = new EvidenceMap([0, 0.1, 0.5], [0, 20, 40]);
        var test = new SequentialTest(generous, s_oneInThousand);
        for (int i = 0; i < 10; i++)
            test.Add(0.29, Frame(1, 0, 0));

        Assert.Equal(generous.LogLikelihoodRatio(0.3), test.MatchFrom, 9);
        Assert.Equal(Outcome.Undecided, test.Decision.Outcome);
    }

    [Fact]
    public void Add_FrameOfAnotherPerson_ForgetsTheEvidenceAndAsksForMore()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        double asked = test.MatchFrom;
        for (int i = 0; i < 5; i++)
            test.Add(0.7, Frame(1, 0.1 * i, 0));
        Assert.Equal(Outcome.Match, test.Decision.Outcome);

        test.Add(0.7, Frame(0, 0, 1));

        Assert.Equal((1, Outcome.Undecided), (test.Count, test.Decision.Outcome));
        Assert.Equal(asked + Math.Log(3), test.MatchFrom, 9);
    }

    [Fact]
    public void Reset_WithoutFrames_CostsNothing()
    {
        var test = new SequentialTest(s_map, s_oneInThousand);
        double asked = test.MatchFrom;

        test.NextAttempt();

        Assert.Equal(asked, test.MatchFrom);
        Assert.Equal((0, 0.0, 0.0), (test.Count, test.Evidence, test.EffectiveCount));
    }

    [Fact]
    public void Constructor_RateThatTheEvidenceCannotReach_IsRefused()
    {
        Assert.Contains("too few comparisons", Assert.Throws<ArgumentException>(() => new SequentialTest(new EvidenceMap([0, 1], [-5, 3]), s_oneInThousand)).Message);
        Assert.Throws<ArgumentException>(() => new SequentialTest(s_map, s_oneInThousand with { Fmr = null }));
    }

    private static Outcome Decide(EvidenceMap map, Threshold threshold, Template template, IEnumerable<Embedding> frames)
    {
        var test = new SequentialTest(map, threshold);
        foreach (var frame in frames)
        {
            test.Add(template.Score(Comparator.Cosine, frame), frame);
            if (test.Decision.Outcome != Outcome.Undecided)
                break;
        }
        return test.Decision.Outcome;
    }

    private static Embedding Frame(params double[] direction) => new(MadePeople.Model, Array.ConvertAll(direction, value => (float)value));
}

using CsCheck;
using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Tests.Recognition;

public class MeanOfFramesTests
{
    private static readonly Threshold s_half = new(0.5, "model", null, "made for tests");

    [Fact]
    public void Decision_OneFrameShort_IsUndecided()
    {
        var mean = new MeanOfFrames(Comparator.Euclidean, s_half);
        for (int i = 0; i < 14; i++)
            mean.Add(0.1);

        Assert.Equal(Outcome.Undecided, mean.Decision.Outcome);
        mean.Add(0.1);
        Assert.Equal(Outcome.Match, mean.Decision.Outcome);
    }

    [Fact]
    public void Decision_DistanceOverTheThreshold_IsNoMatch()
    {
        var mean = new MeanOfFrames(Comparator.Euclidean, s_half, 2);
        mean.Add(0.4);
        mean.Add(0.7);

        Assert.Equal(Outcome.NoMatch, mean.Decision.Outcome);
        Assert.Equal(0.55, mean.Decision.Score!.Value, 12);
    }

    [Fact]
    public void Reset_FullWindow_IsUndecidedAgain()
    {
        var mean = new MeanOfFrames(Comparator.Cosine, s_half, 1);
        mean.Add(1);
        mean.NextAttempt();

        Assert.Equal((Outcome.Undecided, null), (mean.Decision.Outcome, mean.Mean));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Add_NoNumber_Throws(double score) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new MeanOfFrames(Comparator.Cosine, s_half).Add(score));

    [Fact]
    public void Mean_AnyScores_IsThatOfTheLastFrames() =>
        Gen.Select(Gen.Double[-1, 1].Array[1, 60], Gen.Int[1, 20]).Sample((scores, window) =>
        {
            var mean = new MeanOfFrames(Comparator.Cosine, s_half, window);
            foreach (double score in scores)
                mean.Add(score);
            return Math.Abs(mean.Mean!.Value - scores.TakeLast(window).Average()) < 1e-12 && mean.Count == Math.Min(window, scores.Length);
        });
}

using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.Reports;

namespace Semblance.Tests.Evaluation;

public class PadTestTests
{
    private static readonly SpoofThresholds s_now = new(0.45, 0.2);

    [Fact]
    public void Of_AttacksThatScoreBelowPeople_RecommendsLimitsAndPassive()
    {
        var test = PadTest.Of("door", [.. People(6, null, 0.8), .. People(6, "print", 0.1)], s_now);

        Assert.Equal(new SpoofThresholds(0.48, 0.24), test.Advice.Limits);
        Assert.Equal("passive", test.Advice.Policy);
        Assert.Equal((1, 0), (test.Auc, test.Eer));
        Assert.Equal(0, Assert.Single(test.AtRecommended[0].Attacks).TakenForLive.Errors);
        Assert.Contains("No attack of the kind phone was shown.", test.Advice.NotTested);
        Assert.DoesNotContain("No attack of the kind print was shown.", test.Advice.NotTested);
    }

    [Fact]
    public void Of_AttacksThatScoreLikePeople_RecommendsHeadTurnsAndSaysWhy()
    {
        var test = PadTest.Of("door", [.. People(6, null, 0.8), .. People(6, "print", 0.1), .. People(6, "phone", 0.85)], s_now);

        Assert.Equal("challenge", test.Advice.Policy);
        Assert.Contains(test.Advice.Reasons, reason => reason.Contains("6 of 6 attacks of the kind phone"));
        Assert.DoesNotContain(test.Advice.Reasons, reason => reason.Contains("attacks of the kind print"));
    }

    [Fact]
    public void Of_AttackOfOnePersonOnly_IsNotEnoughForPassive()
    {
        var test = PadTest.Of("door", [.. People(6, null, 0.8), .. People(1, "print", 0.1)], s_now);

        Assert.Equal("challenge", test.Advice.Policy);
        Assert.Null(test.Checks[0].Attacks[0].TakenForLive.Interval);
        Assert.Contains(test.Advice.Reasons, reason => reason.Contains("fewer than 5 people"));
    }

    [Theory]
    [InlineData(4, 4, "Too few people: 4")]
    [InlineData(6, 0, "No attack was shown")]
    public void Of_TooLittle_RecommendsNothingAndSaysSo(int people, int attacks, string reason)
    {
        var test = PadTest.Of("door", [.. People(people, null, 0.8), .. People(attacks, "print", 0.1)], s_now);

        Assert.Null(test.Advice.Limits);
        Assert.Null(test.Advice.Policy);
        Assert.Empty(test.AtRecommended);
        Assert.Contains(test.Advice.Reasons, sentence => sentence.Contains(reason));
    }

    [Fact]
    public void Of_KindWithoutAFace_RecommendsNothing()
    {
        var test = PadTest.Of("door", [.. People(6, null, 0.8), .. People(6, "print", 0.1), new PadPresentation("a", "phone", [null], null, null)], s_now);

        Assert.Null(test.Advice.Limits);
        Assert.Contains("No attack of the kind phone could be judged", Assert.Single(test.Advice.Reasons));
        Assert.Equal((0, 1), test.Counts.Where(count => count.Attack == "phone").Select(count => (count.Usable, count.Given)).Single());
    }

    [Fact]
    public void Of_SeveralFramesOfAPresentation_CountOncePerPersonInIntervals()
    {
        var live = Enumerable.Range(0, 5).Select(i => new PadPresentation($"{i}", null, [0.8, 0.1, null], 0.7, LivenessVerdict.Live));
        var test = PadTest.Of("door", [.. live, .. People(5, "print", 0.05)], s_now);

        Assert.Equal([PadTest.OneFrame, PadTest.Whole, PadTest.Policy], test.Checks.Select(check => check.Check));
        var (frames, whole, policy) = (test.Checks[0].Genuine[0].NotLive, test.Checks[1].Genuine[0].NotLive, test.Checks[2].Genuine[0].NotLive);
        Assert.Equal((5, 10, 5), (frames.Errors, frames.Presentations, frames.Subjects));
        Assert.Equal((0, 5, 0.6), (whole.Errors, whole.Presentations, whole.Interval!.Value.High));
        Assert.Equal((0, 5), (policy.Errors, policy.Presentations));
    }

    [Fact]
    public void Report_NamesFromOutside_AreEscapedAndNothingIsFetched()
    {
        var test = PadTest.Of("<b>door", [.. People(6, null, 0.8), .. People(6, "<i>print", 0.1)], s_now);
        string page = new PadReport(test, "pack-1", new string('0', 64), DateTimeOffset.UnixEpoch).ToHtml();

        Assert.Contains("&lt;b&gt;door", page);
        Assert.DoesNotContain("<b>", page);
        Assert.DoesNotContain("<i>", page);
        Assert.Contains("<svg", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("href=", page);
    }

    // One photo of each; the scores rise by a hundredth from person to person.
    private static IEnumerable<PadPresentation> People(int count, string? attack, double from) =>
        Enumerable.Range(0, count).Select(i => new PadPresentation($"{i}", attack, [from + 0.01 * i + 0.001], from + 0.01 * i + 0.001, null));
}

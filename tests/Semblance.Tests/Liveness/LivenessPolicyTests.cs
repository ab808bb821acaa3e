using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

public class LivenessPolicyTests
{
    private static CheckResult Check(string name, LivenessVerdict verdict, bool settled = true) => new(name, 0.5, verdict, verdict == LivenessVerdict.Live ? [] : [$"{name} says {verdict}."], settled);

    private static LivenessVerdict Passive(LivenessVerdict texture, LivenessVerdict motion, bool settled = true, LivenessVerdict life = LivenessVerdict.Live) =>
        LivenessPolicy.Passive.Judge([Check(CheckNames.Texture, texture), Check(CheckNames.Life, life), Check(CheckNames.Motion, motion, settled)], []).Verdict;

    [Fact]
    public void Judge_PictureThatDoesNotMove_IsNeverLive() => Assert.Equal(LivenessVerdict.Unsure, Passive(LivenessVerdict.Live, LivenessVerdict.Live, life: LivenessVerdict.Unsure));

    [Theory]
    [InlineData(LivenessVerdict.Live, LivenessVerdict.Live, LivenessVerdict.Live)]
    [InlineData(LivenessVerdict.Live, LivenessVerdict.Unsure, LivenessVerdict.Live)]
    [InlineData(LivenessVerdict.Live, LivenessVerdict.Spoof, LivenessVerdict.Spoof)]
    [InlineData(LivenessVerdict.Unsure, LivenessVerdict.Live, LivenessVerdict.Unsure)]
    [InlineData(LivenessVerdict.Spoof, LivenessVerdict.Live, LivenessVerdict.Spoof)]
    [InlineData(LivenessVerdict.Unsure, LivenessVerdict.Unsure, LivenessVerdict.Unsure)]
    public void Judge_Passive_NeedsLiveTextureAndMotionThatDoesNotObject(LivenessVerdict texture, LivenessVerdict motion, LivenessVerdict expected) =>
        Assert.Equal(expected, Passive(texture, motion));

    [Fact]
    public void Judge_CheckThatHasNotSettled_IsWaitedFor() => Assert.Equal(LivenessVerdict.Unsure, Passive(LivenessVerdict.Live, LivenessVerdict.Unsure, settled: false));

    [Fact]
    public void Judge_Off_IsNeverLive()
    {
        var result = LivenessPolicy.Off.Judge([Check(CheckNames.Texture, LivenessVerdict.Live)], []);

        Assert.Equal(("notChecked", LivenessVerdict.Unsure), (result.Word, result.Verdict));
    }

    [Theory]
    [InlineData(LivenessVerdict.Live, Outcome.Match, Outcome.Match)]
    [InlineData(LivenessVerdict.Unsure, Outcome.Match, Outcome.Undecided)]
    [InlineData(LivenessVerdict.Spoof, Outcome.Match, Outcome.SpoofSuspected)]
    [InlineData(LivenessVerdict.Spoof, Outcome.NoMatch, Outcome.SpoofSuspected)]
    [InlineData(LivenessVerdict.Live, Outcome.NoMatch, Outcome.NoMatch)]
    [InlineData(LivenessVerdict.Unsure, Outcome.NoFace, Outcome.NoFace)]
    public void Join_MatchOnly_IsOpenedByALivePerson(LivenessVerdict verdict, Outcome outcome, Outcome expected) =>
        Assert.Equal(expected, new LivenessResult(LivenessPolicy.Passive, verdict, [], ["Because."], []).Join(new Decision(outcome, 0.7, [])).Outcome);

    [Fact]
    public void Find_NameOfEveryPolicy_GivesIt() => Assert.All(LivenessPolicy.All, policy => Assert.Same(policy, LivenessPolicy.Find(policy.Name)));
}

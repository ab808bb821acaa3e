using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>What the light check does with reports and frames; how well it judges is tested on relit clips, beside the code that relights.</summary>
public sealed class LightCheckTests : IDisposable
{
    private readonly Drawn _source = new();
    private readonly LightCheck _check;

    public LightCheckTests() => _check = new LightCheck(_source);

    public void Dispose() => _check.Dispose();

    [Fact]
    public void Result_NothingPainted_NeverSettles()
    {
        for (int i = 0; i < 300; i++)
            _check.Add(MadeFrames.Head(i / 30.0));

        Assert.False(_check.Result.IsSettled);
        Assert.Equal(LivenessVerdict.Unsure, _check.Result.Verdict);
        Assert.False(_check.IsRunning);
    }

    [Fact]
    public void Result_FaceThatAnswersNothing_IsUnsure()
    {
        Show(time => MadeFrames.Head(time));

        Assert.True(_check.IsDone);
        Assert.True(_check.Result.IsSettled);
        Assert.Equal(LivenessVerdict.Unsure, _check.Result.Verdict);
        Assert.NotEmpty(_check.Result.Reasons);
    }

    [Fact]
    public void Result_NobodyThere_IsUnsure()
    {
        Show(MadeFrames.Nobody);

        Assert.True(_check.Result.IsSettled);
        Assert.Equal(LivenessVerdict.Unsure, _check.Result.Verdict);
    }

    [Fact]
    public void Result_FaceTurnedAway_SaysSo()
    {
        Show(time => MadeFrames.Head(time, yaw: 45));

        Assert.Equal(LivenessVerdict.Unsure, _check.Result.Verdict);
        Assert.Contains("turned away", Assert.Single(_check.Result.Reasons));
    }

    [Fact]
    public void Painted_WrongOrder_EndsUnsure()
    {
        _check.Painted(0, TimeSpan.FromSeconds(1));
        _check.Painted(2, TimeSpan.FromSeconds(1.4));

        Assert.True(_check.IsDone);
        Assert.Equal(LivenessVerdict.Unsure, _check.Result.Verdict);
        Assert.Contains("order", Assert.Single(_check.Result.Reasons));
    }

    [Fact]
    public void Result_LastReportLate_WaitsForIt()
    {
        int last = _check.Sequence.Colours.Count - 1;
        for (int i = 0; i < last; i++)
            _check.Painted(i, TimeSpan.FromSeconds(0.4 * i));
        for (int i = 0; i < 240; i++)
            _check.Add(MadeFrames.Head(i / 30.0));
        Assert.True(_check.IsRunning);

        _check.Painted(last, TimeSpan.FromSeconds(0.4 * last));
        _check.Add(MadeFrames.Head(8.1));

        Assert.True(_check.IsDone);
    }

    [Fact]
    public void Reset_DrawsAnotherSequence_AndForgets()
    {
        var first = _check.Sequence;
        _check.Painted(0, TimeSpan.Zero);

        _check.Reset();

        Assert.NotSame(first, _check.Sequence);
        Assert.False(_check.IsRunning);
        Assert.Equal(1, _check.Restarts);
        Assert.Equal(2, _source.Given);
    }

    private void Show(Func<double, LivenessFrame> frame)
    {
        int painted = 0;
        for (int i = 0; i < 300 && !_check.IsDone; i++)
        {
            double time = i / 30.0;
            if (painted < _check.Sequence.Colours.Count && time >= 0.5 + 0.4 * painted)
                _check.Painted(painted++, TimeSpan.FromSeconds(time));
            _check.Add(frame(time));
        }
    }

    private sealed class Drawn : IChallengeSource
    {
        public int Given { get; private set; }

        public HeadChallenge NextTurns() => throw new NotSupportedException("These tests have no turns.");

        public LightSequence NextLight()
        {
            Given++;
            return RandomLight.Next();
        }
    }
}

using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>What counts as a face that moves by itself.</summary>
public class LifeCheckTests
{
    private static double Sway(double time, double hertz = 0.5) => Math.Sin(2 * Math.PI * hertz * time);

    [Fact]
    public void Result_HeadThatTurns_IsLive()
    {
        using var check = Watch(time => MadeView.At(time, yaw: 12 * Sway(time)));

        Assert.Equal(LivenessVerdict.Live, check.Result.Verdict);
    }

    [Fact]
    public void Result_NothingMoves_IsUnsureAndSettled()
    {
        using var check = Watch(time => MadeView.At(time));

        Assert.Equal((LivenessVerdict.Unsure, true), (check.Result.Verdict, check.Result.IsSettled));
        Assert.Equal("Nothing in the face moves by itself: a photo is never live, whatever is done with it.", Assert.Single(check.Result.Reasons));
    }

    [Fact]
    public void Result_PhotoThatIsShaken_IsUnsure()
    {
        using var check = Watch(time => MadeView.At(time, x: 160 + 12 * Sway(time), y: 100 + 7 * Sway(time, 1.3), isSheet: true));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_PhotoThatGrowsLighterAndDarker_IsUnsure()
    {
        using var check = Watch(time => Relit(MadeView.At(time), 1 + 0.3 * Sway(time), 12 * Sway(time, 0.8)));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_PhotoThatFadesInFromGrey_IsUnsure()
    {
        using var check = Watch(time => Relit(MadeView.At(time), 0.02 + Math.Min(1, time), 0));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_HeadThatTurnedAndThenFreezes_IsNoLongerLive()
    {
        using var check = Watch(time => MadeView.At(time, yaw: time < 2 ? 12 * Sway(time) : 0), seconds: 4.5);

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_OneBrokenFrame_IsNotLife()
    {
        using var check = Watch(time => MadeView.At(time, yaw: Math.Abs(time - 1.5) < 0.04 ? 15 : 0));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Reset_HeadThatTurned_IsAskedAgain()
    {
        using var check = Watch(time => MadeView.At(time, yaw: 12 * Sway(time)));
        check.Reset();

        Assert.Equal((LivenessVerdict.Unsure, false), (check.Result.Verdict, check.Result.IsSettled));
        Assert.Null(check.Change);
    }

    private static LifeCheck Watch(Func<double, LivenessFrame> frame, double seconds = 2)
    {
        var check = new LifeCheck(new LifeOptions());
        foreach (var one in MadeView.Film(0, seconds, frame))
            check.Add(one);
        return check;
    }

    private static LivenessFrame Relit(LivenessFrame frame, double contrast, double more)
    {
        byte[] levels = [.. frame.Photo.Rgb.ToArray().Where((_, i) => i % 3 == 0).Select(level => (byte)Math.Clamp(128 + contrast * (level - 128) + more, 0, 255))];
        return frame with { Photo = Photo.FromGrey(frame.Photo.Width, frame.Photo.Height, levels) };
    }
}

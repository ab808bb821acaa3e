using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

/// <summary>How the texture check joins what it sees in frames.</summary>
public sealed class TextureCheckTests : IDisposable
{
    private const byte Bright = 140, Dark = 116, Grey = 128;

    private static readonly TextureOptions s_options = new();

    private readonly SpoofNetwork _network = TinySpoof.Load();

    public void Dispose() => _network.Dispose();

    [Fact]
    public void Result_NothingSeen_IsUnsureWithoutScore()
    {
        using var check = new TextureCheck(_network);
        check.Add(TinySpoof.Frame(0, Bright, hasFace: false));

        Assert.Equal((CheckNames.Texture, null, LivenessVerdict.Unsure, false), (check.Result.Name, check.Result.Score, check.Result.Verdict, check.Result.IsSettled));
        Assert.NotEmpty(check.Result.Reasons);
    }

    [Theory]
    [InlineData(Bright, LivenessVerdict.Live)]
    [InlineData(Dark, LivenessVerdict.Spoof)]
    [InlineData(Grey, LivenessVerdict.Unsure)]
    public void Result_OnePhoto_HasAVerdictButIsNotSettled(byte level, LivenessVerdict verdict)
    {
        var result = After(level);

        Assert.Equal(verdict, result.Verdict);
        Assert.NotNull(result.Score);
        Assert.False(result.IsSettled);
        Assert.NotEmpty(result.Reasons);
    }

    [Fact]
    public void Result_EnoughFrames_SettlesWithoutReasonsWhereLive()
    {
        Assert.False(After(Enumerable.Repeat(Bright, s_options.FramesToSettle - 1)).IsSettled);
        var result = After(Enumerable.Repeat(Bright, s_options.FramesToSettle));

        Assert.True(result.IsSettled);
        Assert.Equal(LivenessVerdict.Live, result.Verdict);
        Assert.Empty(result.Reasons);
    }

    [Fact]
    public void Result_AFewLuckyFrames_DoNotChangeIt()
    {
        // One frame in five looks live.
        var result = After(Enumerable.Range(0, 20).Select(i => i % 5 == 0 ? Bright : Dark));

        Assert.Equal(LivenessVerdict.Spoof, result.Verdict);
        Assert.Equal(After(Enumerable.Repeat(Dark, 20)).Score!.Value, result.Score!.Value, 6);
    }

    [Fact]
    public void Result_AttackThatBeginsLater_Counts() =>
        Assert.Equal(LivenessVerdict.Spoof, After(Enumerable.Repeat(Bright, 200).Concat(Enumerable.Repeat(Dark, s_options.MostFrames))).Verdict);

    [Fact]
    public void Result_GreyPictures_CannotBeToldAndForgetWhatWasSeenInColour()
    {
        using var check = Check(Enumerable.Repeat(Bright, 20));
        check.Add(TinySpoof.Frame(20, Bright, isGrey: true));

        Assert.Equal((null, LivenessVerdict.Unsure, false), (check.Result.Score, check.Result.Verdict, check.Result.IsSettled));
        Assert.Contains("no colour", Assert.Single(check.Result.Reasons));
    }

    [Fact]
    public void Reset_AfterLiveFrames_NothingIsLeftOfThem()
    {
        using var check = Check(Enumerable.Repeat(Bright, 20));
        check.Reset();

        Assert.Null(check.Result.Score);
        check.Add(TinySpoof.Frame(21, Dark));
        Assert.Equal(LivenessVerdict.Spoof, check.Result.Verdict);
    }

    [Fact]
    public void Result_FaceTooSmall_SaysWhatToDo()
    {
        using var check = new TextureCheck(_network);
        var frame = TinySpoof.Frame(0, Bright);
        check.Add(frame with { Face = frame.Face! with { Box = new(180, 180, 30, 30) } });

        Assert.Contains("come closer", Assert.Single(check.Result.Reasons));
    }

    private CheckResult After(params IEnumerable<byte> levels)
    {
        using var check = Check(levels);
        return check.Result;
    }

    private TextureCheck Check(IEnumerable<byte> levels)
    {
        var check = new TextureCheck(_network);
        foreach (var (i, level) in levels.Index())
            check.Add(TinySpoof.Frame(i, level));
        return check;
    }
}

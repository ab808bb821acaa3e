using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.Liveness;

public class MotionCheckTests
{
    private static double Sway(double time, double hertz = 0.5) => Math.Sin(2 * Math.PI * hertz * time);

    [Theory, InlineData(true), InlineData(false)]
    public void Result_NothingMoves_IsUnsureAndSettled(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 2, time => MadeView.At(time)));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
        Assert.True(check.Result.IsSettled);
        Assert.Equal("The head hardly turned in the last seconds.", Assert.Single(check.Result.Reasons));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Result_HeadTurnsBeforeARoom_IsLive(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 6 * Sway(time), yaw: 18 * Sway(time))));

        Assert.Equal(LivenessVerdict.Live, check.Result.Verdict);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Result_HeadThatTurnedAndThenRests_StaysLiveForAWhile(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 6 * Sway(time), yaw: 18 * Sway(time))));
        Watch(check, MadeView.Film(3, 9, time => MadeView.At(time)));
        Assert.Equal((LivenessVerdict.Live, 0), (check.Result.Verdict, check.Result.Reasons.Count));

        Watch(check, MadeView.Film(9, 17, time => MadeView.At(time)));
        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_HeadThatTurnedAndWasLost_IsAskedAgain()
    {
        using var check = Create(flow: false);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 6 * Sway(time), yaw: 18 * Sway(time))));
        check.Reset();
        Watch(check, MadeView.Film(3.2, 5, time => MadeView.At(time)));

        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Result_HeadThatTurnedAndThenGoesAlongWithASheet_IsNoLongerLive()
    {
        using var check = Create(flow: false);
        Watch(check, MadeView.Film(0, 2, time => MadeView.At(time, yaw: 18 * Sway(time), isSheet: true)));
        Watch(check, MadeView.Film(2, 5, time => MadeView.At(time, x: 160 + 14 * Sway(time), isSheet: true)));

        Assert.NotEqual(LivenessVerdict.Live, check.Result.Verdict);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Result_PhotoThatMoves_IsSpoof(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 14 * Sway(time), y: 100 + 5 * Sway(time, 0.7), isSheet: true)));

        Assert.Equal(LivenessVerdict.Spoof, check.Result.Verdict);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Result_HeadThatTurnsOnASheetThatMoves_IsSpoof(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 4, time => MadeView.At(time, x: 160 + 14 * Sway(time), yaw: 12 * Sway(time, 0.4), isSheet: true)));

        Assert.Equal(LivenessVerdict.Spoof, check.Result.Verdict);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Result_HeadThatTurnsBeforeACameraThatMoves_IsNotSpoof(bool flow)
    {
        using var check = Create(flow);
        Watch(check, MadeView.Film(0, 4, time => MadeView.At(time, x: 160 + 14 * Sway(time), yaw: 14 * Sway(time, 0.4), room: 14 * Sway(time))));

        Assert.NotEqual(LivenessVerdict.Spoof, check.Result.Verdict);
    }

    [Fact]
    public void Result_PhotoThatIsThenHeldStill_StaysSpoofForAWhileAndIsThenJudgedAnew()
    {
        using var check = Create(flow: false);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 14 * Sway(time), isSheet: true)));
        Watch(check, MadeView.Film(3, 11, time => MadeView.At(time, isSheet: true)));
        Assert.Equal(LivenessVerdict.Spoof, check.Result.Verdict);

        Watch(check, MadeView.Film(11, 18, time => MadeView.At(time, isSheet: true)));
        Assert.Equal(LivenessVerdict.Unsure, check.Result.Verdict);
    }

    [Fact]
    public void Reset_WhatSpokeAgainstThem_IsKept()
    {
        using var check = Create(flow: false);
        Watch(check, MadeView.Film(0, 3, time => MadeView.At(time, x: 160 + 14 * Sway(time), isSheet: true)));
        check.Reset();
        Watch(check, MadeView.Film(3.2, 4, time => MadeView.At(time)));

        Assert.Equal(LivenessVerdict.Spoof, check.Result.Verdict);
    }

    [Theory, InlineData("headpose-a"), InlineData("headpose-b"), InlineData("turning-live")]
    public void Result_FilmedPerson_IsNeverSpoof(string clip)
    {
        string path = TestData.Require($"videos/{clip}.mp4");
        using var detector = ModelPack.Builtin().CreateDetector();
        using var file = new VideoFileSource(path);
        using MotionCheck with = Create(flow: true), without = Create(flow: false);
        var seen = new HashSet<LivenessVerdict>();
        while (file.Read() is { } frame)
        {
            if (!with.Wants(frame.Time))
                continue;
            var seenFrame = new LivenessFrame(frame.Photo, frame.Time, detector.Detect(frame.Photo).MaxBy(face => face.Box.Area));
            with.Add(seenFrame);
            without.Add(seenFrame);
            seen.UnionWith([with.Result.Verdict, without.Result.Verdict]);
        }

        Assert.DoesNotContain(LivenessVerdict.Spoof, seen);
    }

    private static MotionCheck Create(bool flow) => new(flow ? new LucasKanadeTracker() : null);

    private static void Watch(MotionCheck check, IEnumerable<LivenessFrame> frames)
    {
        foreach (var frame in frames)
            check.Add(frame);
    }
}

using Semblance.Liveness;
using Semblance.Training.Motion;

namespace Semblance.Training.Tests.Motion;

public class MotionEvaluationTests
{
    private static readonly TimeSpan s_moment = TimeSpan.FromSeconds(0.2);

    [Fact]
    public void PlanarAttack_OfOneSeed_IsTheSameAndShowsTheFace()
    {
        string path = TestData.Require("videos/headpose-b.mp4");
        using var detector = ModelPack.Builtin().CreateDetector();
        var clip = PersonClip.Read(path, detector);
        var room = new Rooms(TestData.Root).Draw(new Random(1));
        var setting = PlanarSetting.Draw(new Random(2)) with { EyeDistance = 60 };
        using PlanarAttack one = new(clip, PlanarKind.Still, room, setting, 3), same = new(clip, PlanarKind.Still, room, setting, 3), other = new(clip, PlanarKind.Still, room, setting, 4);
        var frames = one.Frames(s_moment).ToList();

        Assert.Equal(6, frames.Count);
        Assert.Equal(frames[5].Photo.Rgb.ToArray(), same.Frames(s_moment).Last().Photo.Rgb.ToArray());
        Assert.NotEqual(frames[5].Photo.Rgb.ToArray(), other.Frames(s_moment).Last().Photo.Rgb.ToArray());
        Assert.NotNull(PersonClip.Largest(detector, frames[5].Photo));
    }

    [Fact]
    public void HandPath_WithoutAnyAmount_RestsAndOtherwiseMoves()
    {
        var rest = new HandPath(new Random(1), 0, 0, 0);
        var moving = new HandPath(new Random(1), 0.2, 10, 0.003);

        Assert.Equal(rest.At(0), rest.At(1.3));
        Assert.NotEqual(moving.At(0), moving.At(1.3));
        Assert.All(Enumerable.Range(0, 200), i => Assert.InRange(moving.At(i / 30.0).X, -0.45, 0.45));
    }

    [Fact]
    public void Run_OneClip_GivesBothChecksTheSamePresentations()
    {
        TestData.Require("videos/headpose-a.mp4");
        var lines = new List<string>();
        var presentations = MotionEvaluation.Run(TestData.Root, new MotionOptions(), lines.Add, seeds: 1, only: ["headpose-a"]).Select(trial => trial.Presentation).ToList();

        Assert.Equal(5, lines.Count);
        Assert.Equal(5, presentations.Count(one => one.Check == MotionEvaluation.WithFlow));
        Assert.Equal(5, presentations.Count(one => one.Check == MotionEvaluation.WithoutFlow));
        Assert.All(presentations.Where(one => one.Attack is null), one => Assert.NotEqual(LivenessVerdict.Spoof, one.Verdict));
        Assert.All(presentations.Where(one => one.Attack == MotionEvaluation.Still), one => Assert.Equal(LivenessVerdict.Spoof, one.Verdict));
        Assert.All(presentations.Where(one => one.Attack == MotionEvaluation.AtRest), one => Assert.NotEqual(LivenessVerdict.Live, one.Verdict));
    }
}

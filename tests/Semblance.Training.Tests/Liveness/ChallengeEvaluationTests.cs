using Semblance.Training.Liveness;

namespace Semblance.Training.Tests.Liveness;

public class ChallengeEvaluationTests
{
    [Fact]
    public void EveryChallenge_AllOfThem_DifferAndNeverAskForOneTurnTwiceRunning()
    {
        var source = new EveryChallenge(first: 5);

        var sequences = Enumerable.Range(0, EveryChallenge.Count).Select(_ => source.NextTurns().Turns.Select(turn => turn.Direction).ToArray()).ToList();

        Assert.Equal(36, sequences.Select(turns => string.Join(' ', turns)).Distinct().Count());
        Assert.All(sequences, turns => Assert.True(turns[0] != turns[1] && turns[1] != turns[2]));
        Assert.Equal(sequences[0], source.NextTurns().Turns.Select(turn => turn.Direction));
    }

    [Fact]
    public void Run_TheClipOfTurns_IsLiveAskedForThoseAndHardlyEverForOthers()
    {
        var clip = LivenessClip.All(Path.GetDirectoryName(TestData.Require("videos"))!).Single(clip => clip.Name == "turning-live");
        using var engine = Builtin();

        var presentations = ChallengeEvaluation.Run([clip], engine, (_, _) => { });

        Assert.Equal(LivenessVerdict.Live, presentations.Single(one => one.Attack is null).Verdict);
        var attacks = presentations.Where(one => one.Attack is not null).ToList();
        Assert.Equal(EveryChallenge.Count, attacks.Count);
        // He turns left and right in turns, so the sequences of just these are his, and only they.
        Assert.InRange(attacks.Count(one => one.Verdict == LivenessVerdict.Live), 0, 6);
        Assert.DoesNotContain(attacks, one => one.Verdict == LivenessVerdict.Spoof);
    }

    [Fact]
    public void All_ClipsOfOnePerson_ShareTheSubject()
    {
        var clips = LivenessClip.All(Path.GetDirectoryName(TestData.Require("videos"))!);

        Assert.Equal("screen replay", clips.Single(clip => clip.Attack is not null).Attack);
        Assert.Single(clips.Where(clip => clip.Name.StartsWith("turning", StringComparison.Ordinal)).Select(clip => clip.Subject).Distinct());
        Assert.Equal(clips.Count - 1, clips.Select(clip => clip.Subject).Distinct().Count());
    }

    private static FaceEngine Builtin()
    {
        var pack = ModelPack.Load(ModelPack.BuiltinFolder);
        return pack.Start(pack.CreateDetector());
    }
}

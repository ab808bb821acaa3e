using Semblance.Liveness;
using Semblance.Sessions;
using Semblance.Tests.Liveness;

namespace Semblance.Tests.Sessions;

/// <summary>Somebody who is spared the light makes five turns, whenever they say so. By a made head that does what it is asked.</summary>
public sealed class SpareLightTests
{
    // Something changes in the face all the time, as people's do.
    private static readonly Photo[] s_pictures = [Waves(0.11), Waves(0.14)];

    [Theory]
    [InlineData("look")]
    [InlineData("turn")]
    [InlineData("light")]
    public void NoLight_AtAnyPhase_IsLiveAfterFiveTurns(string phase)
    {
        using var engine = Engine();
        using var liveness = Begin(engine);
        bool isSpared = false;
        int steps = 0;

        Act(liveness, progress =>
        {
            if (!isSpared && progress.Phase == phase)
            {
                liveness.SpareLight();
                isSpared = true;
            }
            steps = Math.Max(steps, progress.Turn?.Step ?? 0);
        });

        Assert.True(isSpared);
        Assert.Equal(SessionLiveness.TurnsWithoutLight, steps);
        Assert.Equal((LivenessPolicy.Challenge, LivenessVerdict.Live), (liveness.Result.Policy, liveness.Result.Verdict));
        Assert.DoesNotContain(liveness.Result.Checks, check => check.Name == CheckNames.Light);
        // What was on its way is passed over.
        liveness.Painted(1, 0, TimeSpan.FromMilliseconds(1));
        Assert.Equal(LivenessVerdict.Live, liveness.Result.Verdict);
    }

    [Fact]
    public void Light_ThatIsNotSpared_IsWaitedFor()
    {
        using var engine = Engine();
        using var liveness = Begin(engine);

        Act(liveness, _ => { });

        Assert.Equal((LivenessPolicy.ChallengeAndLight, LivenessVerdict.Unsure), (liveness.Result.Policy, liveness.Result.Verdict));
        Assert.True(liveness.IsFailed);
    }

    [Fact]
    public void Further_FromASourceOfOneDirection_IsRefusedAndNotWaitedFor()
    {
        var challenges = new SessionChallenges(new GivenChallenges([HeadDirection.Left]));
        challenges.NextTurns();

        Assert.Throws<InvalidOperationException>(() => challenges.Further(2));
    }

    // Not quite grey: what has no colour cannot be live.
    private static Photo Waves(double frequency) =>
        Photo.FromRgb(320, 240, [.. Enumerable.Range(0, 3 * 320 * 240).Select(i => (byte)(128 + 30 * Math.Sin(frequency * (i / 3 % 320)) * Math.Sin(frequency * (i / 960)) + 10 * (1 - i % 3)))]);

    private static LivenessEngine Engine() => new(
        new SpoofNetwork(TinySpoof.Model(grey: -1000), TinySpoof.Thresholds), options: LivenessOptions.Default with { Challenge = new ChallengeOptions { LeastChange = 0 } });

    private static SessionLiveness Begin(LivenessEngine engine)
    {
        var challenges = new SessionChallenges(new RandomChallenges());
        return new SessionLiveness(engine.Begin(LivenessPolicy.ChallengeAndLight, challenges), challenges);
    }

    // For 60 seconds at 20 frames a second: a head that follows what it is told, at 60 degrees a second.
    private static void Act(SessionLiveness liveness, Action<SessionPrompt> told)
    {
        double yaw = 0, pitch = 0;
        for (int i = 0; i < 1200 && liveness.Result.Verdict != LivenessVerdict.Live; i++)
        {
            var (toYaw, toPitch) = liveness.Prompt!.Turn?.Direction switch
            {
                "left" => (30.0, 0.0), "right" => (-30, 0), "up" => (0, 24), "down" => (0, -24), _ => (0, 0),
            };
            (yaw, pitch) = (yaw + Math.Clamp(toYaw - yaw, -3, 3), pitch + Math.Clamp(toPitch - pitch, -3, 3));
            var frame = MadeFrames.Head(i * 0.05, yaw, pitch, x: 160, y: 110);
            liveness.Add(frame with { Photo = s_pictures[i % 2] });
            told(liveness.Prompt!);
        }
    }
}

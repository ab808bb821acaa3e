using Semblance.Liveness;
using Semblance.Tests.Recognition;

namespace Semblance.Tests.Liveness;

/// <summary>Frames of a head that is not there: checks that live on landmarks and times need no pixels.</summary>
internal static class MadeFrames
{
    private static readonly Photo s_grey = Photo.FromGrey(320, 240, Enumerable.Repeat((byte)128, 320 * 240).ToArray());

    /// <summary>A head that looks somewhere at a time in seconds.</summary>
    public static LivenessFrame Head(double time, double yaw = 0, double pitch = 0, double x = 100, double y = 100, Embedding? embedding = null)
    {
        var landmarks = MadeHead.Project(yaw, pitch, 0, 2, x, y);
        return new LivenessFrame(s_grey, TimeSpan.FromSeconds(time), new Face(new Box((float)x - 60, (float)y - 50, 120, 160), 0.9f, landmarks), embedding);
    }

    /// <summary>Nobody.</summary>
    public static LivenessFrame Nobody(double time) => new(s_grey, TimeSpan.FromSeconds(time), null);
}

/// <summary>Challenges that a test gives: one after another, the last one for ever.</summary>
internal sealed class GivenChallenges(params HeadDirection[][] challenges) : IChallengeSource
{
    private int _given;

    public int Given => _given;

    public HeadChallenge NextTurns() =>
        new([.. challenges[Math.Min(_given++, challenges.Length - 1)].Select(direction => new HeadTurn(direction, direction is HeadDirection.Left or HeadDirection.Right ? 18 : 12))]);

    public LightSequence NextLight() => throw new NotSupportedException("These tests have no light.");
}

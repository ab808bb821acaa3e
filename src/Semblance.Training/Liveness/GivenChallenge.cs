using Semblance.Liveness;

namespace Semblance.Training.Liveness;

/// <summary>Always the same head turns: those that somebody in a clip makes.</summary>
internal sealed class GivenChallenge(params HeadDirection[] directions) : IChallengeSource
{
    public HeadChallenge NextTurns() => EveryChallenge.Of(directions);

    public LightSequence NextLight() => throw new NotSupportedException("No colours are shown here.");
}

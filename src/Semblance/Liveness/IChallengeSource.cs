namespace Semblance.Liveness;

/// <summary>Where challenges come from. Safe for several threads.</summary>
internal interface IChallengeSource
{
    /// <summary>Makes a challenge that was never given before, as far as chance allows.</summary>
    HeadChallenge NextTurns();

    /// <summary>Makes a sequence of colours.</summary>
    LightSequence NextLight();
}

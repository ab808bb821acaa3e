namespace Semblance.Liveness;

/// <summary>A way to turn the head. Left and right are the person's own.</summary>
public enum HeadDirection
{
    /// <summary>To the person's left: the nose moves to the right of the picture.</summary>
    Left,

    /// <summary>To the person's right.</summary>
    Right,

    /// <summary>The chin is raised.</summary>
    Up,

    /// <summary>The chin is lowered.</summary>
    Down,
}

/// <summary>One step of a challenge.</summary>
/// <param name="Direction">Where to.</param>
/// <param name="Degrees">How far at least, from looking straight ahead, as <see cref="Recognition.HeadPose"/> measures; over 0.</param>
public sealed record HeadTurn(HeadDirection Direction, double Degrees);

/// <summary>Head turns in an order that nobody could foresee. Good once.</summary>
/// <param name="Turns">At least one; no two neighbours alike.</param>
public sealed record HeadChallenge(IReadOnlyList<HeadTurn> Turns);

/// <summary>A colour that fills the screen for a while.</summary>
/// <param name="Red">0 to 255, as the page paints it (sRGB).</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct LightColour(byte Red, byte Green, byte Blue);

/// <summary>Colours in an order that nobody could foresee, each for the same time. Good once.</summary>
/// <param name="Colours">No two neighbours alike.</param>
/// <param name="Each">How long each is shown: never under a third of a second (WCAG 2.2, 2.3.1: no more than three flashes a second).</param>
public sealed record LightSequence(IReadOnlyList<LightColour> Colours, TimeSpan Each);

/// <summary>Where challenges come from. Safe for several threads.</summary>
public interface IChallengeSource
{
    /// <summary>Makes a challenge that was never given before, as far as chance allows.</summary>
    HeadChallenge NextTurns();

    /// <summary>Makes a sequence of colours.</summary>
    LightSequence NextLight();
}

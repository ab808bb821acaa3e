namespace Semblance.Liveness;

/// <summary>A way to turn the head. Left and right are the person's own.</summary>
internal enum HeadDirection
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
/// <param name="Degrees">How far at least, from looking straight ahead, as <see cref="HeadPose"/> measures; over 0.</param>
internal sealed record HeadTurn(HeadDirection Direction, double Degrees);

/// <summary>Head turns in an order that nobody could foresee. Good once.</summary>
/// <param name="Turns">At least one; no two neighbours alike.</param>
internal sealed record HeadChallenge(IReadOnlyList<HeadTurn> Turns);

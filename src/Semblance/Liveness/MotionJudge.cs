namespace Semblance.Liveness;

/// <summary>What was measured of the movement in the last seconds; lengths in eye distances.</summary>
/// <param name="Travel">Of the nose against the plane of eyes and mouth.</param>
/// <param name="Noise">By how much <paramref name="Travel"/> may be off.</param>
/// <param name="BendSteps">Comparisons of the face's points.</param>
/// <param name="Bend">By how much they missed a plane's movement, as a share of how far they moved.</param>
/// <param name="BendMoved">How far they moved.</param>
/// <param name="AroundSteps">Comparisons of what is around the face.</param>
/// <param name="AroundMoved">How far that moved.</param>
/// <param name="Follows">By how much the face follows it; 1 is as far.</param>
/// <param name="Near">What the cells near the face say.</param>
/// <param name="Far">What those at the picture's border say.</param>
internal readonly record struct MotionSigns(
    double Travel, double Noise, int BendSteps, double Bend, double BendMoved, int AroundSteps, double AroundMoved, double Follows, SurroundingsEvidence.Tally Near, SurroundingsEvidence.Tally Far)
{
    /// <summary>Where the whole picture moves it may be the camera that moves.</summary>
    public bool MayBeCamera(MotionOptions limits) => !Far.Rests(limits.RestCells, below: limits.RestMean);

    /// <summary>Whether the face goes along with what is around it as something that is held up does.</summary>
    public bool FollowsAsHeld(MotionOptions limits) => AroundSteps >= limits.HeldSteps && Follows > limits.HeldFollows && Follows < limits.HeldFollowsMost;
}

/// <summary>What movement amounts to.</summary>
internal static class MotionJudge
{
    /// <summary>Why it is that of a flat picture; null where it is not shown to be one.</summary>
    public static string? Flatness(MotionSigns signs, MotionOptions limits)
    {
        bool isFlat = signs.MayBeCamera(limits) ? IsStill(signs, limits) : IsFlat(signs, limits);
        if (isFlat)
            return "The face moved like a flat picture.";
        return signs.FollowsAsHeld(limits) && (IsHeld(signs, limits) || HasEdge(signs, limits)) ? "The face moved together with what is around it, before a background that did not." : null;
    }

    /// <summary>Whether the nose travels against the plane of eyes and mouth as that of a head that turns.</summary>
    public static bool Turns(MotionSigns signs, MotionOptions limits) => signs.Travel > limits.LiveTravel && signs.Travel > limits.LiveTimesNoise * signs.Noise;

    /// <summary>Whether the face goes along with what is around it.</summary>
    public static bool GoesAlong(MotionSigns signs, MotionOptions limits) =>
        signs.Near.Says(limits.AlongCells, above: limits.AlongMean) || signs.AroundMoved > limits.AlongMoved && signs.Follows > limits.AlongFollows;

    /// <summary>Whether it is that of a head.</summary>
    public static bool IsHead(MotionSigns signs, MotionOptions limits) => Turns(signs, limits) && !GoesAlong(signs, limits);

    /// <summary>Why it is not known to be that of a head. Only turning tells: a head that only sways moves as a picture does.</summary>
    public static string WhyUnsure(MotionSigns signs, MotionOptions limits) =>
        Turns(signs, limits) ? "What is around the face moves along with it, as it does with a picture that is held up; hold the camera still."
        : signs.Travel > limits.LiveTravel ? "The picture is too unsteady to see whether the head turns; more light may help."
        : signs.Travel < limits.HardlyMoved ? "The head hardly turned in the last seconds."
        : "The head turned too little in the last seconds to tell it from a picture.";

    private static bool IsFlat(MotionSigns signs, MotionOptions limits) => signs.BendSteps >= limits.FlatSteps && signs.Bend < limits.FlatBend;

    // Where the camera may move, only a face without any movement of its own is flat.
    private static bool IsStill(MotionSigns signs, MotionOptions limits) => signs.BendSteps >= limits.StillSteps && signs.Bend < limits.StillBend && signs.BendMoved > limits.StillMoved;

    // Most of what is near goes along, and what is farther out rests.
    private static bool IsHeld(MotionSigns signs, MotionOptions limits) =>
        signs.Near.Says(limits.HeldNearCells, above: limits.HeldNearMean) && signs.Far.Rests(limits.HeldFarCells, below: limits.HeldFarMean);

    // A narrow edge is all that is held up: some of it goes along on both sides, while what is farther out clearly rests.
    private static bool HasEdge(MotionSigns signs, MotionOptions limits) =>
        signs.Near.Says(limits.EdgeNearCells, above: limits.EdgeNearMean) && signs.Near.Left >= limits.EdgeSideCells && signs.Near.Right >= limits.EdgeSideCells
        && signs.Far.Rests(limits.EdgeFarCells, below: limits.EdgeFarMean) && signs.AroundMoved > limits.EdgeMoved && signs.Follows > limits.EdgeFollows;
}

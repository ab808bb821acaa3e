namespace Semblance.Liveness;

/// <summary>What points that were followed say between two frames about half a second apart. Lengths in eye distances.</summary>
/// <param name="Time">Of the later frame.</param>
/// <param name="IsApart">Whether what is around the face moves otherwise than what is farther out; false: all of it moves or rests together, or too little of it can be followed.</param>
/// <param name="Contrast">How far what is around the face moved against the rest (against the camera's picture where there is no rest).</param>
/// <param name="Carried">
/// By how much the face's movement is better explained as carried by what is around it than as independent: near 1 for a held-up medium on the average, also where the face on it moves by
/// itself; below 0 for a head before a background. 0 where nothing around it moves.
/// </param>
/// <param name="Coverage">Share of the points between the face and the outermost one that moves along which move along.</param>
/// <param name="Sectors">In how many of five directions, from left over up to right, something moves along.</param>
/// <param name="FaceBend">By how much they miss the best homography of their own.</param>
/// <param name="FaceMoved">How far the face moved.</param>
internal readonly record struct FlowStep(
    TimeSpan Time, bool IsApart, double Contrast, double Carried, double Coverage, int Sectors, double FaceBend, double FaceMoved);

/// <summary>
/// Points followed through the frames, judged as planes. A held-up medium carries the face and what is printed or shown around it by one homography; behind a head the room stays where it was.
/// </summary>
internal sealed class FlowEvidence
{
    private const int FewestInFace = 10, FewestAround = 5;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(4);

    // What counts as movement, in eye distances; how much of what is around the face, and on how many sides, must go along to be a medium.
    private const double LeastContrast = 0.05, LeastCoverage = 0.6, LeastFaceMoved = 0.08;
    private const int LeastSectors = 3;

    private readonly List<FlowStep> _steps = [];

    /// <summary>What the last frame said; null where nothing could be said.</summary>
    public FlowStep? Last { get; private set; }

    /// <summary>What is around the face moves otherwise than the rest: how many steps say so, and how far they are from independent (0 or less) to carried (1), weighed by how far it moved.</summary>
    public (int Steps, double Mean) Carried { get; private set; }

    /// <summary>The face alone: how many steps show it moving, and by how much its points missed one homography of their own, as a share of how far they moved.</summary>
    public (int Steps, double Mean, double Moved) Rigid { get; private set; }

    /// <summary>Takes what moved up to the next frame.</summary>
    public void Add(TimeSpan time, PointMoves moves)
    {
        Last = Compare(time, moves);
        if (Last is { } step)
            _steps.Add(step);
        _steps.RemoveAll(old => time - old.Time > s_window);
        var carried = _steps.Where(one => one is { IsApart: true, Contrast: >= LeastContrast, Coverage: >= LeastCoverage, Sectors: >= LeastSectors }).ToList();
        double weight = carried.Sum(one => one.Contrast * one.Contrast);
        Carried = (carried.Count, weight > 0 ? carried.Sum(one => one.Carried * one.Contrast * one.Contrast) / weight : 0);
        var moving = _steps.Where(one => one.FaceMoved >= LeastFaceMoved).ToList();
        double moved = moving.Sum(one => one.FaceMoved * one.FaceMoved);
        Rigid = (moving.Count, moved > 0 ? Math.Sqrt(moving.Sum(one => one.FaceBend * one.FaceBend) / moved) : 0, moved > 0 ? Math.Sqrt(moved / moving.Count) : 0);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _steps.Clear();
        (Last, Carried, Rigid) = (null, default, default);
    }

    private static FlowStep? Compare(TimeSpan time, PointMoves moves)
    {
        var (face, around) = (new List<PointPair>(), new List<PointPair>());
        foreach (var pair in moves.Points)
        {
            if (FaceOval.IsFace(pair.X, pair.Y))
                face.Add(pair);
            else if (FaceOval.IsAround(pair.X, pair.Y))
                around.Add(pair);
        }
        if (face.Count < FewestInFace)
            return null;
        double moved = Math.Sqrt(face.Average(PlaneMotion.Rest.SquaredError));
        double faceBend = Bend(PlaneMotion.Fit(face), face);
        if (PlaneMotion.MostCommon(around, moves.Error, FewestAround) is not var (first, agreeing))
            return new FlowStep(time, false, 0, 0, 0, 0, faceBend, moved);

        var others = around.Except(agreeing).ToList();
        var (along, rest, isApart) = (agreeing, PlaneMotion.Rest, false);
        var motion = first;
        if (PlaneMotion.MostCommon(others, moves.Error, FewestAround) is var (second, agreeingToo))
        {
            isApart = true;
            bool isInner = agreeingToo.Average(pair => FaceOval.Radius(pair.X, pair.Y)) < agreeing.Average(pair => FaceOval.Radius(pair.X, pair.Y));
            (motion, along, rest) = isInner ? (second, agreeingToo, first) : (first, agreeing, second);
        }
        double contrast = 0, gain = 0;
        foreach (var pair in face)
        {
            var (x, y) = motion.Apply(pair.X, pair.Y);
            contrast += rest.SquaredError(new PointPair(pair.X, pair.Y, x, y));
            gain += rest.SquaredError(pair) - motion.SquaredError(pair);
        }
        (contrast, gain) = (contrast / face.Count, gain / face.Count);
        double outermost = along.Max(pair => FaceOval.Radius(pair.X, pair.Y));
        double coverage = along.Count / (double)around.Count(pair => FaceOval.Radius(pair.X, pair.Y) <= outermost);
        int sectors = along.Select(pair => Sector(pair.X, pair.Y)).Distinct().Count();
        return new FlowStep(time, isApart, Math.Sqrt(contrast), contrast > 0 ? gain / contrast : 0, coverage, sectors, faceBend, moved);
    }

    // Two thirds of the points err by less.
    private static double Bend(PlaneMotion motion, List<PointPair> pairs)
    {
        var errors = pairs.Select(motion.Error).Order().ToList();
        return errors[errors.Count * 2 / 3];
    }

    // From right of the face over its top to its left; what is far below it is not looked at.
    private static int Sector(double x, double y)
    {
        double angle = Math.Atan2(-y, x);
        if (angle < -Math.PI / 2)
            angle += 2 * Math.PI;
        return Math.Clamp((int)Math.Floor((angle + 0.45) / (Math.PI + 0.9) * 5), 0, 4);
    }
}

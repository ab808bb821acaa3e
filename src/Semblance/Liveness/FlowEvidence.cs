using Semblance.Detection;

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
/// <param name="Bend">By how much the face's points miss one homography that carries them and what is around them.</param>
/// <param name="FaceBend">By how much they miss the best homography of their own.</param>
/// <param name="FaceMoved">How far the face moved.</param>
/// <param name="Face">How many points of the face were followed.</param>
/// <param name="Along">How many around it move along with the innermost of them.</param>
/// <param name="Rest">How many farther out move otherwise, or rest.</param>
internal readonly record struct FlowStep(
    TimeSpan Time, bool IsApart, double Contrast, double Carried, double Coverage, int Sectors, double Bend, double FaceBend, double FaceMoved, int Face, int Along, int Rest);

/// <summary>
/// Points followed through the frames, judged as planes. A held-up medium carries the face and what is printed or shown around it by one homography; behind a head the room stays where it was.
/// </summary>
internal sealed class FlowEvidence
{
    private const int FewestInFace = 10, FewestAround = 5;
    private static readonly TimeSpan s_history = TimeSpan.FromSeconds(0.7), s_least = TimeSpan.FromSeconds(0.25);

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(4);

    // What counts as movement, in eye distances; how much of what is around the face, and on how many sides, must go along to be a medium.
    private const double LeastContrast = 0.05, LeastCoverage = 0.6;
    private const int LeastSectors = 2, FewestAlong = 8;

    private readonly List<Look> _looks = [];
    private readonly List<FlowStep> _steps = [];

    /// <summary>What the last frame said; null where nothing could be said.</summary>
    public FlowStep? Last { get; private set; }

    /// <summary>What is around the face moves otherwise than the rest: how many steps say so, and how far they are from independent (0 or less) to carried (1), weighed by how far it moved.</summary>
    public (int Steps, double Mean) Carried { get; private set; }

    /// <summary>All moves together: how many steps, and by how much the face missed the one plane, as a share of how far it moved.</summary>
    public (int Steps, double Mean) Flat { get; private set; }

    /// <summary>Takes the points of the next frame.</summary>
    /// <param name="time">Of the frame.</param>
    /// <param name="points">All that were followed to it.</param>
    /// <param name="landmarks">Those of the face.</param>
    /// <param name="pixel">How many pixels of the photo are one of those that the points were followed in.</param>
    public void Add(TimeSpan time, IReadOnlyList<TrackedPoint> points, Landmarks landmarks, double pixel)
    {
        _looks.RemoveAll(old => time - old.Time > s_history);
        var now = new Look(time, FaceOval.Of(landmarks), points.ToDictionary(point => point.Id, point => point.At));
        Last = null;
        if (Earlier(now) is { } before)
            Last = Compare(before, now, pixel);
        _looks.Add(now);
        if (Last is { } step)
            _steps.Add(step);
        _steps.RemoveAll(old => time - old.Time > s_window);
        var carried = _steps.Where(one => one is { IsApart: true, Contrast: >= LeastContrast, Coverage: >= LeastCoverage, Sectors: >= LeastSectors }).ToList();
        double weight = carried.Sum(one => one.Contrast * one.Contrast);
        Carried = (carried.Count, weight > 0 ? carried.Sum(one => one.Carried * one.Contrast * one.Contrast) / weight : 0);
        var whole = _steps.Where(one => one is { IsApart: false, Contrast: >= LeastContrast, Along: >= FewestAlong }).ToList();
        Flat = (whole.Count, whole.Count > 0 ? Math.Sqrt(whole.Sum(one => one.Bend * one.Bend) / whole.Sum(one => one.Contrast * one.Contrast)) : 0);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _looks.Clear();
        _steps.Clear();
        (Last, Carried, Flat) = (null, default, default);
    }

    // The look from which the points have moved farthest.
    private Look? Earlier(Look now)
    {
        Look? best = null;
        double farthest = 0;
        foreach (var look in _looks.Where(look => now.Time - look.Time >= s_least))
        {
            double sum = 0;
            int count = 0;
            foreach (var (id, at) in now.Points)
            {
                if (look.Points.TryGetValue(id, out var from) && look.Oval.Holds(from))
                    (sum, count) = (sum + Math.Abs(at.X - from.X) + Math.Abs(at.Y - from.Y), count + 1);
            }
            if (count >= FewestInFace && sum / count > farthest)
                (farthest, best) = (sum / count, look);
        }
        return best;
    }

    private static FlowStep? Compare(Look before, Look now, double pixel)
    {
        double tolerance = 0.7 * pixel / before.Oval.Size;
        var face = new List<PointPair>();
        var around = new List<PointPair>();
        foreach (var (id, from) in before.Points)
        {
            if (!now.Points.TryGetValue(id, out var to))
                continue;
            var (x, y) = before.Oval.Place(from);
            var (toX, toY) = before.Oval.Place(to);
            if (before.Oval.Holds(from))
                face.Add(new PointPair(x, y, toX, toY));
            else if (before.Oval.IsAround(from))
                around.Add(new PointPair(x, y, toX, toY));
        }
        if (face.Count < FewestInFace)
            return null;
        double moved = Math.Sqrt(face.Average(PlaneMotion.Rest.SquaredError));
        double faceBend = Bend(PlaneMotion.Fit(face), face);
        if (PlaneMotion.MostCommon(around, tolerance, FewestAround) is not var (first, agreeing))
            return new FlowStep(now.Time, false, 0, 0, 0, 0, faceBend, faceBend, moved, face.Count, 0, 0);

        var others = around.Except(agreeing).ToList();
        var (along, rest, isApart, restCount) = (agreeing, PlaneMotion.Rest, false, 0);
        var motion = first;
        if (PlaneMotion.MostCommon(others, tolerance, FewestAround) is var (second, agreeingToo))
        {
            isApart = true;
            bool isInner = agreeingToo.Average(pair => FaceOval.Radius(pair.X, pair.Y)) < agreeing.Average(pair => FaceOval.Radius(pair.X, pair.Y));
            (motion, along, rest, restCount) = isInner ? (second, agreeingToo, first, agreeing.Count) : (first, agreeing, second, agreeingToo.Count);
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
        double bend = Bend(PlaneMotion.Fit([.. face, .. along]), face);
        return new FlowStep(now.Time, isApart, Math.Sqrt(contrast), contrast > 0 ? gain / contrast : 0, coverage, sectors, bend, faceBend, moved, face.Count, along.Count, restCount);
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

    private sealed record Look(TimeSpan Time, FaceOval Oval, Dictionary<int, Point> Points);
}

namespace Semblance.Liveness;

/// <summary>
/// Whether the points of a face move as those of a plane. A picture of a face, however it is held, moves by one homography; a head that turns, talks or blinks does not. Two frames of half a
/// second apart are compared at a time, and all comparisons of some seconds are taken together, weighed by how far the face moved.
/// </summary>
internal sealed class FlowEvidence(MotionOptions limits)
{
    private readonly List<(TimeSpan Time, double Moved, double Bend)> _steps = [];

    /// <summary>How many comparisons show the face moving.</summary>
    public int Steps => _steps.Count;

    /// <summary>By how much its points missed the best homography, as a share of how far they moved: some thousandths to hundredths for a picture, about a tenth for a head.</summary>
    public double Bend { get; private set; }

    /// <summary>How far it moved in one comparison (root of the mean square), in eye distances.</summary>
    public double Moved { get; private set; }

    /// <summary>Takes what moved up to the next frame.</summary>
    public void Add(TimeSpan time, PointMoves moves)
    {
        _steps.RemoveAll(old => time - old.Time > limits.BendWindow);
        if (moves.Points.Count >= limits.BendFewestPoints && Math.Sqrt(moves.Points.Average(PlaneMotion.Rest.SquaredError)) is var far && far >= limits.BendLeastMoved)
            _steps.Add((time, far, Miss(moves.Points)));
        double moved = _steps.Sum(step => step.Moved * step.Moved);
        (Bend, Moved) = moved > 0 ? (Math.Sqrt(_steps.Sum(step => step.Bend * step.Bend) / moved), Math.Sqrt(moved / _steps.Count)) : (0, 0);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _steps.Clear();
        (Bend, Moved) = (0, 0);
    }

    // Two thirds of the points miss by less: a few are followed wrongly.
    private static double Miss(IReadOnlyList<PointPair> points)
    {
        var motion = PlaneMotion.Fit(points);
        var errors = points.Select(motion.Error).Order().ToList();
        return errors[errors.Count * 2 / 3];
    }
}

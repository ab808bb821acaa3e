namespace Semblance.Liveness;

/// <summary>Where points of an earlier frame are now.</summary>
/// <param name="Oval">The face in the earlier frame.</param>
/// <param name="Points">Each before and after, in eye distances about the earlier face.</param>
internal sealed record PointMoves(FaceOval Oval, IReadOnlyList<PointPair> Points)
{
    // Movement is judged between frames so far apart: long enough to have moved, short enough to follow.
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(0.7), Shortest = TimeSpan.FromSeconds(0.25);

    /// <summary>A point in the axes of the earlier face.</summary>
    public static PointPair Pair(FaceOval oval, Point from, Point to)
    {
        var (x, y) = oval.Place(from);
        var (toX, toY) = oval.Place(to);
        return new PointPair(x, y, toX, toY);
    }
}

/// <summary>The points a tracker followed over the last moments.</summary>
internal sealed class PointHistory
{
    private const int FewestInFace = 10;

    private readonly List<Look> _looks = [];

    /// <summary>Takes the points of the next frame.</summary>
    /// <returns>How those of the face have moved since the look from which they moved farthest; null where there is no such look.</returns>
    public PointMoves? Add(TimeSpan time, IReadOnlyList<TrackedPoint> points, Landmarks landmarks)
    {
        _looks.RemoveAll(old => time - old.Time > PointMoves.Longest);
        var now = new Look(time, FaceOval.Of(landmarks), points.ToDictionary(point => point.Id, point => point.At));
        var before = Earlier(now);
        _looks.Add(now);
        return before is null ? null : new PointMoves(
            before.Oval, [.. before.Points.Where(from => before.Oval.Holds(from.Value) && now.Points.ContainsKey(from.Key)).Select(from => PointMoves.Pair(before.Oval, from.Value, now.Points[from.Key]))]);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset() => _looks.Clear();

    private Look? Earlier(Look now)
    {
        Look? best = null;
        double farthest = 0;
        foreach (var look in _looks.Where(look => now.Time - look.Time >= PointMoves.Shortest))
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

    private sealed record Look(TimeSpan Time, FaceOval Oval, Dictionary<int, Point> Points);
}

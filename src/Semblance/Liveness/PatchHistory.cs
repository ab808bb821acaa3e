using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// Finds patches of a face again without OpenCV: the landmarks say about where a patch of the face must be now, and from there it
/// is aligned by Gauss-Newton steps (Lucas and Kanade 1981).
/// </summary>
internal sealed class PatchHistory
{
    private const int Half = 4, Step = 5, Rounds = 6;

    // Grey levels squared: a patch must have structure in both directions, or it slides along an edge.
    private const double LeastStructure = 20;

    // What may remain of its variance when it was found.
    private const double MostLeft = 0.15;

    // Reduced pixels from where the landmarks say.
    private const float MostOff = 6;

    private readonly List<(TimeSpan Time, MotionImage Image, Landmarks Landmarks, FaceOval Oval)> _looks = [];

    /// <summary>Takes the next frame.</summary>
    /// <returns>How patches of the face have moved since the look from which the face moved farthest; null where there is no such look.</returns>
    public PointMoves? Add(TimeSpan time, MotionImage image, Landmarks landmarks)
    {
        _looks.RemoveAll(old => time - old.Time > PointMoves.Longest || old.Image.Width != image.Width || old.Image.Height != image.Height);
        var reduced = image.Reduce(landmarks);
        var oval = FaceOval.Of(reduced);
        var candidates = _looks.Where(look => time - look.Time >= PointMoves.Shortest).ToList();
        _looks.Add((time, image, reduced, oval));
        if (candidates.Count == 0)
            return null;
        var before = candidates.MaxBy(look => Distance(look.Landmarks, reduced));
        var carry = SimilarityTransform.Between(before.Landmarks.ToList(), reduced.ToList());
        var moves = new List<PointPair>();
        for (int y = Half + 1; y < image.Height - Half - 1; y += Step)
        {
            for (int x = Half + 1; x < image.Width - Half - 1; x += Step)
            {
                var from = new Point(x, y);
                if (!before.Oval.Holds(from))
                    continue;
                var (toX, toY) = carry.Apply(x, y);
                if (Find(before.Image, image, x, y, (float)toX, (float)toY) is { } to)
                    moves.Add(PointMoves.Pair(before.Oval, from, to));
            }
        }
        return new PointMoves(before.Oval, moves);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset() => _looks.Clear();

    // Where a patch is now, beginning where it may be; null where it has no structure or is not found.
    private static Point? Find(MotionImage before, MotionImage now, int x, int y, float startX, float startY)
    {
        double xx = 0, xy = 0, yy = 0, sum = 0, squares = 0;
        const int count = (2 * Half + 1) * (2 * Half + 1);
        for (int v = y - Half; v <= y + Half; v++)
        {
            for (int u = x - Half; u <= x + Half; u++)
            {
                double gx = (before[u + 1, v] - before[u - 1, v]) / 2, gy = (before[u, v + 1] - before[u, v - 1]) / 2, level = before[u, v];
                (xx, xy, yy, sum, squares) = (xx + gx * gx, xy + gx * gy, yy + gy * gy, sum + level, squares + level * level);
            }
        }
        double mean = sum / count, variance = squares / count - mean * mean, determinant = xx * yy - xy * xy;
        if ((xx + yy - Math.Sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2 < LeastStructure * count / 4)
            return null;
        var (toX, toY, left) = (startX, startY, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            if (!now.Holds(toX - Half, toY - Half) || !now.Holds(toX + Half, toY + Half))
                return null;
            double ex = 0, ey = 0, total = 0, square = 0, slopeX = 0, slopeY = 0;
            for (int v = -Half; v <= Half; v++)
            {
                for (int u = -Half; u <= Half; u++)
                {
                    double difference = before[x + u, y + v] - now.Sample(toX + u, toY + v);
                    double gx = (before[x + u + 1, y + v] - before[x + u - 1, y + v]) / 2, gy = (before[x + u, y + v + 1] - before[x + u, y + v - 1]) / 2;
                    (ex, ey, total, square) = (ex + gx * difference, ey + gy * difference, total + difference, square + difference * difference);
                    (slopeX, slopeY) = (slopeX + gx, slopeY + gy);
                }
            }
            // Less the mean difference: exposure changes.
            (ex, ey) = (ex - slopeX * total / count, ey - slopeY * total / count);
            left = square / count - total / count * (total / count);
            double dx = (yy * ex - xy * ey) / determinant, dy = (xx * ey - xy * ex) / determinant;
            if (dx * dx + dy * dy > 4)
                return null;
            (toX, toY) = (toX + (float)dx, toY + (float)dy);
            if (dx * dx + dy * dy < 0.0004)
                break;
        }
        bool isNear = Math.Abs(toX - startX) <= MostOff && Math.Abs(toY - startY) <= MostOff;
        return isNear && left < MostLeft * variance ? new Point(toX, toY) : null;
    }

    private static double Distance(Landmarks a, Landmarks b)
    {
        var (p, q) = (MotionScale.Centre(a), MotionScale.Centre(b));
        return (p.X - q.X) * (p.X - q.X) + (p.Y - q.Y) * (p.Y - q.Y);
    }
}

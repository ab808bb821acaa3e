using Semblance.Detection;
using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// Whether what stands around the face moves with it, as paper, a screen's frame and a hand do, or stays where it was, as a room does behind a head. Two frames are compared between which the
/// face moved: each cell of the picture is explained by the earlier frame once as it was and once carried by the face's own movement. Nothing is tracked, so edges and faint patterns
/// count as well as corners, and no OpenCV is needed. Hair lies close and shoulders below: neither is looked at.
/// </summary>
internal sealed class SurroundingsEvidence
{
    private const int Cell = 8, Border = 14;

    // A cell says something where carrying it with the face would change it by this much on average, in grey levels squared.
    private const double LeastChange = 4;

    private static readonly TimeSpan s_history = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3);

    private readonly List<(TimeSpan Time, MotionImage Image, Landmarks Landmarks)> _frames = [];
    private readonly List<(TimeSpan Time, Tally Near, Tally Far)> _tallies = [];

    /// <summary>What the cells near the face say.</summary>
    public Tally Near { get; private set; }

    /// <summary>What the cells at the picture's border say.</summary>
    public Tally Far { get; private set; }

    /// <summary>How far the face moved between the frames that were compared last, in eye distances.</summary>
    public double Moved { get; private set; }

    /// <summary>Takes the next frame.</summary>
    public void Add(TimeSpan time, MotionImage image, Landmarks landmarks)
    {
        _frames.RemoveAll(old => time - old.Time > s_history || old.Image.Width != image.Width || old.Image.Height != image.Height);
        _tallies.RemoveAll(old => time - old.Time > s_window);
        var reduced = image.Reduce(landmarks);
        if (Earlier(reduced) is { } earlier)
            Compare(time, earlier.Image, earlier.Landmarks, image, reduced);
        _frames.Add((time, image, reduced));
        Near = Tally.Sum(_tallies.Select(old => old.Near));
        Far = Tally.Sum(_tallies.Select(old => old.Far));
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _frames.Clear();
        _tallies.Clear();
        (Near, Far, Moved) = (default, default, 0);
    }

    // The frame of the last second from which the face has moved farthest; none where it hardly moved.
    private (TimeSpan Time, MotionImage Image, Landmarks Landmarks)? Earlier(Landmarks now)
    {
        double size = MotionScale.Of(now), farthest = Math.Max(1.2, 0.04 * size);
        (TimeSpan, MotionImage, Landmarks)? best = null;
        Moved = 0;
        foreach (var frame in _frames)
        {
            double moved = Distance(MotionScale.Centre(frame.Landmarks), MotionScale.Centre(now));
            if (moved > farthest && moved < size)
                (farthest, best, Moved) = (moved, frame, moved / size);
        }
        return best;
    }

    private void Compare(TimeSpan time, MotionImage before, Landmarks from, MotionImage now, Landmarks to)
    {
        var back = SimilarityTransform.Between(to.ToList(), from.ToList());
        var (a, b, tx, ty) = ((float)back.A, (float)back.B, (float)back.Tx, (float)back.Ty);
        var centre = MotionScale.Centre(to);
        double size = MotionScale.Of(to);
        Tally near = default, far = default;
        for (int top = 0; top + Cell <= now.Height; top += Cell)
        {
            for (int left = 0; left + Cell <= now.Width; left += Cell)
            {
                double x = (left + Cell / 2 - centre.X) / size, y = (top + Cell / 2 - centre.Y) / size;
                if (y > FaceOval.ShouldersBelow || FaceOval.Radius(x, y) < 1)
                    continue;
                var sums = new CellSums();
                for (int v = top; v < top + Cell; v++)
                {
                    for (int u = left; u < left + Cell; u++)
                    {
                        float fromX = a * u - b * v + tx, fromY = b * u + a * v + ty;
                        if (before.Holds(fromX, fromY))
                            sums.Add(now[u, v], before[u, v], before.Sample(fromX, fromY));
                    }
                }
                if (sums.Count < Cell * Cell / 2 || sums.Change < LeastChange)
                    continue;
                // What is held up may fill much of the picture: only its border is surely farther out.
                bool isBorder = left < Border || top < Border || left + Cell > now.Width - Border || top + Cell > now.Height - Border;
                if (isBorder)
                    far = far.With(sums);
                else if (Ellipse(x / 3.4, y / 4) < 1)
                    near = near.With(sums);
            }
        }
        _tallies.Add((time, near, far));
    }

    private static double Ellipse(double x, double y) => x * x + y * y;

    private static double Distance(Point a, Point b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    /// <summary>What cells said over time.</summary>
    /// <param name="Cells">How many had a say.</param>
    /// <param name="Carried">How many are better explained as carried by the face, less those better explained as at rest; each counts by how clearly, -1 to 1.</param>
    public readonly record struct Tally(double Cells, double Carried)
    {
        /// <summary>-1: at rest; 1: carried by the face.</summary>
        public double Mean => Cells > 0 ? Carried / Cells : 0;

        internal Tally With(CellSums sums) => new(Cells + 1, Carried + Math.Clamp(sums.Carried, -1, 1));

        internal static Tally Sum(IEnumerable<Tally> tallies) => tallies.Aggregate(default(Tally), (sum, one) => new Tally(sum.Cells + one.Cells, sum.Carried + one.Carried));
    }

    /// <summary>Squared differences in one cell, each less its mean, so that a camera that adjusts its exposure moves nothing.</summary>
    internal struct CellSums
    {
        private double _rest, _restSquare, _carried, _carriedSquare, _change, _changeSquare;

        public int Count { get; private set; }

        public readonly double Change => Variance(_change, _changeSquare);

        public readonly double Carried => (Variance(_rest, _restSquare) - Variance(_carried, _carriedSquare)) / Change;

        public void Add(float now, float rest, float carried)
        {
            double r = now - rest, c = now - carried, change = rest - carried;
            (_rest, _restSquare, _carried, _carriedSquare, _change, _changeSquare) =
                (_rest + r, _restSquare + r * r, _carried + c, _carriedSquare + c * c, _change + change, _changeSquare + change * change);
            Count++;
        }

        private readonly double Variance(double sum, double square) => square / Count - sum / Count * (sum / Count);
    }
}

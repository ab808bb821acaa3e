using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// Whether what stands around the face moves with it, as paper, a screen's frame and a hand do, or stays where it was, as a room does behind a head. Two frames are compared between which the
/// face moved: it is found how the picture just around the head has moved (<see cref="SurroundingsMotion"/>), and each cell of the picture is explained by the earlier frame once as it was and
/// once carried by that movement. Edges and faint patterns count as well as corners, and no OpenCV is needed. Hair lies close and shoulders below: neither is looked at.
/// </summary>
internal sealed class SurroundingsEvidence(MotionOptions limits)
{
    private const int Cell = 8, Border = 14;

    // Reduced pixels: less is not told from none.
    private const double LeastPixels = 1.2;

    // A cell says something where carrying it with the face would change it by this much on average, in grey levels squared.
    private const double LeastChange = 4;

    private static readonly double[] s_reaches = [1.5, 2.1, 3];

    private readonly List<(TimeSpan Time, MotionImage Image, Landmarks Landmarks)> _frames = [];
    private readonly List<(TimeSpan Time, Tally Near, Tally Far)> _tallies = [];
    private readonly List<(TimeSpan Time, double Contrast, double Gain)> _follows = [];

    /// <summary>What the cells near the face say.</summary>
    public Tally Near { get; private set; }

    /// <summary>What the cells at the picture's border say.</summary>
    public Tally Far { get; private set; }

    /// <summary>
    /// By how much the face's movement is better explained as carried by what is just around it than as independent of it: 1 on the average for what is held up, 0 or less for a head. How far that
    /// moved, in eye distances, is the weight.
    /// </summary>
    public double Follows { get; private set; }

    /// <summary>How far what is just around the head moved in one comparison (root of the mean square), in eye distances.</summary>
    public double Moved { get; private set; }

    /// <summary>How many comparisons were made.</summary>
    public int Steps => _follows.Count;

    /// <summary>Takes the next frame.</summary>
    public void Add(TimeSpan time, MotionImage image, Landmarks landmarks)
    {
        _frames.RemoveAll(old => time - old.Time > limits.AroundHistory || old.Image.Width != image.Width || old.Image.Height != image.Height);
        _tallies.RemoveAll(old => time - old.Time > limits.AroundWindow);
        _follows.RemoveAll(old => time - old.Time > limits.AroundWindow);
        var reduced = image.Reduce(landmarks);
        if (Earlier(reduced) is { } earlier)
            Compare(time, earlier.Image, earlier.Landmarks, image, reduced);
        _frames.Add((time, image, reduced));
        Near = Tally.Sum(_tallies.Select(old => old.Near));
        Far = Tally.Sum(_tallies.Select(old => old.Far));
        double contrast = _follows.Sum(old => old.Contrast);
        (Follows, Moved) = contrast > 0 ? (_follows.Sum(old => old.Gain) / contrast, Math.Sqrt(contrast / _follows.Count)) : (0, 0);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _frames.Clear();
        _tallies.Clear();
        _follows.Clear();
        (Near, Far, Follows, Moved) = (default, default, 0, 0);
    }

    // The last frame from which the face has moved well, or else that from which it moved farthest; none where it hardly moved.
    private (TimeSpan Time, MotionImage Image, Landmarks Landmarks)? Earlier(Landmarks now)
    {
        double size = MotionScale.Of(now), farthest = Math.Max(LeastPixels, limits.AroundLeastMoved * size);
        (TimeSpan, MotionImage, Landmarks)? best = null;
        for (int i = _frames.Count - 1; i >= 0 && farthest < limits.AroundEnough * size; i--)
        {
            double moved = Distance(MotionScale.Centre(_frames[i].Landmarks), MotionScale.Centre(now));
            if (moved > farthest && moved < size)
                (farthest, best) = (moved, _frames[i]);
        }
        return best;
    }

    private void Compare(TimeSpan time, MotionImage before, Landmarks from, MotionImage now, Landmarks to)
    {
        var oval = FaceOval.Of(to);
        var face = SimilarityTransform.Between(to.ToList(), from.ToList());
        double reach = 0;
        SimilarityTransform? found = null;
        // As near to the head as there is something to see.
        foreach (double farther in s_reaches)
            found ??= SurroundingsMotion.Back(before, now, oval, reach = farther, face);
        if (found is not { } back)
            return;
        var (carriedX, carriedY) = Shift(back);
        var (faceX, faceY) = Shift(face);
        double contrast = carriedX * carriedX + carriedY * carriedY;
        double missed = (faceX - carriedX) * (faceX - carriedX) + (faceY - carriedY) * (faceY - carriedY);
        _follows.Add((time, contrast, faceX * faceX + faceY * faceY - missed));

        (double X, double Y) Shift(SimilarityTransform transform)
        {
            var (x, y) = transform.Apply(oval.Centre.X, oval.Centre.Y);
            return ((oval.Centre.X - x) / oval.Size, (oval.Centre.Y - y) / oval.Size);
        }

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
                    far = far.With(sums, x);
                else if (FaceOval.Radius(x, y) < reach)
                    near = near.With(sums, x);
            }
        }
        _tallies.Add((time, near, far));
    }

    private static double Distance(Point a, Point b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    /// <summary>What cells said over time.</summary>
    /// <param name="Cells">How many had a say.</param>
    /// <param name="Carried">How many are better explained as carried by the face, less those better explained as at rest; each counts by how clearly, -1 to 1.</param>
    /// <param name="Left">How many on the picture's left of the face are clearly carried.</param>
    /// <param name="Right">How many on its right.</param>
    public readonly record struct Tally(double Cells, double Carried, int Left, int Right)
    {
        private const double Clearly = 0.3;

        /// <summary>-1: at rest; 1: carried by the face.</summary>
        public double Mean => Cells > 0 ? Carried / Cells : 0;

        /// <summary>Whether enough cells say that they are carried.</summary>
        public bool Says(int cells, double above) => Cells >= cells && Mean > above;

        /// <summary>Whether enough cells say that they are at rest.</summary>
        public bool Rests(int cells, double below) => Cells >= cells && Mean < below;

        internal Tally With(CellSums sums, double x)
        {
            double carried = Math.Clamp(sums.Carried, -1, 1);
            return new(Cells + 1, Carried + carried, Left + (carried > Clearly && x < 0 ? 1 : 0), Right + (carried > Clearly && x > 0 ? 1 : 0));
        }

        internal static Tally Sum(IEnumerable<Tally> tallies) =>
            tallies.Aggregate(default(Tally), (sum, one) => new Tally(sum.Cells + one.Cells, sum.Carried + one.Carried, sum.Left + one.Left, sum.Right + one.Right));
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

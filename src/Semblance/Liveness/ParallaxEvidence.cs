namespace Semblance.Liveness;

/// <summary>
/// How far the nose tip travels against the plane of eyes and mouth corners. Whatever way a flat picture is turned, an affine map carries its points, so the nose keeps the same weighted
/// mean of the four others; a head that turns by 10 degrees moves it by about 8 % of the eyes' distance (weak perspective, as in <see cref="HeadPose"/>).
/// Landmarks err from frame to frame, so the travel is taken of means over a tenth of a second.
/// </summary>
internal sealed class ParallaxEvidence(MotionOptions limits)
{
    private readonly List<(TimeSpan Time, double X, double Y)> _path = [];

    /// <summary>How far the nose travelled sideways and up or down, in eye distances.</summary>
    public (double Across, double Along) Travel { get; private set; }

    /// <summary>How much a mean still errs, in eye distances, judged by what neighbouring frames differ.</summary>
    public double Noise { get; private set; }

    /// <summary>Takes the landmarks of the next frame.</summary>
    public void Add(TimeSpan time, Landmarks landmarks)
    {
        if (NoseAgainstPlane(landmarks) is not var (x, y))
            return;
        _path.RemoveAll(old => time - old.Time > limits.TravelWindow);
        _path.Add((time, x, y));
        var means = _path.Select(at => Mean(at.Time)).ToList();
        Travel = (Range(means.Select(mean => mean.X)), Range(means.Select(mean => mean.Y)));
        Noise = NoiseOfMeans();
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        _path.Clear();
        (Travel, Noise) = ((0, 0), 0);
    }

    /// <summary>
    /// The nose tip less the point of the plane that lies under it where a face is seen from the front, in the face's own axes and in eye distances; null where the landmarks are no face.
    /// </summary>
    private static (double X, double Y)? NoseAgainstPlane(Landmarks l)
    {
        double eyesX = (l.RightEye.X + l.LeftEye.X) / 2.0, eyesY = (l.RightEye.Y + l.LeftEye.Y) / 2.0;
        double downX = (l.RightMouthCorner.X + l.LeftMouthCorner.X) / 2.0 - eyesX, downY = (l.RightMouthCorner.Y + l.LeftMouthCorner.Y) / 2.0 - eyesY;
        double height = Math.Sqrt(downX * downX + downY * downY);
        double size = MotionScale.Of(l);
        if (!(height > 0.2 * size))
            return null;
        // The share of the way from eyes to mouth at which the nose tip stands over the plane (see HeadPose).
        double x = l.NoseTip.X - (eyesX + 0.57 * downX), y = l.NoseTip.Y - (eyesY + 0.57 * downY);
        (downX, downY) = (downX / height, downY / height);
        return ((x * downY - y * downX) / size, (x * downX + y * downY) / size);
    }

    private (double X, double Y) Mean(TimeSpan time)
    {
        double x = 0, y = 0;
        int count = 0;
        foreach (var at in _path)
        {
            if ((at.Time - time).Duration() > limits.TravelSmooth)
                continue;
            (x, y, count) = (x + at.X, y + at.Y, count + 1);
        }
        return (x / count, y / count);
    }

    // The second difference of three frames has six times the variance of one frame's error and hardly any of a movement.
    private double NoiseOfMeans()
    {
        if (_path.Count < 3)
            return 0;
        var squares = new List<double>();
        for (int i = 2; i < _path.Count; i++)
        {
            double x = _path[i].X - 2 * _path[i - 1].X + _path[i - 2].X, y = _path[i].Y - 2 * _path[i - 1].Y + _path[i - 2].Y;
            squares.Add((x * x + y * y) / 12);
        }
        double perMean = Math.Max(1, 2 * limits.TravelSmooth.TotalSeconds * (_path.Count - 1) / Math.Max(0.01, (_path[^1].Time - _path[0].Time).TotalSeconds));
        squares.Sort();
        return Math.Sqrt(squares[squares.Count / 2] / 0.7 / perMean);
    }

    // Between the 5th and the 95th percentile: one wild frame is no movement.
    private static double Range(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        int cut = sorted.Count / 20;
        return sorted[^(1 + cut)] - sorted[cut];
    }
}

using OpenCvSharp;
using Semblance.Liveness;

namespace Semblance.OpenCv;

/// <summary>
/// Follows corners by pyramidal Lucas-Kanade flow (Bouguet 2000), on the luma reduced to about <see cref="Width"/> pixels. Each step is done forth and back; a point that does not come back
/// to where it was is dropped (Kalal et al. 2010). Used by one thread.
/// </summary>
public sealed class LucasKanadeTracker : IPointTracker
{
    /// <summary>Frames are reduced by a whole factor to a longer side of at most this many pixels.</summary>
    public const int Width = 360;

    private const int Most = 48;

    // New corners are looked for where too few are left, and not in every frame: where a face has few, every look would find none again.
    private const double Enough = 0.6;
    private const int FramesBetween = 6;

    // Reduced pixels: how far from its start a point may come back, and how far apart corners are.
    private const float MostBack = 0.5f;
    private const double Apart = 4;

    private static readonly Size s_window = new(13, 13);
    private static readonly TermCriteria s_stop = new(CriteriaTypes.Count | CriteriaTypes.Eps, 12, 0.02);

    private readonly List<(int Id, Point2f At)> _points = [];
    private Mat? _last;
    private int _next, _sinceNew;

    /// <summary>Begins.</summary>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    public LucasKanadeTracker() => OpenCvRuntime.EnsureLoaded();

    /// <inheritdoc/>
    public IReadOnlyList<TrackedPoint> Follow(Photo photo, Landmarks landmarks)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(landmarks);
        int factor = (Math.Max(photo.Width, photo.Height) + Width - 1) / Width;
        var now = Reduce(photo, factor);
        if (_last is { } last && last.Size() == now.Size())
            Move(last, now);
        else
            _points.Clear();
        _last?.Dispose();
        _last = now;
        Renew(now, landmarks, factor);
        return [.. _points.Select(point => new TrackedPoint(point.Id, new Point((point.At.X + 0.5f) * factor - 0.5f, (point.At.Y + 0.5f) * factor - 0.5f)))];
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _points.Clear();
        _last?.Dispose();
        _last = null;
    }

    /// <summary>Frees the last frame.</summary>
    public void Dispose() => _last?.Dispose();

    private void Move(Mat last, Mat now)
    {
        if (_points.Count == 0)
            return;
        Point2f[] from = [.. _points.Select(point => point.At)], to = new Point2f[from.Length], back = new Point2f[from.Length];
        Cv2.CalcOpticalFlowPyrLK(last, now, from, ref to, out var there, out _, s_window, 3, s_stop);
        Cv2.CalcOpticalFlowPyrLK(now, last, to, ref back, out var returned, out _, s_window, 3, s_stop);
        var ids = _points.Select(point => point.Id).ToArray();
        _points.Clear();
        for (int i = 0; i < from.Length; i++)
        {
            bool isInside = to[i].X >= 2 && to[i].Y >= 2 && to[i].X < now.Width - 2 && to[i].Y < now.Height - 2;
            if (there[i] != 0 && returned[i] != 0 && isInside && from[i].DistanceTo(back[i]) <= MostBack)
                _points.Add((ids[i], to[i]));
        }
    }

    private void Renew(Mat now, Landmarks landmarks, int factor)
    {
        var oval = FaceOval.Of(landmarks);
        _points.RemoveAll(point => !oval.Holds(new Point((point.At.X + 0.5f) * factor - 0.5f, (point.At.Y + 0.5f) * factor - 0.5f)));
        bool isDue = _sinceNew++ >= FramesBetween && _points.Count < Enough * Most;
        if (_points.Count > 0 && !isDue)
            return;
        _sinceNew = 0;
        using var mask = new Mat(now.Size(), MatType.CV_8UC1, Scalar.Black);
        var centre = new Point2f((float)oval.Centre.X, (float)oval.Centre.Y) * (1.0 / factor);
        float size = (float)oval.Size / factor;
        Cv2.Ellipse(mask, new RotatedRect(centre, new Size2f(2 * FaceOval.HalfWidth * size, 2 * FaceOval.HalfHeight * size), 0), Scalar.White, -1);
        foreach (var corner in Cv2.GoodFeaturesToTrack(now, Most, 0.02, Apart, mask, 3, false, 0))
        {
            if (_points.Count < Most && _points.TrueForAll(point => point.At.DistanceTo(corner) >= Apart))
                _points.Add((_next++, corner));
        }
    }

    private static unsafe Mat Reduce(Photo photo, int factor)
    {
        int width = photo.Width / factor, height = photo.Height / factor;
        fixed (byte* pixels = photo.Rgb)
        {
            using var rgb = Mat.FromPixelData(photo.Height, photo.Width, MatType.CV_8UC3, (nint)pixels);
            using var whole = new Mat(rgb, new Rect(0, 0, factor * width, factor * height));
            using var small = new Mat();
            Cv2.Resize(whole, small, new Size(width, height), 0, 0, InterpolationFlags.Area);
            var grey = new Mat();
            Cv2.CvtColor(small, grey, ColorConversionCodes.RGB2GRAY);
            return grey;
        }
    }
}

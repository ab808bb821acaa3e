using Semblance.Imaging;
using Semblance.OpenCv;

namespace Semblance.Cli.Output;

/// <summary>
/// A video of frames that keeps their times. A file of one rate is written, so frames are repeated or left out by their times; the rate is that of the first frames,
/// which wait until it is known. Disposing writes what waits.
/// </summary>
internal sealed class AnnotatedVideo(string file) : IDisposable
{
    private const double RateWithoutTimes = 25, MostRate = 120;
    private const int MostWaiting = 12;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(0.5);

    private readonly List<Frame> _waiting = [];
    private AnnotatedVideoWriter? _writer;
    private Photo? _shown;
    private TimeSpan _start;
    private double _rate;
    private bool _hasTimes;
    private long _written;
    private int _width;
    private int _height;

    /// <summary>Adds a frame, no earlier than the last one.</summary>
    public void Write(Frame frame)
    {
        if (_writer is not null)
        {
            Append(frame);
            return;
        }
        _waiting.Add(frame);
        if (_waiting.Count == MostWaiting || frame.Time - _waiting[0].Time >= s_longestWait)
            Start();
    }

    public void Dispose()
    {
        try
        {
            if (_waiting.Count > 0)
                Start();
            if (_shown is { } last)
                Put(last);
        }
        finally
        {
            _writer?.Dispose();
        }
    }

    private void Start()
    {
        double? distance = Distance([.. _waiting.Zip(_waiting.Skip(1), (a, b) => (b.Time - a.Time).TotalSeconds)]);
        (_hasTimes, _rate) = (distance is not null, Math.Clamp(1 / distance ?? RateWithoutTimes, 1, MostRate));
        var first = _waiting[0];
        (_start, _width, _height) = (first.Time, first.Photo.Width, first.Photo.Height);
        _writer = new AnnotatedVideoWriter(file, _width, _height, _rate);
        foreach (var frame in _waiting)
            Append(frame);
        _waiting.Clear();
    }

    // The mean of those near the median: times are rounded, and the first frame often stands apart.
    private static double? Distance(List<double> distances)
    {
        distances.Sort();
        if (distances.Count == 0 || distances[distances.Count / 2] is not (> 0 and var median))
            return null;
        return distances.Where(distance => Math.Abs(distance - median) < 0.25 * median).Average();
    }

    // A frame is shown until the next one's time; one that comes before its place was filled replaces what was to be shown there.
    private void Append(Frame frame)
    {
        long place = _hasTimes ? (long)Math.Round((frame.Time - _start).TotalSeconds * _rate) : _written + (_shown is null ? 0 : 1);
        while (_shown is { } before && _written < place)
            Put(before);
        _shown = frame.Photo;
    }

    // Photos of a folder differ in size; a video does not.
    private void Put(Photo photo)
    {
        _writer!.Write(photo.Resize(_width, _height));
        _written++;
    }
}

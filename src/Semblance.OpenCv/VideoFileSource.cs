using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>
/// The frames of a video file, decoded by OpenCV's FFmpeg and turned upright as the file's rotation says. Time is the presentation
/// time since the start of the video. A file that is cut short or damaged gives its frames up to there and then throws: its end
/// is never passed off as the end of the video.
/// </summary>
public sealed class VideoFileSource : IFrameSource
{
    // Declared numbers are not exact: sound may outlast the pictures, and some containers only know an average rate.
    private const double LeastPart = 0.75;

    private readonly VideoCapture _capture;
    private readonly VideoContainer _container;
    private readonly Mat _image;
    private readonly double _declaredFrames;
    private readonly double _framesPerSecond;
    private int _index;
    private double _milliseconds;
    private bool _ended;

    /// <summary>Opens a video file.</summary>
    /// <exception cref="FrameSourceException">There is no such file, or it holds no video that can be decoded.</exception>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    public VideoFileSource(string path)
        : this(path, path)
    {
    }

    internal VideoFileSource(string path, string name)
    {
        ArgumentNullException.ThrowIfNull(path);
        Name = name;
        _container = Inspect(path, name);
        OpenCvRuntime.EnsureLoaded();
        _image = new Mat();
        // A full path: FFmpeg takes what stands before a colon for a protocol.
        _capture = new VideoCapture(Path.GetFullPath(path), VideoCaptureAPIs.FFMPEG);
        if (!_capture.IsOpened() || _capture.FrameWidth < 1 || _capture.FrameHeight < 1)
            throw Refusal("is no video that can be decoded.");
        if ((long)_capture.FrameWidth * _capture.FrameHeight > PhotoReader.MaximumPixels)
            throw Refusal($"has frames of {_capture.FrameWidth} x {_capture.FrameHeight} pixels; at most {PhotoReader.MaximumPixels / 1_000_000} megapixels are read.");
        (_declaredFrames, _framesPerSecond) = (_capture.Get(VideoCaptureProperties.FrameCount), _capture.Fps);
        Count = _container.CountsFrames && _declaredFrames is >= 1 and <= int.MaxValue ? (int)_declaredFrames : null;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>
    /// The number of frames that an MP4, MOV or AVI file declares (those before the start of a trimmed clip included, which are not
    /// shown); null for other containers, which only know a duration.
    /// </summary>
    public int? Count { get; }

    /// <inheritdoc/>
    public bool IsLive => false;

    /// <summary>Decodes the next frame; null at the end of the video.</summary>
    /// <exception cref="FrameSourceException">The file is cut short or damaged, or gives not a single frame.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_image.IsDisposed, this);
        cancellation.ThrowIfCancellationRequested();
        if (_ended || !_capture.Read(_image) || _image.Empty())
        {
            _ended = true;
            return Broken() is { } error ? throw error : null;
        }
        _milliseconds = _capture.PosMsec;
        return new Frame(_index++, TimeSpan.FromMilliseconds(_milliseconds), _image.ToPhoto(), Name);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _image.Dispose();
        _capture.Dispose();
    }

    // Why the end that was reached is not the video's own; null where it is.
    private FrameSourceException? Broken() =>
        _container.IsCut ? new(Name, FrameSourceProblem.Interrupted, $"the file is cut short; it breaks off after {_index} frames.")
        : _index == 0 ? new(Name, FrameSourceProblem.Unreadable, "not a single frame can be decoded.")
        : EndsEarly() ? new(Name, FrameSourceProblem.Interrupted, $"the file is damaged: {_index} frames can be decoded of the {_declaredFrames:F0} that it declares.")
        : null;

    // Frames and time must both be missing: a trimmed file counts the frames that its edit list hides, and the count of a
    // container without one is an estimate from a rate that may be wrong.
    private bool EndsEarly()
    {
        double declared = _container.Duration?.TotalMilliseconds ?? (_framesPerSecond > 0 ? 1000 * _declaredFrames / _framesPerSecond : 0);
        return _index < LeastPart * _declaredFrames && _milliseconds < LeastPart * declared;
    }

    private static VideoContainer Inspect(string path, string name)
    {
        if (!File.Exists(path))
            throw new FrameSourceException(name, FrameSourceProblem.NotFound, "no such file.");
        try
        {
            using var file = File.OpenRead(path);
            return file.Length > 0 ? VideoContainer.Inspect(file) : throw new FrameSourceException(name, FrameSourceProblem.Unreadable, "is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FrameSourceException(name, FrameSourceProblem.Unreadable, $"cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private FrameSourceException Refusal(string reason)
    {
        Dispose();
        return new FrameSourceException(Name, FrameSourceProblem.Unreadable, reason);
    }
}

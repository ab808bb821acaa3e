using System.Diagnostics;
using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>
/// A camera of this machine. Time runs on a monotonic clock and is taken when the driver hands a frame over, 0 at the first one.
/// <see cref="Read"/> blocks until the driver has a frame; cancellation is noticed before and after that, not during it.
/// </summary>
public sealed class CameraSource : IFrameSource
{
    private readonly VideoCapture _capture;
    private readonly Mat _image;
    private long _start;
    private int _index;

    /// <summary>Opens a camera.</summary>
    /// <param name="number">0 for the first camera; N is /dev/videoN on Linux.</param>
    /// <exception cref="FrameSourceException">The camera is absent, busy or forbidden.</exception>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    public CameraSource(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Name = $"camera:{number}";
        if (OperatingSystem.IsLinux())
            CheckDevice(Name, $"/dev/video{number}");
        OpenCvRuntime.EnsureLoaded();
        _image = new Mat();
        _capture = new VideoCapture(number, OperatingSystem.IsLinux() ? VideoCaptureAPIs.V4L2 : VideoCaptureAPIs.ANY);
        if (!_capture.IsOpened())
        {
            Dispose();
            throw new FrameSourceException(Name, FrameSourceProblem.Unavailable,
                "the camera cannot be opened; it is absent, or another program is using it.");
        }
        // The newest frame, not the oldest of the driver's queue. Drivers that cannot do it keep their queue.
        _capture.Set(VideoCaptureProperties.BufferSize, 1);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Null: a camera has no last frame.</summary>
    public int? Count => null;

    /// <inheritdoc/>
    public bool IsLive => true;

    /// <summary>Waits for the next frame. Never null.</summary>
    /// <exception cref="FrameSourceException">The camera gives no picture, or stopped giving them.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_image.IsDisposed, this);
        cancellation.ThrowIfCancellationRequested();
        bool grabbed = _capture.Grab();
        long now = Stopwatch.GetTimestamp();
        cancellation.ThrowIfCancellationRequested();
        if (!grabbed || !_capture.Retrieve(_image) || _image.Empty())
        {
            throw _index == 0
                ? new FrameSourceException(Name, FrameSourceProblem.Unavailable, "the camera gives no picture; another program may be using it.")
                : new FrameSourceException(Name, FrameSourceProblem.Interrupted, $"the camera stopped after {_index} frames; was it unplugged?");
        }
        if (_index == 0)
            _start = now;
        return new Frame(_index++, Stopwatch.GetElapsedTime(_start, now), _image.ToPhoto(), Name);
    }

    /// <summary>Gives the camera back.</summary>
    public void Dispose()
    {
        _image.Dispose();
        _capture.Dispose();
    }

    internal static void CheckDevice(string name, string device)
    {
        if (!File.Exists(device))
        {
            string[] others = [.. Directory.EnumerateFiles("/dev", "video*").Order(StringComparer.Ordinal)];
            string there = others.Length == 0 ? "no camera is connected" : $"there are {string.Join(", ", others)}";
            throw new FrameSourceException(name, FrameSourceProblem.Unavailable, $"{device} does not exist; {there}.");
        }
        try
        {
            using var probe = File.Open(device, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FrameSourceException(name, FrameSourceProblem.Unavailable,
                $"{device} may not be opened by this user; add the user to the group \"video\" and log in again.", e);
        }
        catch (IOException e)
        {
            throw new FrameSourceException(name, FrameSourceProblem.Unavailable, $"{device} cannot be opened ({e.Message.TrimEnd('.')}).", e);
        }
    }
}

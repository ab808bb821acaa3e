using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>Writes frames to an MP4 file (MPEG-4 part 2, which OpenCV's own FFmpeg can encode everywhere). Used by one thread.</summary>
public sealed class AnnotatedVideoWriter : IDisposable
{
    private readonly VideoWriter _writer;
    private readonly string _path;
    private readonly int _width;
    private readonly int _height;

    /// <summary>Creates the file, or replaces it.</summary>
    /// <param name="path">Ends with .mp4.</param>
    /// <param name="width">Width of every frame, at least 2. Of an odd width the last column is left out: the codec wants even sides.</param>
    /// <param name="height">Height of every frame, at least 2; odd as with the width.</param>
    /// <param name="framesPerSecond">Over 0, at most 1000.</param>
    /// <exception cref="ArgumentException">The path does not end with .mp4, or a number is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    public AnnotatedVideoWriter(string path, int width, int height, double framesPerSecond)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.EndsWith(".mp4", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{path}: videos are written as .mp4.", nameof(path));
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        if (!(framesPerSecond is > 0 and <= 1000))
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, "The rate must be over 0 and at most 1000 frames a second.");
        (_path, _width, _height) = (path, width, height);
        OpenCvRuntime.EnsureLoaded();
        CreateEmpty(path);
        _writer = new VideoWriter(Path.GetFullPath(path), VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), framesPerSecond, new Size(width, height));
        if (!_writer.IsOpened())
        {
            _writer.Dispose();
            throw new IOException($"{path}: OpenCV cannot write a video of {width} x {height} pixels there.");
        }
    }

    /// <summary>Adds a frame.</summary>
    /// <exception cref="ArgumentException">The photo has another size than the video.</exception>
    public void Write(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ObjectDisposedException.ThrowIf(_writer.IsDisposed, this);
        if (photo.Width != _width || photo.Height != _height)
            throw new ArgumentException($"{_path}: the video has {_width} x {_height} pixels, the photo {photo.Width} x {photo.Height}.", nameof(photo));
        using var image = photo.ToMat();
        _writer.Write(image);
    }

    /// <summary>Writes the file's index and closes it; without this the file cannot be played.</summary>
    public void Dispose() => _writer.Dispose();

    // The system's reason (no such folder, no permission), which OpenCV does not give.
    private static void CreateEmpty(string path)
    {
        try
        {
            File.Create(path).Dispose();
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new IOException($"{path}: cannot be written ({e.Message.TrimEnd('.')}).", e);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;

namespace Semblance.Imaging;

/// <summary>
/// The frames of a network stream (rtsp, rtsps, http, https), decoded by an <c>ffmpeg</c> child process. RTSP runs over TCP.
/// <para>Live or not: RTSP, and HTTP streams without a length (a camera's MJPEG), are live: <see cref="Read"/> gives the newest
/// frame and skips those that came while the last one was being worked on (<see cref="Frame.Index"/> then jumps). HTTP streams with
/// a length are files: every frame is given, and the download waits for the reader. At most four frames are kept.</para>
/// <para>Time is the stream's presentation time since its start. MJPEG over HTTP has none; there it is the time of arrival.</para>
/// <para>End: null when the server ended the stream in order: after the declared length, the last chunk of a chunked answer, or when an
/// RTSP server closes the connection. A reset, a premature end, a silence of 15 s or an error of ffmpeg throws.</para>
/// <para>User name and password in the address never appear in names or errors; they do appear in the system's process list, as
/// an argument of ffmpeg.</para>
/// </summary>
internal sealed class StreamSource : IFrameSource
{
    private const int KeptFrames = 4;
    private static readonly string[] Schemes = ["rtsp://", "rtsps://", "http://", "https://"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly BlockingCollection<Frame> _frames = new(KeptFrames);
    private readonly CancellationTokenSource _closing = new();
    private readonly TimeSpan _patience;
    private readonly Process _ffmpeg;
    private readonly FfmpegLog _log;
    private readonly Task _logReader;
    private readonly Task _frameReader;
    private Frame? _first;
    private Exception? _failure;
    private bool _disposed;

    /// <summary>Connects and waits for the first frame, at most 15 s.</summary>
    /// <param name="address">Such as <c>rtsp://user:password@camera/stream</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FrameSourceException">A malformed address, no such stream, no video in it, or ffmpeg is not installed.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public StreamSource(string address, CancellationToken cancellation = default)
        : this(address, "ffmpeg", Patience, cancellation)
    {
    }

    internal StreamSource(string address, string program, TimeSpan patience, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(address);
        cancellation.ThrowIfCancellationRequested();
        (Name, _patience) = (WithoutCredentials(address), patience);
        if (!Recognises(address) || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new FrameSourceException(Name, FrameSourceProblem.NotFound, "is no address of a stream, such as rtsp://camera/stream (in a password, write / as %2F and @ as %40).");
        _log = new FfmpegLog(address, Name);
        _ffmpeg = FfmpegProcess.Start(program, address, Name);
        _logReader = Task.Factory.StartNew(() => _log.ReadAll(_ffmpeg.StandardError), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _frameReader = Task.Factory.StartNew(ReadFrames, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            _first = Take(cancellation) ?? throw Refusal();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The address, without user name and password.</summary>
    public string Name { get; }

    /// <summary>Null: a stream does not say how many frames it has.</summary>
    public int? Count => null;

    /// <summary>True for RTSP and for HTTP streams without a length.</summary>
    public bool IsLive { get; private set; }

    internal int ProcessId => _ffmpeg.Id;

    /// <summary>True for a text that starts like an address this class opens.</summary>
    public static bool Recognises(string source) => Schemes.Any(scheme => source.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>An address without its user name and password; any other text as it is.</summary>
    public static string WithoutCredentials(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        int start = address.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
            return address;
        // A password may wrongly hold unescaped slashes; then all up to the last @ goes.
        int end = Uri.TryCreate(address, UriKind.Absolute, out _) ? address.IndexOfAny(['/', '?', '#'], start) : address.Length;
        int at = address[..(end < 0 ? address.Length : end)].LastIndexOf('@');
        return at < start ? address : address[..start] + address[(at + 1)..];
    }

    /// <summary>The next frame of a file, the newest of a live stream; null at the proper end.</summary>
    /// <exception cref="FrameSourceException">The connection was lost or fell silent.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellation.ThrowIfCancellationRequested();
        var frame = _first ?? Take(cancellation);
        _first = null;
        while (IsLive && _frames.TryTake(out var newer))
            frame = newer;
        if (frame is not null)
            return frame;
        return _failure is null && _ffmpeg.ExitCode == 0 && !_log.ConnectionLost
            ? null
            : throw new FrameSourceException(Name, FrameSourceProblem.Interrupted, $"the stream broke off ({Reason()}).", _failure);
    }

    /// <summary>Ends ffmpeg, also in the middle of a frame.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _closing.Cancel();
        if (!_ffmpeg.HasExited)
            _ffmpeg.Kill();
        Task.WaitAll(_logReader, _frameReader);
        _ffmpeg.WaitForExit();
        _ffmpeg.Dispose();
        _log.Dispose();
        _frames.Dispose();
        _closing.Dispose();
    }

    // Null once ffmpeg has ended and all its frames were taken.
    private Frame? Take(CancellationToken cancellation)
    {
        if (_frames.TryTake(out var frame, (int)_patience.TotalMilliseconds, cancellation))
            return frame;
        if (!_frames.IsCompleted)
        {
            throw new FrameSourceException(Name, _log.HasFrames ? FrameSourceProblem.Interrupted : FrameSourceProblem.Unavailable,
                $"no picture came for {_patience.TotalSeconds:0.#} seconds.");
        }
        Task.WaitAll([_logReader, _frameReader], cancellation);
        _ffmpeg.WaitForExit();
        return null;
    }

    private void ReadFrames()
    {
        var arrival = Stopwatch.StartNew();
        TimeSpan? firstArrival = null;
        try
        {
            using var pictures = new BufferedStream(_ffmpeg.StandardOutput.BaseStream);
            for (int index = 0; PpmStream.Read(pictures, Name) is { } photo; index++)
            {
                TimeSpan now = arrival.Elapsed;
                firstArrival ??= now;
                if (!_log.Times.TryTake(out var time, Timeout.Infinite, _closing.Token))
                    throw new InvalidDataException("ffmpeg gave a frame without its time");
                IsLive = !_log.DeclaresDuration || Name.StartsWith("rtsp", StringComparison.OrdinalIgnoreCase);
                Keep(new Frame(index, time ?? now - firstArrival.Value, photo, Name));
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Disposed while it waited: nobody reads any more.
        }
        catch (Exception e) when (e is IOException or InvalidDataException or PhotoException)
        {
            _failure = e;
        }
        finally
        {
            _frames.CompleteAdding();
        }
    }

    private void Keep(Frame frame)
    {
        if (!IsLive)
        {
            _frames.Add(frame, _closing.Token);
            return;
        }
        while (!_frames.TryAdd(frame))
            _frames.TryTake(out _);
    }

    private FrameSourceException Refusal() =>
        new(Name, _log.HoldsNoVideo ? FrameSourceProblem.Unreadable : FrameSourceProblem.Unavailable, $"the stream cannot be opened ({Reason()}).", _failure);

    private string Reason() => _log.LastErrors.Count > 0 ? string.Join("; ", _log.LastErrors)
        : _failure is not null ? _failure.Message.TrimEnd('.')
        : $"ffmpeg ended with code {_ffmpeg.ExitCode}";
}

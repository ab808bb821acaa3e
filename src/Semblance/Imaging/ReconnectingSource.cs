using System.Diagnostics;
using System.Globalization;

namespace Semblance;

/// <summary>How a source that broke off is tried again.</summary>
public sealed record ReconnectOptions
{
    /// <summary>The pause before the first try, over 0; each further one is twice as long.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>No pause is longer.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without a picture it is given up; 0: at once.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);
}

/// <summary>What happened to a source that is tried again.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Reason">Why there is no picture; null: there is one again.</param>
/// <param name="Pause">How long is waited before the next try.</param>
public sealed record ReconnectState(string Source, string? Reason, TimeSpan Pause)
{
    /// <summary>The same in a sentence.</summary>
    public override string ToString() => Reason is null
        ? $"{Source}: the pictures are back."
        : string.Create(CultureInfo.InvariantCulture, $"{Reason.TrimEnd('.')}. It is tried again in {Pause.TotalSeconds:0.#} s.");
}

/// <summary>
/// A camera or stream that is opened again where it breaks off, with growing pauses. The end of a live stream counts as a break, for a camera has none. Frames go on
/// counting, and times go on by the clock. Owns the source.
/// </summary>
public sealed class ReconnectingSource : IFrameSource
{
    private readonly Func<CancellationToken, IFrameSource> _open;
    private readonly ReconnectOptions _options;
    private readonly Action<ReconnectState>? _report;
    private readonly Stopwatch _sinceLast = new();
    private IFrameSource? _source;
    private TimeSpan _offset;
    private TimeSpan _last;
    private int _next;

    /// <summary>Wraps a source that is open.</summary>
    /// <param name="source">The source, taken over.</param>
    /// <param name="open">Opens it again.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <param name="report">Told of every break, every failed try and every return; null: nobody is.</param>
    public ReconnectingSource(IFrameSource source, Func<CancellationToken, IFrameSource> open, ReconnectOptions? options = null, Action<ReconnectState>? report = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(open);
        (_source, _open, _options, _report) = (source, open, options ?? new ReconnectOptions(), report);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.FirstPause, TimeSpan.Zero, nameof(options));
        (Name, Count, IsLive) = (source.Name, source.Count, source.IsLive);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public int? Count { get; }

    /// <inheritdoc/>
    public bool IsLive { get; }

    /// <summary>Reads the next frame, and waits where there is none; null at the proper end of a source that is not live.</summary>
    /// <exception cref="FrameSourceException">The source broke off and did not come back.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public Frame? Read(CancellationToken cancellation = default)
    {
        var pause = _options.FirstPause;
        var broken = new Stopwatch();
        while (true)
        {
            try
            {
                _source ??= _open(cancellation);
                if (_source.Read(cancellation) is { } frame)
                    return Following(frame, wasBroken: broken.IsRunning);
                if (!IsLive)
                    return null;
                throw new FrameSourceException(Name, FrameSourceProblem.Interrupted, "the stream ended.");
            }
            catch (FrameSourceException e) when (IsLive)
            {
                _source?.Dispose();
                _source = null;
                broken.Start();
                var left = _options.Patience - broken.Elapsed;
                if (left <= TimeSpan.Zero)
                    throw GivenUp(e);
                pause = pause < left ? pause : left;
                _report?.Invoke(new ReconnectState(Name, e.Message, pause));
                if (cancellation.WaitHandle.WaitOne(pause))
                    throw new OperationCanceledException(cancellation);
                pause = pause * 2 < _options.LongestPause ? pause * 2 : _options.LongestPause;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    private Frame Following(Frame frame, bool wasBroken)
    {
        if (wasBroken)
        {
            _offset = _last + _sinceLast.Elapsed - frame.Time;
            _report?.Invoke(new ReconnectState(Name, null, TimeSpan.Zero));
        }
        _sinceLast.Restart();
        _last = frame.Time + _offset;
        return frame with { Index = _next++, Time = _last };
    }

    private FrameSourceException GivenUp(FrameSourceException last)
    {
        string reason = last.Message.StartsWith(Name + ": ", StringComparison.Ordinal) ? last.Message[(Name.Length + 2)..] : last.Message;
        return new FrameSourceException(Name, FrameSourceProblem.Interrupted, _options.Patience <= TimeSpan.Zero ? reason
            : string.Create(CultureInfo.InvariantCulture, $"{reason.TrimEnd('.')}; it did not come back within {_options.Patience.TotalSeconds:0.#} s and is given up."), last);
    }
}

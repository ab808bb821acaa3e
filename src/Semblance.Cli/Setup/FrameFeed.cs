using System.CommandLine;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Semblance.Imaging;
using Semblance.OpenCv;

namespace Semblance.Cli.Setup;

/// <summary>
/// The frames that a command works on: those of --from between --from-time and --to-time, for at most --seconds. A photo in a
/// folder that cannot be read is reported and passed over. Owns the source.
/// </summary>
internal sealed class FrameFeed : IDisposable
{
    private static readonly TimeSpan s_liveLimit = TimeSpan.FromSeconds(10);

    private readonly IFrameSource _source;
    private readonly TimeSpan _limit;
    private readonly bool _isFolder;
    private TimeSpan? _first;
    private TimeSpan _last;

    private FrameFeed(IFrameSource source, bool isPhotos, double? seconds, bool endless)
    {
        (_source, IsPhotos, _isFolder) = (source, isPhotos, Directory.Exists(source.Name));
        _limit = seconds is { } number ? TimeSpan.FromSeconds(number) : source.IsLive && !endless ? s_liveLimit : TimeSpan.MaxValue;
    }

    public string Name => _source.Name;

    /// <summary>How many frames there are; null where nobody knows.</summary>
    public int? Total => _source.Count;

    /// <summary>Whether these are photos, which are no sequence in time.</summary>
    public bool IsPhotos { get; }

    /// <summary>Whether time goes on while a frame is being worked on.</summary>
    public bool IsLive => _source.IsLive;

    /// <summary>How many frames were given.</summary>
    public int Count { get; private set; }

    /// <summary>Time of the source between the first and the last frame given; 0 for photos.</summary>
    public double Seconds => IsPhotos || _first is not { } first ? 0 : Math.Round((_last - first).TotalSeconds, 3);

    /// <summary>Opens what the command line names.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellation">Ends the wait for a stream.</param>
    /// <param name="endless">Whether a camera runs until it is stopped; otherwise it gives ten seconds unless --seconds says more.</param>
    public static FrameFeed Open(ParseResult arguments, CancellationToken cancellation, bool endless = false)
    {
        var source = FrameSources.Open(arguments.GetRequiredValue(CommonOptions.From), cancellation);
        bool isPhotos = source is PhotoSource;
        try
        {
            var (from, to) = (arguments.GetValue(CommonOptions.FromTime), arguments.GetValue(CommonOptions.ToTime));
            var range = from is null && to is null ? source : new SourceRange(source, from, to);
            return new FrameFeed(range, isPhotos, arguments.GetValue(CommonOptions.Seconds), endless);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The frames, one after another; each is reported as progress.</summary>
    /// <exception cref="UsageException">There is not one frame.</exception>
    public IEnumerable<Frame> Read(Action<double, string?> report, CancellationToken cancellation)
    {
        while (TryRead(out var frame, cancellation))
        {
            if (frame is null)
                continue;
            _first ??= frame.Time;
            if (frame.Time - _first > _limit)
                break;
            Count++;
            _last = frame.Time;
            yield return frame;
            report(Count, null);
        }
        if (Count == 0)
            throw new UsageException($"{Name}: there is no frame to look at.");
    }

    public void Dispose() => _source.Dispose();

    // False at the end; true without a frame where a photo of a folder was passed over.
    private bool TryRead(out Frame? frame, CancellationToken cancellation)
    {
        frame = null;
        try
        {
            frame = _source.Read(cancellation);
            return frame is not null;
        }
        catch (PhotoException e) when (_isFolder)
        {
            Terminal.Note($"semblance: {e.Message} It is passed over.");
            return true;
        }
    }
}

using System.CommandLine;
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

    /// <summary>How the pictures were turned already, in degrees clockwise; null (auto): a session finds it out, and photos were turned by their faces.</summary>
    public int? Rotation { get; private init; }

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
    /// <param name="engine">Turns photos upright.</param>
    /// <param name="cancellation">Ends the wait for a stream.</param>
    /// <param name="endless">
    /// Whether a camera runs until it is stopped, and is tried again where it breaks off; otherwise it gives ten seconds unless --seconds says more.
    /// </param>
    public static FrameFeed Open(ParseResult arguments, Engine engine, CancellationToken cancellation, bool endless = false)
    {
        string name = arguments.GetRequiredValue(CommonOptions.From);
        int? rotation = arguments.GetValue(CommonOptions.Rotate) is { } text && text != "auto" ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
        var source = FrameSources.Open(name, cancellation);
        bool isPhotos = source is PhotoSource;
        if (endless && source.IsLive)
            source = Reconnecting(source, name, arguments);
        if (rotation is { } degrees)
            source = new TurnedSource(source, photo => photo.Rotate(degrees));
        else if (isPhotos)
            source = new TurnedSource(source, photo => engine.TurnUpright(photo).Photo);
        try
        {
            var (from, to) = (arguments.GetValue(CommonOptions.FromTime), arguments.GetValue(CommonOptions.ToTime));
            var range = from is null && to is null ? source : new SourceRange(source, from, to);
            return new FrameFeed(range, isPhotos, arguments.GetValue(CommonOptions.Seconds), endless) { Rotation = rotation };
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

    private static ReconnectingSource Reconnecting(IFrameSource source, string name, ParseResult arguments)
    {
        var options = new ReconnectOptions { Patience = TimeSpan.FromSeconds(arguments.GetValue(CommonOptions.Reconnect) ?? 120) };
        return new ReconnectingSource(source, token => FrameSources.Open(name, token), options, state => Terminal.Note($"semblance: {state}"));
    }

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

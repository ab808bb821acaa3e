using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Semblance.Imaging;

/// <summary>
/// Reads what ffmpeg says on stderr (with <c>-loglevel level+info</c> and the showinfo filter): the time of every frame, whether the
/// input declares a duration, and errors. One thread writes it; the flags may be read from others.
/// </summary>
internal sealed partial class FfmpegLog(string address, string addressWithoutCredentials) : IDisposable
{
    private const int KeptErrors = 3;

    private readonly Queue<string> _errors = new();
    private volatile bool _declaresDuration;
    private volatile bool _connectionLost;
    private volatile bool _holdsNoVideo;
    private volatile bool _hasFrames;
    private bool _hasNoClock;

    /// <summary>One entry a frame, in order; null where the stream gives no time. Complete when ffmpeg has ended.</summary>
    public BlockingCollection<TimeSpan?> Times { get; } = new();

    public bool DeclaresDuration => _declaresDuration;

    public bool ConnectionLost => _connectionLost;

    public bool HoldsNoVideo => _holdsNoVideo;

    public bool HasFrames => _hasFrames;

    /// <summary>The last errors, without credentials. Read it when ffmpeg has ended.</summary>
    public IReadOnlyCollection<string> LastErrors => _errors;

    public void ReadAll(TextReader stderr)
    {
        try
        {
            while (stderr.ReadLine() is { } line)
                Read(line);
        }
        finally
        {
            Times.CompleteAdding();
        }
    }

    public void Dispose() => Times.Dispose();

    private void Read(string line)
    {
        if (ShowInfo().Match(line) is { Success: true } shown)
        {
            _hasFrames = true;
            bool timed = double.TryParse(shown.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && double.IsFinite(seconds);
            Times.Add(timed && !_hasNoClock ? TimeSpan.FromSeconds(seconds) : null);
        }
        else if (line.Contains("[error]") || line.Contains("[fatal]"))
        {
            _connectionLost |= Loss().IsMatch(line);
            _holdsNoVideo |= NoVideo().IsMatch(line);
            if (_errors.Count == KeptErrors)
                _errors.Dequeue();
            _errors.Enqueue(Credentials().Replace(Tags().Replace(line, "").Replace(address, addressWithoutCredentials), "://").Trim().TrimEnd('.'));
        }
        else if (Duration().Match(line) is { Success: true } duration)
        {
            _declaresDuration = duration.Groups[1].Value != "N/A";
        }
        else if (Input().Match(line) is { Success: true } input)
        {
            // These demuxers number the pictures 25 a second, whatever the camera does.
            _hasNoClock = input.Groups[1].Value is "mpjpeg" or "mjpeg" or "jpeg_pipe";
        }
    }

    [GeneratedRegex(@"showinfo.*\bn: *\d+ pts: *\S+ +pts_time: *(\S+)")]
    private static partial Regex ShowInfo();

    [GeneratedRegex(@"^(?:\[info\])? +Duration: ([^,]+)")]
    private static partial Regex Duration();

    [GeneratedRegex(@"Input #0, ([^ ]+), from ")]
    private static partial Regex Input();

    [GeneratedRegex("prematurely|[Cc]onnection (reset|refused|timed out)|timed out|Input/output error|I/O error|Broken pipe|partial file|[Ee]rror during demuxing|unreachable|No route to host")]
    private static partial Regex Loss();

    [GeneratedRegex("Invalid data found|does not contain any stream|matches no streams")]
    private static partial Regex NoVideo();

    [GeneratedRegex(@"^(\[[^\]]*\] ?)+")]
    private static partial Regex Tags();

    [GeneratedRegex(@"://[^\s/]*@")]
    private static partial Regex Credentials();
}

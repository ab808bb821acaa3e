using System.Globalization;
using Semblance.Cli.Output;

namespace Semblance.Cli.Setup;

/// <summary>A place in a clip: seconds from its start, or a share of its length.</summary>
/// <param name="Value">Seconds, or a share 0 to 1.</param>
/// <param name="IsShare">Whether it is a share.</param>
internal readonly record struct ClipPosition(double Value, bool IsShare)
{
    /// <summary>Reads "4", "4.5" or "4s" as seconds and "33%" as a share.</summary>
    public static bool TryParse(string text, out ClipPosition position)
    {
        bool share = text.EndsWith('%');
        bool read = double.TryParse(text.TrimEnd('%', 's'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        position = new ClipPosition(share ? number / 100 : number, share);
        return read && double.IsFinite(number) && (!share || number <= 100);
    }

    /// <summary>Whether a frame stands at or after this place.</summary>
    public bool IsReachedBy(Frame frame, int? count) => IsShare ? frame.Index >= Value * count!.Value : frame.Time.TotalSeconds >= Value;
}

/// <summary>The part of a source between two places; owns the source.</summary>
internal sealed class SourceRange : IFrameSource
{
    private readonly IFrameSource _source;
    private readonly ClipPosition? _from;
    private readonly ClipPosition? _to;

    public SourceRange(IFrameSource source, ClipPosition? from, ClipPosition? to)
    {
        if ((from is { IsShare: true } || to is { IsShare: true }) && source.Count is null)
            throw new UsageException($"{source.Name}: its length is not known, so --from-time and --to-time take seconds, not a percentage.");
        if (from is { } start && to is { } end && start.IsShare == end.IsShare && start.Value >= end.Value)
            throw new UsageException("--from-time lies at or after --to-time: nothing is left.");
        (_source, _from, _to) = (source, from, to);
    }

    public string Name => _source.Name;

    /// <summary>The frames of the part, where both its ends are shares of the clip; otherwise nobody knows beforehand.</summary>
    public int? Count => _source.Count is { } all && (_from is null or { IsShare: true }) && (_to is null or { IsShare: true })
        ? (int)(Math.Ceiling((_to?.Value ?? 1) * all) - Math.Ceiling((_from?.Value ?? 0) * all))
        : null;

    public bool IsLive => _source.IsLive;

    public Frame? Read(CancellationToken cancellation = default)
    {
        while (_source.Read(cancellation) is { } frame)
        {
            if (_to is { } to && to.IsReachedBy(frame, _source.Count))
                return null;
            if (_from is not { } from || from.IsReachedBy(frame, _source.Count))
                return frame;
        }
        return null;
    }

    public void Dispose() => _source.Dispose();
}

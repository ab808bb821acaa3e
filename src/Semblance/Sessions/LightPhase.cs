using System.Globalization;
using Semblance.Liveness;

namespace Semblance.Sessions;

/// <summary>
/// The light of a session: which sequence was announced, whether the page began it in time, and how often another is drawn. A sequence is told when it may begin and holds for a
/// moment only, so that nobody can prepare a video for it. In the time of the frames' capture. Used by one thread.
/// </summary>
internal sealed class LightPhase(LightCheck check)
{
    /// <summary>How soon the page is to show the first colour.</summary>
    public static readonly TimeSpan StartsWithin = TimeSpan.FromMilliseconds(1500);

    /// <summary>How many sequences are drawn at most.</summary>
    public const int MostSequences = 3;

    // A page may warn first, messages travel, and a slow machine paints late.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2.5);

    private int _announcedRestarts = -1;
    private TimeSpan _announced;
    private int _number;

    /// <summary>Whether so many sequences failed that no other is drawn.</summary>
    public bool IsFailed { get; private set; }

    /// <summary>Whether the light was answered.</summary>
    public bool IsDone => check.Result.Verdict == LivenessVerdict.Live;

    /// <summary>Takes note of a frame after which light is asked for: announces a sequence, and another one where the one before came to nothing.</summary>
    public void Follow(TimeSpan now)
    {
        bool isLate = _announcedRestarts == check.Restarts && !check.IsRunning && !check.IsDone && now - _announced > StartsWithin + s_grace;
        if (isLate || check is { IsDone: true, Result.Verdict: LivenessVerdict.Unsure })
        {
            if (_number >= MostSequences)
            {
                IsFailed = true;
                return;
            }
            check.Reset();
        }
        if (_announcedRestarts == check.Restarts || check.IsDone)
            return;
        if (_number >= MostSequences)
            IsFailed = true;
        else
            (_announcedRestarts, _announced, _number) = (check.Restarts, now, _number + 1);
    }

    /// <summary>The page showed a colour. One of a sequence that was given up is passed over.</summary>
    /// <exception cref="InvalidOperationException">There was no such sequence yet.</exception>
    public void Painted(int light, int index, TimeSpan at)
    {
        if (light < 1 || light > _number)
            throw new InvalidOperationException($"There is no light {light} yet.");
        if (light == _number && _announcedRestarts == check.Restarts)
            check.Painted(index, at);
    }

    /// <summary>What the page is told; null while nothing is to be shown.</summary>
    public LightPrompt? Prompt => _announcedRestarts != check.Restarts || check.IsDone || IsFailed
        ? null
        : new LightPrompt(_number, [.. check.Sequence.Colours.Select(Hex)], (int)check.Sequence.Each.TotalMilliseconds, (int)StartsWithin.TotalMilliseconds);

    private static string Hex(LightColour colour) => string.Create(CultureInfo.InvariantCulture, $"#{colour.Red:x2}{colour.Green:x2}{colour.Blue:x2}");
}

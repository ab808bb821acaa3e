using System.Diagnostics;

namespace Semblance.Training.Loop;

/// <summary>
/// When a training writes its checkpoint: at the end of each round, every hundred steps and every minute, but never so often that writing takes more than
/// a twentieth of the time. The first one is written soon, so that whoever is cut off early has something to go on from.
/// </summary>
/// <param name="save">Writes it.</param>
internal sealed class CheckpointPace(Action save)
{
    private const int LeastShare = 20, Steps = 100;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _took;

    /// <summary>Writes a checkpoint if one is due.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="isRoundDone">Whether a round has just been recorded.</param>
    public void Step(int step, bool isRoundDone)
    {
        if ((isRoundDone || step % Steps == 0 || _since.Elapsed > s_longest) && _since.Elapsed >= LeastShare * _took)
            Save();
    }

    /// <summary>Writes one now.</summary>
    public void Save()
    {
        var clock = Stopwatch.StartNew();
        save();
        _took = clock.Elapsed;
        _since.Restart();
    }
}

using System.Diagnostics;

namespace Semblance.Training.Data;

/// <summary>
/// When a training writes its checkpoint: at the end of each epoch (of trainings without epochs, of a number of steps) and every minute, but never so often that writing takes more than
/// a twentieth of the time. The first one is written after the first epoch, so that whoever is cut off soon has something to go on from.
/// </summary>
/// <param name="save">Writes it.</param>
internal sealed class CheckpointPace(Action save)
{
    private const int LeastShare = 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _since = Stopwatch.StartNew();
    private TimeSpan _took;

    /// <summary>Writes a checkpoint if one is due after a step.</summary>
    /// <param name="isEpochDone">Whether the step was the last one of an epoch.</param>
    public void Step(bool isEpochDone)
    {
        if ((isEpochDone || _since.Elapsed > s_longest) && _since.Elapsed >= LeastShare * _took)
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

using System.Diagnostics;

namespace Semblance.Training.Siamese;

/// <summary>Turns training states into progress with a speed and a remaining time.</summary>
internal sealed class Pace(IProgress<TrainingProgress>? progress, int epochs, int stepsPerEpoch)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private long _images;
    private long _stepsHere;

    public void Report(TrainingState state, int images)
    {
        _images += images;
        _stepsHere++;
        long step = (long)state.Epoch * stepsPerEpoch + state.Step, steps = (long)epochs * stepsPerEpoch;
        double seconds = _clock.Elapsed.TotalSeconds;
        progress?.Report(new TrainingProgress(state.Epoch + 1, epochs, step, steps, state.LossSum / state.Count, (double)state.Correct / state.Count,
            _images / seconds, TimeSpan.FromSeconds(seconds / _stepsHere * (steps - step))));
    }
}

using System.Diagnostics;
using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>The one loop of all trainings: steps, rounds, the mean of the weights, checkpoints, resuming, stopping.</summary>
/// <param name="trainer">What is trained. It stays the caller's and holds the networks afterwards.</param>
/// <param name="checkpointFile">Where checkpoints are written: as <see cref="CheckpointPace"/> says, and when stopped. Null for none.</param>
internal sealed class TrainingLoop<TRecipe, TRecord>(Trainer<TRecipe, TRecord> trainer, string? checkpointFile = null) where TRecipe : IEquatable<TRecipe>
{
    private readonly Pace _pace = new();
    private TrainingState<TRecipe, TRecord> _state = new(trainer.Recipe, trainer.Seed, trainer.Data, 0, 0, Round.Empty, []);

    /// <summary>Told after every round, when its record and the checkpoint are written.</summary>
    public Action<TrainingState<TRecipe, TRecord>>? Recorded { get; init; }

    private double Done => trainer.Length.Done(_state.Step, _state.Seconds);

    private bool IsRoundDone =>
        _state.Round.Steps > 0 && (Done >= 1 || _state.Step % trainer.RoundSteps == 0 || _state.Round.Seconds > trainer.RoundTime?.TotalSeconds);

    /// <summary>Trains to the end, or until cancelled: then a checkpoint is written.</summary>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <returns>How far it came, and whether that is the end; what was trained is set to inference.</returns>
    /// <exception cref="DataException">The checkpoint does not belong to this training, or the loss is not finite.</exception>
    public (TrainingState<TRecipe, TRecord> State, bool Finished) Run(bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (resume)
            _state = Checkpoint.Read(checkpointFile ?? throw new InvalidOperationException("Without a checkpoint's file there is nothing to resume from."), trainer);
        else
            trainer.Average?.load_state_dict(trainer.Network.state_dict());
        trainer.Average?.eval();

        var checkpoints = new CheckpointPace(() => Save(checkpointFile));
        using var steps = trainer.Steps(_state.Step).GetEnumerator();
        while (!cancellation.IsCancellationRequested)
        {
            if (IsRoundDone)
            {
                _state = _state with { Round = Round.Empty, History = [.. _state.History, trainer.Record(_state)] };
                checkpoints.Step(_state.Step, isRoundDone: true);
                Recorded?.Invoke(_state);
            }
            if (Done >= 1)
                break;
            if (_state.Step == trainer.StableStep)
                Save(Path.ChangeExtension(checkpointFile, ".stable.bin"));
            Step(steps);
            progress?.Report(Progress());
            if (!IsRoundDone)
                checkpoints.Step(_state.Step, isRoundDone: false);
        }
        checkpoints.Save();
        (trainer.Average ?? trainer.Network).eval();
        return (_state, Done >= 1 && _state.Round.Steps == 0);
    }

    private void Step(IEnumerator<Func<StepLoss>> steps)
    {
        var clock = Stopwatch.StartNew();
        if (!steps.MoveNext())
            throw new InvalidOperationException("The trainer has no step left, though its training is not done.");
        using var scope = TorchScope.Enter();
        manual_seed(StableHash.Of(trainer.Seed, _state.Step / trainer.RoundSteps, _state.Step % trainer.RoundSteps)).Dispose();
        trainer.Network.train();
        trainer.Optimizer.ZeroGradients();
        var step = steps.Current();
        double loss = Number(step.Loss);
        if (!double.IsFinite(loss))
            throw new DataException($"The loss of step {_state.Step + 1} is not a finite number: the step size is too large. Give a smaller one; the last checkpoint is from before.");
        step.Loss.backward();
        double before = Done, after = trainer.Length.Done(_state.Step + (trainer.Length.Steps is null ? 0 : 1), _state.Seconds);
        trainer.Optimizer.Step(trainer.Schedule.At(before, after));
        if (trainer.Average is { } average)
            WeightAverage.Update(average, trainer.Network, trainer.AverageKept, _state.Step);
        double[] sums = [loss * step.Weight, .. step.Measures.Select(Number)];
        double seconds = clock.Elapsed.TotalSeconds;
        _pace.Add(seconds, step.Images);
        _state = _state with { Step = _state.Step + 1, Seconds = _state.Seconds + seconds, Round = _state.Round.And(seconds, step.Weight, sums) };
    }

    private static double Number(Tensor scalar) => scalar.detach().to(float64).item<double>();

    private TrainingProgress Progress() => new(
        _state.Step, Math.Min(1, Done), _state.Round, IsRoundDone, trainer.Words(_state), _pace.Images / _pace.Seconds, trainer.Length.Left(_state.Step, _state.Seconds, _pace.Seconds));

    private void Save(string? path)
    {
        if (path is not null)
            Checkpoint.Write(path, trainer, _state);
    }

    // Means over the last hundred steps or so of this run: pictures may grow in the course of a training.
    private sealed class Pace
    {
        private int _steps;

        public double Seconds { get; private set; }

        public double Images { get; private set; }

        public void Add(double seconds, int images)
        {
            double share = 1.0 / Math.Min(100, ++_steps);
            (Seconds, Images) = (Seconds + share * (seconds - Seconds), Images + share * (images - Images));
        }
    }
}

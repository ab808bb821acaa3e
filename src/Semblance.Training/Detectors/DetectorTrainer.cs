using System.Diagnostics;
using Semblance.Training.Data;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Detectors;

/// <summary>What a detector training reports while it runs.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Done">Share done, 0 to 1.</param>
/// <param name="Loss">Mean loss of the last hundred steps or so.</param>
/// <param name="PicturesPerSecond">Speed of this run.</param>
internal sealed record DetectorProgress(int Step, double Done, double Loss, double PicturesPerSecond);

/// <summary>
/// The training loop of detectors: composed pictures, degraded for the network and clean for its teacher. Everything random is drawn
/// from the seed and the step, so a resumed run of a given number of steps ends at the same weights as an uninterrupted one.
/// </summary>
internal sealed class DetectorTrainer
{
    private const int StepsOfAnEpoch = 100;

    private static readonly (int Size, double Share)[] s_sizes = [(256, 0.4), (320, 0.35), (448, 0.25)];

    private readonly SceneSet _scenes;
    private readonly GridTeacher _teacher;
    private readonly DetectorRecipe _recipe;
    private readonly int _seed;

    /// <summary>Prepares a training.</summary>
    /// <param name="scenes">The photos.</param>
    /// <param name="teacher">Says what is to be seen in a picture; it stays the caller's.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    public DetectorTrainer(SceneSet scenes, GridTeacher teacher, DetectorRecipe recipe, int seed) => (_scenes, _teacher, _recipe, _seed) = (scenes, teacher, recipe, seed);

    /// <summary>Where checkpoints are written (every hundred steps or minute, at measurements and when stopped); null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Time between two measurements; null for one at the end only.</summary>
    public TimeSpan? MeasureEvery { get; init; }

    /// <summary>Measures the averaged network; the record it is given holds step, seconds and losses and receives the rest.</summary>
    public Func<DetectorNetwork, DetectorRecord, DetectorRecord>? Measure { get; init; }

    /// <summary>Trains to the end, or until cancelled: then a checkpoint is written.</summary>
    /// <param name="length">How long.</param>
    /// <param name="resume">Whether to go on from the checkpoint, if there is one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <returns>The averaged network, which the caller disposes, how far it came, and whether that is the end.</returns>
    public (DetectorNetwork Network, DetectorState State, bool Finished) Run(TrainingLength length, bool resume = false, IProgress<DetectorProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(length);
        manual_seed(_seed);
        using var network = DetectorNetwork.Create(_recipe.Width, _recipe.Pyramid);
        var average = DetectorNetwork.Create(_recipe.Width, _recipe.Pyramid);
        using var optimizer = optim.AdamW(network.parameters(), _recipe.LearningRate, weight_decay: _recipe.WeightDecay);
        var state = new DetectorState(_recipe, _seed, 0, 0, []);
        if (resume && File.Exists(CheckpointFile))
            state = DetectorCheckpoint.Load(CheckpointFile, _recipe, _seed, network, average, optimizer);
        else
            average.load_state_dict(network.state_dict());
        average.eval();

        var checkpoints = new CheckpointPace(() => Save(state, network, average, optimizer));
        var (sinceMeasurement, run) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var (losses, recent, pictures, training) = (new RunningLosses(), 0.0, 0L, 0.0);
        bool finished;
        while (!(finished = length.Done(state.Step, state.Seconds) >= 1) && !cancellation.IsCancellationRequested)
        {
            double before = run.Elapsed.TotalSeconds;
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = _recipe.LearningRateAt(length.Done(state.Step, state.Seconds));
            var (loss, count) = Step(network, average, optimizer, state.Step, losses);
            double seconds = run.Elapsed.TotalSeconds - before;
            state = state with { Step = state.Step + 1, Seconds = state.Seconds + seconds };
            recent = recent == 0 ? loss : recent + (loss - recent) / 100;
            (pictures, training) = (pictures + count, training + seconds);
            progress?.Report(new DetectorProgress(state.Step, Math.Min(1, length.Done(state.Step, state.Seconds)), recent, pictures / training));
            if (sinceMeasurement.Elapsed > MeasureEvery)
            {
                state = Measured(average, state, losses);
                sinceMeasurement.Restart();
                checkpoints.Save();
            }
            else
            {
                checkpoints.Step(isEpochDone: state.Step % StepsOfAnEpoch == 0);
            }
        }
        if (finished)
            state = Measured(average, state, losses);
        checkpoints.Save();
        return (average, state, finished);
    }

    private (double Loss, int Pictures) Step(DetectorNetwork network, DetectorNetwork average, optim.Optimizer optimizer, int step, RunningLosses losses)
    {
        var random = new Random(StableHash.Of(_seed, step));
        var (pixels, shape, targets) = Compose(random);
        using var scope = TorchScope.Enter();
        network.train();
        // Blue, green and red of a pixel side by side: convolutions take that order over and are faster by a third.
        var input = tensor(pixels, shape).permute(0, 3, 1, 2).to(float32);
        optimizer.zero_grad();
        var parts = DetectionLoss.Of(network.forward(input), targets);
        var sum = parts.Sum;
        sum.backward();
        nn.utils.clip_grad_norm_(network.parameters(), 10);
        optimizer.step();
        WeightAverage.Update(average, network, Math.Min(_recipe.AverageDecay, (1.0 + step) / (10 + step)));
        losses.Add(parts);
        return (sum.item<float>(), targets.Count);
    }

    private (byte[] Pixels, long[] Shape, List<DetectionTargets> Targets) Compose(Random random)
    {
        double draw = random.NextDouble();
        int size = s_sizes.First(s => (draw -= s.Share) < 0 || s == s_sizes[^1]).Size, count = Math.Max(1, _recipe.PixelsPerStep / (size * size));
        var (composer, degradation, canvas) = (new SceneComposer(_scenes, random), new Degradation(random), new Canvas(size));
        var pixels = new byte[count * canvas.Rgb.Length];
        var targets = new List<DetectionTargets>();
        for (int i = 0; i < count; i++)
        {
            composer.Compose(canvas);
            targets.Add(DetectionTargets.Of(_teacher, canvas));
            degradation.Apply(canvas);
            var picture = pixels.AsSpan(i * canvas.Rgb.Length, canvas.Rgb.Length);
            for (int p = 0; p < picture.Length; p += 3)
                (picture[p], picture[p + 1], picture[p + 2]) = (canvas.Rgb[p + 2], canvas.Rgb[p + 1], canvas.Rgb[p]);
        }
        return (pixels, [count, size, size, 3], targets);
    }

    private DetectorState Measured(DetectorNetwork average, DetectorState state, RunningLosses losses)
    {
        var (scores, boxes, points) = losses.Take();
        var record = new DetectorRecord(state.Step, state.Seconds, scores, boxes, points, null, null, 0);
        return Measure is null ? state : state with { History = [.. state.History, Measure(average, record)] };
    }

    private void Save(DetectorState state, DetectorNetwork network, DetectorNetwork average, optim.Optimizer optimizer)
    {
        if (CheckpointFile is not null)
            DetectorCheckpoint.Save(CheckpointFile, state, network, average, optimizer);
    }

    private sealed class RunningLosses
    {
        private double _scores, _boxes, _points;
        private int _count;

        public void Add(DetectionLosses losses)
        {
            (_scores, _boxes, _points) = (_scores + losses.Scores.item<float>(), _boxes + losses.Boxes.item<float>(), _points + losses.Points.item<float>());
            _count++;
        }

        public (double Scores, double Boxes, double Points) Take()
        {
            var means = (_scores / Math.Max(1, _count), _boxes / Math.Max(1, _count), _points / Math.Max(1, _count));
            (_scores, _boxes, _points, _count) = (0, 0, 0, 0);
            return means;
        }
    }
}

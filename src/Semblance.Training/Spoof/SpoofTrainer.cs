using System.Diagnostics;
using Semblance.Training.Data;
using Semblance.Training.Embedder;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Spoof;

/// <summary>
/// The training loop of the spoof network. Everything random is drawn from the seed and the step, except dropout, so a resumed training ends like an uninterrupted one, though not at the
/// same weights.
/// </summary>
internal sealed class SpoofTrainer(SpoofSplit split, SpoofRecipe recipe, IReadOnlyList<string> leftOut, int seed)
{
    private const int RecordEvery = 50;

    /// <summary>Where checkpoints are written, every fifty steps or minute and when stopped; null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>The checkpoint of an earlier training whose weights this one begins with; null: random ones.</summary>
    public string? From { get; init; }

    /// <summary>Trains to the end, or until cancelled: then a checkpoint is written.</summary>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    /// <returns>The averaged network, which the caller disposes, and how far it came.</returns>
    public (SpoofCnn Network, SpoofState State) Run(bool resume, Action<SpoofState> progress, CancellationToken cancellation)
    {
        manual_seed(seed);
        using var network = new SpoofCnn();
        var average = new SpoofCnn();
        using var optimizer = optim.AdamW(network.parameters(), recipe.LearningRate, weight_decay: recipe.WeightDecay);
        var state = new SpoofState(recipe, leftOut, seed, split.Training.Count, 0, 0, []);
        if (resume)
        {
            state = SpoofCheckpoint.Load(CheckpointFile!, state, network, average, optimizer);
        }
        else
        {
            if (From is not null)
                SpoofCheckpoint.LoadWeights(From, network);
            average.load_state_dict(network.state_dict());
        }
        average.eval();

        var (checkpoints, clock, means) = (new CheckpointPace(() => Save(state, network, average, optimizer)), Stopwatch.StartNew(), new RunningMeans());
        foreach (var batch in new SpoofBatches(split.Training, recipe, seed).Steps(state.Step, recipe.Steps))
        {
            foreach (var group in optimizer.ParamGroups)
                group.LearningRate = recipe.LearningRateAt(state.Step);
            Step(network, average, optimizer, batch, Math.Min(recipe.AverageDecay, (1.0 + state.Step) / (10 + state.Step)), means);
            state = state with { Step = state.Step + 1, Seconds = state.Seconds + clock.Elapsed.TotalSeconds };
            clock.Restart();
            if (state.Step % RecordEvery == 0)
                state = state with { History = [.. state.History, means.Take(state)] };
            progress(state);
            if (cancellation.IsCancellationRequested)
                break;
            checkpoints.Step(isEpochDone: state.Step % RecordEvery == 0);
        }
        checkpoints.Save();
        return (average, state);
    }

    private void Step(SpoofCnn network, SpoofCnn average, optim.Optimizer optimizer, SpoofBatch batch, double keep, RunningMeans means)
    {
        using var scope = TorchScope.Enter();
        network.train();
        var live = tensor(batch.Live);
        var hasWide = tensor(batch.HasWide);
        optimizer.zero_grad();
        var (tight, wide) = network.forward(Input(batch.Tight), Input(batch.Wide));
        var label = live * (1 - 2 * recipe.Smoothing) + recipe.Smoothing;
        var near = nn.functional.binary_cross_entropy_with_logits(tight, label);
        var far = nn.functional.binary_cross_entropy_with_logits(wide, label, weight: hasWide, reduction: nn.Reduction.Sum) / hasWide.sum().clamp(1);
        (near + far).backward();
        optimizer.step();
        WeightAverage.Update(average, network, keep);
        using var noGradient = no_grad();
        means.Add(near.item<float>(), far.item<float>(), Errors(tight, live).mean().item<float>(), ((Errors(wide, live) * hasWide).sum() / hasWide.sum().clamp(1)).item<float>());
    }

    // The colours of a pixel lie side by side: convolutions take that order over and are faster by a third.
    private static Tensor Input(byte[] rgb) => EmbedderTrainer.Scaled(tensor(rgb, [rgb.Length / (3 * SpoofCnn.Side * SpoofCnn.Side), SpoofCnn.Side, SpoofCnn.Side, 3]).permute(0, 3, 1, 2).to(float32));

    private static Tensor Errors(Tensor logOdds, Tensor live) => ((logOdds > 0) != (live > 0.5)).to(float32);

    private void Save(SpoofState state, SpoofCnn network, SpoofCnn average, optim.Optimizer optimizer)
    {
        if (CheckpointFile is not null)
            SpoofCheckpoint.Save(CheckpointFile, state, network, average, optimizer);
    }

    private sealed class RunningMeans
    {
        private double[] _sums = new double[4];
        private int _count;

        public void Add(params double[] values)
        {
            _sums = [.. _sums.Zip(values, (sum, value) => sum + value)];
            _count++;
        }

        public SpoofRecord Take(SpoofState state)
        {
            var means = _sums.Select(sum => sum / Math.Max(1, _count)).ToArray();
            (_sums, _count) = (new double[4], 0);
            return new SpoofRecord(state.Step, state.Seconds, means[0], means[1], means[2], means[3]);
        }
    }
}

using System.Diagnostics;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Siamese;

/// <summary>What a training made.</summary>
/// <param name="Network">The network, set to inference. The caller disposes it.</param>
/// <param name="History">One record for each epoch.</param>
/// <param name="Finished">False where it was stopped early; the checkpoint then holds what was done.</param>
/// <param name="Costs">What the epochs that were finished in this run cost.</param>
internal sealed record TrainingResult(EmbeddingNetwork Network, IReadOnlyList<EpochRecord> History, bool Finished, IReadOnlyList<EpochCost> Costs);

/// <summary>What the steps of one epoch cost, without measuring and checkpoints. In a resumed run the first one counts the steps of this run only.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Images">Photos that were embedded.</param>
/// <param name="Seconds">Time that passed.</param>
/// <param name="CpuSeconds">Processor time of the whole process, all threads together.</param>
internal sealed record EpochCost(int Epoch, int Images, double Seconds, double CpuSeconds);

/// <summary>
/// The training loop of Siamese networks. Everything random is drawn from the seed, the epoch and the step, so a resumed run ends at
/// the same weights as an uninterrupted one (on the same machine with the same number of threads).
/// </summary>
internal sealed class SiameseTrainer
{
    private readonly FaceSet _train;
    private readonly FaceSet? _heldOut;
    private readonly Recipe _recipe;
    private readonly int _seed;

    /// <summary>Prepares a training.</summary>
    /// <param name="train">The faces to learn from.</param>
    /// <param name="heldOut">Faces of other people that each epoch is measured on, or null.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    public SiameseTrainer(FaceSet train, FaceSet? heldOut, Recipe recipe, int seed) => (_train, _heldOut, _recipe, _seed) = (train, heldOut, recipe, seed);

    /// <summary>Where checkpoints are written (after epochs, every minute and when stopped); null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Trains to the end, or until cancelled: then a checkpoint is written and the result is not finished.</summary>
    /// <param name="resume">Whether to go on from the checkpoint, if there is one.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Stops after the step under way.</param>
    public TrainingResult Run(bool resume = false, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        manual_seed(_seed);
        var network = CreateNetwork();
        using var objective = CreateObjective(network);
        using var optimizer = CreateOptimizer(network, objective);
        var state = new TrainingState(_recipe, _seed, _train.Images.Count, 0, 0, 0, 0, 0, []);
        if (resume && File.Exists(CheckpointFile))
            state = Checkpoint.Load(CheckpointFile, _recipe, _seed, _train.Images.Count, network, objective, optimizer);

        var pace = new Pace(progress, _recipe.Epochs, objective.Epoch(0).Count);
        var checkpoints = new CheckpointPace(() => Save(state, network, objective, optimizer));
        var costs = new List<EpochCost>();
        while (state.Epoch < _recipe.Epochs)
        {
            var batches = objective.Epoch(state.Epoch);
            var (images, clock, processor) = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            while (state.Step < batches.Count)
            {
                if (cancellation.IsCancellationRequested)
                {
                    checkpoints.Save();
                    return new TrainingResult(network, state.History, Finished: false, costs);
                }
                SetLearningRate(optimizer, state.Epoch * (long)batches.Count + state.Step, _recipe.Epochs * (long)batches.Count);
                var (loss, correct, count) = Step(network, objective, optimizer, batches[state.Step], state);
                state = state with { Step = state.Step + 1, LossSum = state.LossSum + loss * count, Correct = state.Correct + correct, Count = state.Count + count };
                images += batches[state.Step - 1].Images.Count;
                pace.Report(state, batches[state.Step - 1].Images.Count);
                checkpoints.Step(isEpochDone: false);
            }
            costs.Add(new EpochCost(state.Epoch + 1, images, clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds));
            var (heldOutLoss, heldOutAccuracy) = Measure(network, objective);
            var record = new EpochRecord(state.Epoch + 1, state.LossSum / state.Count, (double)state.Correct / state.Count, heldOutLoss, heldOutAccuracy);
            state = state with { Epoch = state.Epoch + 1, Step = 0, LossSum = 0, Correct = 0, Count = 0, History = [.. state.History, record] };
            checkpoints.Step(isEpochDone: true);
        }
        checkpoints.Save();
        network.eval();
        return new TrainingResult(network, state.History, Finished: true, costs);
    }

    private (double Loss, long Correct, int Count) Step(EmbeddingNetwork network, TrainingObjective objective, optim.Optimizer optimizer, TrainingBatch batch, TrainingState state)
    {
        using var scope = TorchScope.Enter();
        network.train();
        manual_seed(StableHash.Of(_seed, state.Epoch, state.Step));
        var input = _train.ToTensor(batch.Images);
        if (_recipe.Augment)
            input = Augmentation.Apply(input);
        optimizer.zero_grad();
        var result = objective.Loss(network.forward(input), batch);
        result.Loss.backward();
        optimizer.step();
        return (result.Loss.item<float>(), result.Correct, result.Count);
    }

    private (double? Loss, double? Accuracy) Measure(EmbeddingNetwork network, TrainingObjective objective)
    {
        var batches = _heldOut is null ? [] : objective.Measuring(_heldOut);
        if (batches.Count == 0)
            return (null, null);
        using var noGradient = no_grad();
        network.eval();
        double sum = 0, correct = 0, count = 0;
        foreach (var batch in batches)
        {
            using var scope = TorchScope.Enter();
            var result = objective.Loss(network.forward(_heldOut!.ToTensor(batch.Images)), batch);
            (sum, correct, count) = (sum + result.Loss.item<float>() * result.Count, correct + result.Correct, count + result.Count);
        }
        return (sum / count, correct / count);
    }

    private EmbeddingNetwork CreateNetwork() => _recipe.Network switch
    {
        LessonNetwork.Name => LessonNetwork.Create(),
        ResidualNetwork.Name => ResidualNetwork.Create(_recipe.Width, mirror: _recipe.Mirror),
        _ => throw new ArgumentException($"There is no network \"{_recipe.Network}\"; lesson and residual exist."),
    };

    private TrainingObjective CreateObjective(EmbeddingNetwork network) => _recipe.Objective switch
    {
        Objective.Contrastive => new PairObjective(new NeighbourPairs(_train, _seed), new ContrastiveLoss(_recipe.Margin, _recipe.Form), _recipe.BatchSize, _seed),
        _ => new IdentityObjective(_train, new IdentityBatches(_train, _recipe.BatchSize / _recipe.PhotosPerPerson, _recipe.PhotosPerPerson, _seed),
            new MarginLoss(network.Dimension, _train.Identities.Count, _recipe.Margin, _recipe.Scale), new BatchContrastLoss(_recipe.Temperature), _recipe.ContrastWeight),
    };

    private optim.Optimizer CreateOptimizer(EmbeddingNetwork network, TrainingObjective objective)
    {
        var weights = network.parameters().Concat(objective.Weights?.parameters() ?? []);
        const double epsilon = 1e-7; // Keras' default, as in the lesson
        return _recipe.WeightDecay == 0
            ? optim.Adam(weights, _recipe.LearningRate, eps: epsilon)
            : optim.AdamW(weights, _recipe.LearningRate, eps: epsilon, weight_decay: _recipe.WeightDecay);
    }

    private void SetLearningRate(optim.Optimizer optimizer, long step, long steps)
    {
        if (!_recipe.Anneal)
            return;
        double warmUp = Math.Max(1, 0.1 * steps);
        double share = step < warmUp ? (step + 1) / warmUp : 0.5 * (1 + Math.Cos(Math.PI * (step - warmUp) / (steps - warmUp)));
        foreach (var group in optimizer.ParamGroups)
            group.LearningRate = _recipe.LearningRate * share;
    }

    private void Save(TrainingState state, EmbeddingNetwork network, TrainingObjective objective, optim.Optimizer optimizer)
    {
        if (CheckpointFile is not null)
            Checkpoint.Save(CheckpointFile, state, network, objective, optimizer);
    }
}

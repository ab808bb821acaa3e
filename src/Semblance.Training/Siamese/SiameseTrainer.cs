using System.Diagnostics;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Loop;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Siamese;

/// <summary>What the steps of one epoch cost, without measuring and checkpoints. In a resumed run the first one counts the steps of this run only.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Images">Photos that were embedded.</param>
/// <param name="Seconds">Time that passed.</param>
/// <param name="CpuSeconds">Processor time of the whole process, all threads together.</param>
internal sealed record EpochCost(int Epoch, int Images, double Seconds, double CpuSeconds);

/// <summary>Trains Siamese networks.</summary>
internal sealed class SiameseTrainer : Trainer<Recipe, EpochRecord>
{
    private readonly FaceSet _train;
    private readonly FaceSet? _heldOut;
    private readonly TrainingObjective _objective;
    private readonly List<EpochCost> _costs = [];
    private (int Images, Stopwatch Clock, TimeSpan Processor) _epoch;

    /// <summary>Prepares a training.</summary>
    /// <param name="train">The faces to learn from.</param>
    /// <param name="heldOut">Faces of other people that each epoch is measured on, or null.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    public SiameseTrainer(FaceSet train, FaceSet? heldOut, Recipe recipe, int seed, Device? device = null) : base(recipe, seed, device)
    {
        (_train, _heldOut) = (train, heldOut);
        Network = CreateNetwork().to(Device);
        _objective = CreateObjective();
        Objective?.to(Device);
        const double epsilon = 1e-7; // Keras' default, as in the lesson
        Optimizer = new AdamOptimizer(Network.parameters().Concat(Objective?.parameters() ?? []), recipe.LearningRate, recipe.WeightDecay, epsilon);
        RoundSteps = _objective.Epoch(0).Count;
    }

    /// <summary>What the epochs that were finished in this run cost.</summary>
    public IReadOnlyList<EpochCost> Costs => _costs;

    public override string Kind => "siamese";

    public override string Data => $"{_train.Images.Count} photos";

    public override EmbeddingNetwork Network { get; }

    public override nn.Module? Objective => _objective.Weights;

    public override AdamOptimizer Optimizer { get; }

    public override TrainingLength Length => new(Recipe.Epochs * RoundSteps);

    public override Schedule Schedule => Recipe.Anneal ? new(WarmUp: 0.1, Decay: 0.9) : new();

    public override int RoundSteps { get; }

    public override IEnumerable<Func<StepLoss>> Steps(int first)
    {
        for (int epoch = first / RoundSteps; epoch < Recipe.Epochs; epoch++)
        {
            _epoch = (0, Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            foreach (var batch in _objective.Epoch(epoch).Skip(first - epoch * RoundSteps))
            {
                _epoch.Images += batch.Images.Count;
                yield return () => Loss(batch);
            }
        }
    }

    public override EpochRecord Record(TrainingState<Recipe, EpochRecord> state)
    {
        int epoch = state.Step / RoundSteps;
        if (_epoch.Clock is { } clock)
            _costs.Add(new EpochCost(epoch, _epoch.Images, clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - _epoch.Processor).TotalSeconds));
        var (heldOutLoss, heldOutAccuracy) = Measure();
        return new EpochRecord(epoch, state.Round.Mean(0), state.Round.Mean(1), heldOutLoss, heldOutAccuracy);
    }

    public override string Words(TrainingState<Recipe, EpochRecord> state) =>
        $"epoch {(state.Step - 1) / RoundSteps + 1}/{Recipe.Epochs}  loss {state.Round.Mean(0):F4}  accuracy {100 * state.Round.Mean(1):F1} %";

    private StepLoss Loss(TrainingBatch batch)
    {
        var input = _train.ToTensor(batch.Images).to(Device);
        if (Recipe.Augment)
            input = Augmentation.Apply(input);
        var result = _objective.Loss(Network.forward(input), batch);
        return new StepLoss(result.Loss, batch.Images.Count, result.Count, result.Correct);
    }

    private (double? Loss, double? Accuracy) Measure()
    {
        var batches = _heldOut is null ? [] : _objective.Measuring(_heldOut);
        if (batches.Count == 0)
            return (null, null);
        using var noGradient = no_grad();
        Network.eval();
        double sum = 0, correct = 0, count = 0;
        foreach (var batch in batches)
        {
            using var scope = TorchScope.Enter();
            var result = _objective.Loss(Network.forward(_heldOut!.ToTensor(batch.Images).to(Device)), batch);
            (sum, correct, count) = (sum + result.Loss.item<float>() * result.Count, correct + result.Correct.item<long>(), count + result.Count);
        }
        return (sum / count, correct / count);
    }

    private EmbeddingNetwork CreateNetwork() => Recipe.Network switch
    {
        LessonNetwork.Name => LessonNetwork.Create(),
        ResidualNetwork.Name => ResidualNetwork.Create(Recipe.Width, mirror: Recipe.Mirror),
        _ => throw new ArgumentException($"There is no network \"{Recipe.Network}\"; lesson and residual exist."),
    };

    private TrainingObjective CreateObjective() => Recipe.Objective switch
    {
        Siamese.Objective.Contrastive => new PairObjective(new NeighbourPairs(_train, Seed), new ContrastiveLoss(Recipe.Margin, Recipe.Form), Recipe.BatchSize, Seed),
        _ => new IdentityObjective(_train, new IdentityBatches(_train, Recipe.BatchSize / Recipe.PhotosPerPerson, Recipe.PhotosPerPerson, Seed),
            new MarginLoss(Network.Dimension, _train.Identities.Count, Recipe.Margin, Recipe.Scale), new BatchContrastLoss(Recipe.Temperature), Recipe.ContrastWeight),
    };
}

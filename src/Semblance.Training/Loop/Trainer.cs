using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>What one step learns from its batch, before the way back.</summary>
/// <param name="Loss">The mean loss, a scalar.</param>
/// <param name="Images">Photos that were looked at.</param>
/// <param name="Weight">What the batch counts in the round's means.</param>
/// <param name="Measures">What else is followed, each a scalar: sums over that weight.</param>
internal sealed record StepLoss(Tensor Loss, int Images, double Weight, params Tensor[] Measures);

/// <summary>The state in a checkpoint of an earlier version, whose weights lie in the file as they do today.</summary>
/// <param name="Magic">The word that it begins with.</param>
/// <param name="Read">Makes a state of its JSON.</param>
internal sealed record EarlierCheckpoint<TRecipe, TRecord>(string Magic, Func<string, TrainingState<TRecipe, TRecord>> Read);

/// <summary>
/// What <see cref="TrainingLoop{TRecipe, TRecord}"/> asks of one kind of training: networks, batches, their loss, and what is measured. Everything random
/// is drawn from the seed and the step, so that a resumed training ends at the same weights as an uninterrupted one (on one CPU, with as many threads).
/// </summary>
internal abstract class Trainer<TRecipe, TRecord> : IDisposable where TRecipe : IEquatable<TRecipe>
{
    /// <summary>Seeds Torch's random generator, so that networks made after it begin alike.</summary>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    protected Trainer(TRecipe recipe, int seed, Device? device)
    {
        (Recipe, Seed, Device) = (recipe, seed, device ?? CPU);
        manual_seed(seed).Dispose();
    }

    /// <summary>What is trained, in a word, for its checkpoints.</summary>
    public abstract string Kind { get; }

    /// <summary>How to learn.</summary>
    public TRecipe Recipe { get; }

    /// <summary>Fixes everything random.</summary>
    public int Seed { get; }

    /// <summary>What it learns from, in words; a checkpoint of other data is refused. Empty: the data may change.</summary>
    public virtual string Data => "";

    /// <summary>What learns.</summary>
    public abstract nn.Module Network { get; }

    /// <summary>A network of the same layers, for the running mean of the weights; null: none is kept.</summary>
    public virtual nn.Module? Average => null;

    /// <summary>How much of the mean a step keeps.</summary>
    public virtual double AverageKept => 0;

    /// <summary>Weights beside the network that learn with it; null: there are none.</summary>
    public virtual nn.Module? Objective => null;

    /// <summary>Moves the weights.</summary>
    public abstract IStepOptimizer Optimizer { get; }

    /// <summary>How long to train.</summary>
    public abstract TrainingLength Length { get; }

    /// <summary>How the step size runs.</summary>
    public abstract Schedule Schedule { get; }

    /// <summary>Steps of a round (an epoch), after which <see cref="Record"/> measures.</summary>
    public virtual int RoundSteps => int.MaxValue;

    /// <summary>Time of a round, where it is not a number of steps.</summary>
    public virtual TimeSpan? RoundTime => null;

    /// <summary>Before this step a checkpoint is kept apart, to prolong the training from; null: before none.</summary>
    public virtual int? StableStep => null;

    /// <summary>Checkpoints of an earlier version that can still be read.</summary>
    public virtual EarlierCheckpoint<TRecipe, TRecord>? Earlier => null;

    /// <summary>Where to compute.</summary>
    protected Device Device { get; }

    /// <summary>The steps from one on: each prepares its batch when it is asked for and gives the loss when it is called.</summary>
    public abstract IEnumerable<Func<StepLoss>> Steps(int first);

    /// <summary>What a finished round is remembered by.</summary>
    public abstract TRecord Record(TrainingState<TRecipe, TRecord> state);

    /// <summary>How far it is and what it measures, for a person.</summary>
    public abstract string Words(TrainingState<TRecipe, TRecord> state);

    /// <summary>A checkpoint's recipe with those points set to this one's that may change when a training goes on.</summary>
    public virtual TRecipe Resumed(TRecipe saved) => saved;

    public virtual void Dispose()
    {
        Optimizer.Dispose();
        Objective?.Dispose();
        Average?.Dispose();
        Network.Dispose();
        GC.SuppressFinalize(this);
    }
}

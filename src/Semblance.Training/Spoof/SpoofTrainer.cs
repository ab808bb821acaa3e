using Semblance.Training.Embedder;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Spoof;

/// <summary>Means since the last record.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="TightLoss">Loss of the tight branch.</param>
/// <param name="WideLoss">Loss of the wide branch.</param>
/// <param name="TightErrors">Share of samples that the tight branch has on the wrong side of 0.</param>
/// <param name="WideErrors">The same of the wide branch, of samples with surroundings.</param>
internal sealed record SpoofRecord(int Step, double Seconds, double TightLoss, double WideLoss, double TightErrors, double WideErrors);

/// <summary>Trains the network that tells skin from paper and screens.</summary>
internal sealed class SpoofTrainer : Trainer<SpoofRecipe, SpoofRecord>
{
    private const double WarmUpSteps = 50;

    private readonly SpoofSplit _split;

    /// <summary>Prepares a training.</summary>
    /// <param name="split">What to learn from.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="leftOut">Who is left out.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="from">The checkpoint of an earlier training whose weights this one begins with; null: random ones.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    public SpoofTrainer(SpoofSplit split, SpoofRecipe recipe, IReadOnlyList<string> leftOut, int seed, string? from = null, Device? device = null) : base(recipe, seed, device)
    {
        (_split, Data) = (split, $"{split.Training.Count} faces, without {string.Join(" ", leftOut)}");
        Network = new SpoofCnn().to(Device);
        if (from is not null)
            Checkpoint.ReadAverage(from, Kind, Network);
        Average = new SpoofCnn().to(Device);
        Optimizer = new AdamOptimizer(Network.parameters(), recipe.LearningRate, recipe.WeightDecay);
    }

    public override string Kind => "spoof";

    public override string Data { get; }

    public override SpoofCnn Network { get; }

    public override SpoofCnn Average { get; }

    public override double AverageKept => Recipe.AverageDecay;

    public override AdamOptimizer Optimizer { get; }

    public override TrainingLength Length => new(Recipe.Steps);

    public override Schedule Schedule => new(WarmUpSteps / Recipe.Steps, Decay: 1);

    public override int RoundSteps => 50;

    public override IEnumerable<Func<StepLoss>> Steps(int first)
    {
        foreach (var batch in new SpoofBatches(_split.Training, Recipe, Seed).Steps(first, Recipe.Steps))
            yield return () => Loss(batch);
    }

    public override SpoofRecord Record(TrainingState<SpoofRecipe, SpoofRecord> state) =>
        new(state.Step, state.Seconds, state.Round.Mean(1), state.Round.Mean(2), state.Round.Mean(3), state.Round.Mean(4));

    public override string Words(TrainingState<SpoofRecipe, SpoofRecord> state)
    {
        var round = state.Round;
        return $"step {state.Step} of {Recipe.Steps}  loss {round.Mean(1):F3} {round.Mean(2):F3}  errors {100 * round.Mean(3):F1} % {100 * round.Mean(4):F1} %";
    }

    private StepLoss Loss(SpoofBatch batch)
    {
        var (live, hasWide) = (tensor(batch.Live, device: Device), tensor(batch.HasWide, device: Device));
        var (tight, wide) = Network.forward(Input(batch.Tight), Input(batch.Wide));
        var label = live * (1 - 2 * Recipe.Smoothing) + Recipe.Smoothing;
        var near = nn.functional.binary_cross_entropy_with_logits(tight, label);
        var far = nn.functional.binary_cross_entropy_with_logits(wide, label, weight: hasWide, reduction: nn.Reduction.Sum) / hasWide.sum().clamp(1);
        return new StepLoss(near + far, Recipe.BatchSize, Weight: 1, near, far, Errors(tight, live).mean(), (Errors(wide, live) * hasWide).sum() / hasWide.sum().clamp(1));
    }

    // The colours of a pixel lie side by side: convolutions take that order over and are faster by a third.
    private Tensor Input(byte[] rgb) =>
        EmbedderTrainer.Scaled(tensor(rgb, [rgb.Length / (3 * SpoofCnn.Side * SpoofCnn.Side), SpoofCnn.Side, SpoofCnn.Side, 3]).to(Device).permute(0, 3, 1, 2).to(float32));

    private static Tensor Errors(Tensor logOdds, Tensor live) => ((logOdds > 0) != (live > 0.5)).to(float32);
}

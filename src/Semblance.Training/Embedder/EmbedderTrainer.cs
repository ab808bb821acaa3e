using System.Runtime.InteropServices;
using System.Text.Json;
using Semblance.Training.Data;
using Semblance.Training.Faces;
using Semblance.Training.Loop;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>What one epoch reached.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="Loss">Mean loss of its steps.</param>
/// <param name="Cosine">Mean cosine between the answers to varied faces and their targets.</param>
/// <param name="Accuracy">Share of varied faces nearest to their own person's prototype.</param>
/// <param name="StrangerCosine">Mean cosine to the teacher's embeddings on people never seen.</param>
/// <param name="Eer">Equal error rate on people never seen, all pairs.</param>
/// <param name="Tar">True accept rate at a false match rate of 0.1 % on people never seen.</param>
/// <param name="StrictTar">The same at 0.01 %.</param>
/// <param name="LookFmr">False match rate among people never seen who look alike to the teacher, at the threshold of that 0.1 %.</param>
/// <param name="Seconds">Time that passed.</param>
internal sealed record EmbedderEpoch(int Epoch, double Loss, double Cosine, double Accuracy, double StrangerCosine, double? Eer, double? Tar, double? StrictTar, double? LookFmr, double Seconds);

/// <summary>What a training begins with.</summary>
/// <param name="File">Weights that <see cref="EmbedderTrainer.SaveWeights"/> has written.</param>
/// <param name="FitLast">Whether they were learned from another teacher: the last layer is then fitted to this one first.</param>
internal sealed record FirstWeights(string File, bool FitLast = false);

/// <summary>
/// Trains the network of the pack <c>builtin</c> towards its teacher's embeddings. What is measured and exported is the running mean of the weights.
/// More faces may be given, and how long and how fast to train may change, when a training goes on.
/// </summary>
internal sealed class EmbedderTrainer : Trainer<EmbedderRecipe, EmbedderEpoch>
{
    private readonly StrangerTest _strangers;
    private readonly FaceBatches _batches;
    private readonly DistillationLoss _loss;
    private readonly Tensor _faces;
    private readonly Tensor _targets;
    private readonly Tensor _people;

    /// <summary>Prepares a training.</summary>
    /// <param name="collection">All faces.</param>
    /// <param name="set">Those of them to learn from.</param>
    /// <param name="made">Faces of nobody to learn from beside them; there may be none.</param>
    /// <param name="strangers">What each epoch is measured by.</param>
    /// <param name="recipe">How to learn.</param>
    /// <param name="seed">Fixes everything random.</param>
    /// <param name="from">Weights to begin with; null for random ones.</param>
    /// <param name="device">Where to compute; null for the CPU.</param>
    /// <exception cref="DataException">Teacher and recipe do not fit each other, or the file holds no such weights.</exception>
    public EmbedderTrainer(AlignedFaces collection, EmbedderTrainingSet set, MadeFaceFiles made, StrangerTest strangers, EmbedderRecipe recipe, int seed, FirstWeights? from = null, Device? device = null)
        : base(recipe, seed, device)
    {
        _strangers = strangers;
        if (set.Dimension != recipe.Dimension)
            throw new DataException($"The teacher's embeddings have {set.Dimension} numbers, the recipe asks for {recipe.Dimension}.");
        Network = FaceNetwork.Create(recipe.Dimension).to(Device);
        if (from is not null)
            LoadWeights(from.File);
        if (from is { FitLast: true })
            LastLayerFit.Fit(Network, collection, set, recipe.Untouched, seed);
        Average = FaceNetwork.Create(recipe.Dimension).to(Device);
        Optimizer = new Muon(Network.parameters(), recipe.Angle, recipe.Rate);
        _batches = new FaceBatches(collection, set, made, recipe, seed);
        _loss = new DistillationLoss(set.Prototypes, set.Dimension, recipe.Margin, recipe.Scale, recipe.Likeness, new DistillationWeights(recipe.Pull, recipe.Apart, recipe.Relations), Device);
        _faces = zeros(recipe.BatchSize, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        _targets = zeros(recipe.BatchSize, recipe.Dimension);
        _people = zeros(_batches.RealFaces, int64);
    }

    internal const float PixelMean = 127.5f;
    internal const float PixelScale = 1 / 128f;

    public override string Kind => "embedder";

    public override EmbeddingNetwork Network { get; }

    /// <summary>The running mean of the weights.</summary>
    public override EmbeddingNetwork Average { get; }

    public override double AverageKept => Recipe.Average;

    public override Muon Optimizer { get; }

    public override TrainingLength Length => new(Recipe.Epochs * Recipe.Steps);

    public override Schedule Schedule => new(Recipe.WarmUp / (double)(Recipe.Epochs * Recipe.Steps), (double)Recipe.Decay / Recipe.Epochs, Fall.Linear, Least: 0.01);

    public override int RoundSteps => Recipe.Steps;

    public override int? StableStep => (Recipe.Epochs - Recipe.Decay) * Recipe.Steps;

    public override EarlierCheckpoint<EmbedderRecipe, EmbedderEpoch> Earlier => new("semblance-embedder-2", json => JsonSerializer.Deserialize<EarlierState>(json)!.Now(_batches.RealFaces));

    public override IEnumerable<Func<StepLoss>> Steps(int first)
    {
        foreach (var batch in _batches.Steps(first))
            yield return () => Loss(batch);
    }

    public override EmbedderEpoch Record(TrainingState<EmbedderRecipe, EmbedderEpoch> state)
    {
        int epoch = state.Step / Recipe.Steps;
        var (round, strangers) = (state.Round, _strangers.Measure(Average));
        return new EmbedderEpoch(epoch, round.Mean(0), round.Mean(1), round.Mean(2), strangers.Cosine, strangers.Eer, strangers.Tar, strangers.StrictTar, strangers.LookFmr, Math.Round(round.Seconds, 1));
    }

    public override string Words(TrainingState<EmbedderRecipe, EmbedderEpoch> state) =>
        $"epoch {(state.Step - 1) / Recipe.Steps + 1}/{Recipe.Epochs}  loss {state.Round.Mean(0):F4}  accuracy {100 * state.Round.Mean(2):F1} %";

    public override EmbedderRecipe Resumed(EmbedderRecipe saved) => saved with
    {
        Epochs = Recipe.Epochs, Decay = Recipe.Decay, Angle = Recipe.Angle, Rate = Recipe.Rate, Average = Recipe.Average,
        RealFaces = Recipe.RealFaces,
    };

    /// <summary>Writes the running mean of the weights, for a later training to begin with.</summary>
    public void SaveWeights(string file)
    {
        using (var writer = new BinaryWriter(File.Create(file + ".new")))
            Average.save(writer);
        File.Move(file + ".new", file, overwrite: true);
    }

    public override void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_faces, _targets, _people, _loss, _batches])
            part.Dispose();
        base.Dispose();
    }

    /// <summary>Levels 0..255 as the network takes them; pack.json says the same in its mean and scale.</summary>
    internal static Tensor Scaled(Tensor levels) => (levels - PixelMean) * PixelScale;

    private StepLoss Loss(FaceBatch batch)
    {
        _faces.bytes = MemoryMarshal.AsBytes(batch.Faces.AsSpan());
        _targets.bytes = MemoryMarshal.AsBytes(batch.Targets.AsSpan());
        _people.bytes = MemoryMarshal.AsBytes(batch.People.AsSpan());
        var (loss, cosine, correct) = _loss.Loss(Network.forward(Scaled(_faces.to(Device))), _targets.to(Device), _people.to(Device));
        return new StepLoss(loss, Recipe.BatchSize, Weight: 1, cosine, correct.to(float64) / _batches.RealFaces);
    }

    private void LoadWeights(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        try
        {
            Network.load(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new DataException($"{file} holds no weights of this network: {e.Message}");
        }
    }

    // As checkpoints were before all trainings had one loop: some of them hold days of work.
    private sealed record EarlierState(EmbedderRecipe Recipe, int Seed, int Epoch, int Step, double LossSum, double CosineSum, long Correct, double Seconds, IReadOnlyList<EmbedderEpoch> History)
    {
        public TrainingState<EmbedderRecipe, EmbedderEpoch> Now(int realFaces) => new(
            Recipe, Seed, "", Epoch * Recipe.Steps + Step, History.Sum(epoch => epoch.Seconds) + Seconds,
            Step == 0 ? Round.Empty : new Round(Step, Seconds, Step, [LossSum, CosineSum, Correct / (double)realFaces]), History);
    }
}

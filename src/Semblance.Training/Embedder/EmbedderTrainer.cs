using System.Diagnostics;
using System.Runtime.InteropServices;
using Semblance.Training.Data;
using Semblance.Training.Faces;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using Semblance.Training.Siamese;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>
/// Trains the network of the pack <c>builtin</c> towards its teacher's embeddings. Everything random is drawn from seed, epoch and
/// step. What is measured and exported is the running mean of the weights (Polyak and Juditsky 1992).
/// </summary>
internal sealed class EmbedderTrainer : IDisposable
{
    private static readonly TimeSpan s_checkpointEvery = TimeSpan.FromMinutes(3);

    private readonly EmbedderRecipe _recipe;
    private readonly int _seed;
    private readonly EmbedderTrainingSet _set;
    private readonly MadeFaceFiles _made;
    private readonly StrangerTest _strangers;
    private readonly FaceBatches _batches;
    private readonly DistillationLoss _loss;
    private readonly EmbeddingNetwork _network;
    private readonly Muon _optimizer;
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
    /// <param name="from">A file of weights to begin with (<see cref="SaveWeights"/>); null for random ones.</param>
    /// <exception cref="DataException">Teacher and recipe do not fit each other, or the file holds no such weights.</exception>
    public EmbedderTrainer(AlignedFaces collection, EmbedderTrainingSet set, MadeFaceFiles made, StrangerTest strangers, EmbedderRecipe recipe, int seed, string? from = null)
    {
        (_recipe, _seed, _set, _made, _strangers) = (recipe, seed, set, made, strangers);
        if (set.Dimension != recipe.Dimension)
            throw new DataException($"The teacher's embeddings have {set.Dimension} numbers, the recipe asks for {recipe.Dimension}.");
        manual_seed(seed);
        _network = FaceNetwork.Create(recipe.Dimension);
        if (from is not null)
            LoadWeights(from);
        Average = FaceNetwork.Create(recipe.Dimension);
        Average.load_state_dict(_network.state_dict());
        _optimizer = new Muon(_network.parameters());
        _batches = new FaceBatches(collection, set, made, recipe, seed);
        _loss = new DistillationLoss(set.Prototypes, set.Dimension, recipe.Margin, recipe.Scale, recipe.Likeness, new DistillationWeights(recipe.Pull, recipe.Apart, recipe.Relations));
        _faces = zeros(recipe.BatchSize, 3, FaceAugmentation.Side, FaceAugmentation.Side);
        _targets = zeros(recipe.BatchSize, recipe.Dimension);
        _people = zeros(_batches.RealFaces, int64);
    }

    /// <summary>The running mean of the weights.</summary>
    public EmbeddingNetwork Average { get; }

    /// <summary>Where checkpoints are written: every few minutes, when stopped, and apart where the step size begins to fall.</summary>
    public required string CheckpointFile { get; init; }

    /// <summary>Trains to the end, or until cancelled.</summary>
    /// <param name="resume">Whether to go on from the checkpoint.</param>
    /// <param name="progress">Told after every step.</param>
    /// <param name="epochDone">Told after every epoch.</param>
    /// <param name="cancellation">Stops after the step under way; a checkpoint is written.</param>
    public EmbedderState Run(bool resume, IProgress<TrainingProgress>? progress, Action<EmbedderState> epochDone, CancellationToken cancellation)
    {
        var state = new EmbedderState(_recipe, _seed, _set.Count, _made.Count, 0, 0, 0, 0, 0, 0, []);
        if (resume)
            state = EmbedderCheckpoint.Load(CheckpointFile, _recipe, _seed, _network, Average, _optimizer) with { Faces = _set.Count, Made = _made.Count };
        var sinceCheckpoint = Stopwatch.StartNew();
        while (state.Epoch < _recipe.Epochs)
        {
            if (state.Epoch == _recipe.Epochs - _recipe.Decay && state.Step == 0)
                EmbedderCheckpoint.Save(Path.ChangeExtension(CheckpointFile, ".stable.bin"), state, _network, Average, _optimizer);
            var clock = Stopwatch.StartNew();
            foreach (var batch in _batches.Epoch(state.Epoch, state.Step))
            {
                state = Step(batch, state) with { Seconds = state.Seconds + clock.Elapsed.TotalSeconds };
                clock.Restart();
                progress?.Report(Progress(state));
                if (cancellation.IsCancellationRequested || sinceCheckpoint.Elapsed > s_checkpointEvery)
                {
                    EmbedderCheckpoint.Save(CheckpointFile, state, _network, Average, _optimizer);
                    sinceCheckpoint.Restart();
                }
                if (cancellation.IsCancellationRequested)
                    return state;
            }
            state = FinishEpoch(state);
            EmbedderCheckpoint.Save(CheckpointFile, state, _network, Average, _optimizer);
            epochDone(state);
        }
        return state;
    }

    /// <summary>Writes the running mean of the weights, for a later training to begin with.</summary>
    public void SaveWeights(string file)
    {
        using (var writer = new BinaryWriter(File.Create(file + ".new")))
            Average.save(writer);
        File.Move(file + ".new", file, overwrite: true);
    }

    public void Dispose()
    {
        foreach (IDisposable part in (IDisposable[])[_faces, _targets, _people, _loss, _batches, _optimizer, _network, Average])
            part.Dispose();
    }

    private void LoadWeights(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        try
        {
            _network.load(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new DataException($"{file} holds no weights of this network: {e.Message}");
        }
    }

    private EmbedderState Step(FaceBatch batch, EmbedderState state)
    {
        using var scope = TorchScope.Enter();
        _network.train();
        _faces.bytes = MemoryMarshal.AsBytes(batch.Faces.AsSpan());
        _targets.bytes = MemoryMarshal.AsBytes(batch.Targets.AsSpan());
        _people.bytes = MemoryMarshal.AsBytes(batch.People.AsSpan());
        _optimizer.ZeroGradients();
        var (loss, cosine, correct) = _loss.Loss(_network.forward(Scaled(Resized(_faces, _recipe.SideAt(state.Epoch)))), _targets, _people);
        loss.backward();
        double share = StepSize(state.Epoch * (double)_recipe.Steps + state.Step);
        _optimizer.Step(_recipe.Angle * share, _recipe.Rate * share);
        WeightAverage.Update(Average, _network, AverageKept(state.Epoch * (long)_recipe.Steps + state.Step));
        float value = loss.item<float>();
        if (!float.IsFinite(value))
            throw new DataException($"The loss is no number at step {state.Step + 1} of epoch {state.Epoch + 1}: the step size is too large.");
        return state with { Step = state.Step + 1, LossSum = state.LossSum + value, CosineSum = state.CosineSum + cosine.item<float>(), Correct = state.Correct + correct.item<long>() };
    }

    /// <summary>Levels 0..255 as the network takes them; pack.json says the same in its mean and scale.</summary>
    internal static Tensor Scaled(Tensor levels) => (levels - PixelMean) * PixelScale;

    /// <summary>Pictures of another size; each pixel of a smaller one is the mean over an area.</summary>
    internal static Tensor Resized(Tensor pictures, int side) => side == pictures.shape[2] ? pictures : nn.functional.adaptive_avg_pool2d(pictures, side);

    internal const float PixelMean = 127.5f;
    internal const float PixelScale = 1 / 128f;

    private double StepSize(double step)
    {
        double steps = _recipe.Epochs * (double)_recipe.Steps, decay = _recipe.Decay * (double)_recipe.Steps;
        return Math.Min(1, (step + 1) / _recipe.WarmUp) * Math.Clamp((steps - step) / Math.Max(1, decay), 0.01, 1);
    }

    // Short at first, so that the random beginning is soon forgotten.
    private double AverageKept(long step) => Math.Min(_recipe.Average, (step + 1) / (step + 10.0));

    private EmbedderState FinishEpoch(EmbedderState state)
    {
        var strangers = _strangers.Measure(Average, _recipe.SideAt(state.Epoch));
        var record = new EmbedderEpoch(state.Epoch + 1, state.LossSum / state.Step, state.CosineSum / state.Step, state.Correct / ((double)state.Step * _batches.RealFaces), strangers.Cosine, strangers.Eer, strangers.Tar, strangers.StrictTar, strangers.LookFmr, Math.Round(state.Seconds, 1));
        return state with { Epoch = state.Epoch + 1, Step = 0, LossSum = 0, CosineSum = 0, Correct = 0, Seconds = 0, History = [.. state.History, record] };
    }

    private TrainingProgress Progress(EmbedderState state)
    {
        long step = (long)state.Epoch * _recipe.Steps + state.Step, steps = (long)_recipe.Epochs * _recipe.Steps;
        double pace = state.Seconds / state.Step;
        return new TrainingProgress(state.Epoch + 1, _recipe.Epochs, step, steps, state.LossSum / state.Step,
            state.Correct / ((double)state.Step * _batches.RealFaces), _recipe.BatchSize / pace, TimeSpan.FromSeconds(pace * (steps - step)));
    }
}

using Semblance.Training.Data;
using Semblance.Training.Networks;
using TorchSharp;

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

/// <summary>How far a training has come.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Faces">Number of the collection's faces that are learned from.</param>
/// <param name="Made">Number of made faces beside them.</param>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="Step">Steps of it that are done.</param>
/// <param name="LossSum">Sum of the losses of these steps.</param>
/// <param name="CosineSum">Sum of their mean cosines.</param>
/// <param name="Correct">Faces nearest to their own prototype in these steps.</param>
/// <param name="Seconds">Time these steps took.</param>
/// <param name="History">The finished epochs.</param>
internal sealed record EmbedderState(
    EmbedderRecipe Recipe, int Seed, int Faces, int Made, int Epoch, int Step, double LossSum, double CosineSum, long Correct, double Seconds, IReadOnlyList<EmbedderEpoch> History);

/// <summary>One file with the state, the network, the mean of its weights and the optimizer. Replaced atomically.</summary>
internal static class EmbedderCheckpoint
{
    private const string Magic = "semblance-embedder-2";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, EmbedderState state, EmbeddingNetwork network, EmbeddingNetwork average, Muon optimizer) =>
        CheckpointFile.Write(path, Magic, state, writer =>
        {
            network.save(writer);
            average.save(writer);
            foreach (var momentum in optimizer.State)
                momentum.Save(writer);
            optimizer.Rest.save_state_dict(writer);
        });

    /// <summary>
    /// Reads the file. How long and how fast to go on is the new recipe's, and there may be more faces; everything else must be as before.
    /// </summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe or seed.</exception>
    public static EmbedderState Load(string path, EmbedderRecipe recipe, int seed, EmbeddingNetwork network, EmbeddingNetwork average, Muon optimizer)
    {
        return CheckpointFile.Read<EmbedderState>(path, Magic, IsSame, reader =>
        {
            network.load(reader);
            average.load(reader);
            foreach (var momentum in optimizer.State)
                momentum.Load(reader);
            optimizer.Rest.load_state_dict(reader);
        }) with { Recipe = recipe };

        bool IsSame(EmbedderState state) =>
            state.Recipe with { Epochs = recipe.Epochs, Decay = recipe.Decay, Angle = recipe.Angle, Rate = recipe.Rate, Average = recipe.Average, RealFaces = recipe.RealFaces, SmallEpochs = recipe.SmallEpochs, SmallSide = recipe.SmallSide } == recipe && state.Seed == seed;
    }
}

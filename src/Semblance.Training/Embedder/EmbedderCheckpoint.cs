using System.Text.Json;
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
/// <param name="Seconds">Time that passed.</param>
public sealed record EmbedderEpoch(int Epoch, double Loss, double Cosine, double Accuracy, double StrangerCosine, double? Eer, double? Tar, double Seconds);

/// <summary>How far a training has come.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Faces">Number of training faces, to notice other data.</param>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="Step">Steps of it that are done.</param>
/// <param name="LossSum">Sum of the losses of these steps.</param>
/// <param name="CosineSum">Sum of their mean cosines.</param>
/// <param name="Correct">Faces nearest to their own prototype in these steps.</param>
/// <param name="Seconds">Time these steps took.</param>
/// <param name="History">The finished epochs.</param>
public sealed record EmbedderState(
    EmbedderRecipe Recipe, int Seed, int Faces, int Epoch, int Step, double LossSum, double CosineSum, long Correct, double Seconds, IReadOnlyList<EmbedderEpoch> History);

/// <summary>One file with the state, the network, the mean of its weights and the optimizer. Replaced atomically.</summary>
internal static class EmbedderCheckpoint
{
    private const string Magic = "semblance-embedder-1";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, EmbedderState state, EmbeddingNetwork network, EmbeddingNetwork average, Muon optimizer)
    {
        string fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(Magic);
            writer.Write(JsonSerializer.Serialize(state));
            network.save(writer);
            average.save(writer);
            foreach (var momentum in optimizer.State)
                momentum.Save(writer);
            optimizer.Rest.save_state_dict(writer);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Reads the file. How long and how fast to go on is the new recipe's; everything else must be as before.</summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe, seed or data.</exception>
    public static EmbedderState Load(string path, EmbedderRecipe recipe, int seed, int faces, EmbeddingNetwork network, EmbeddingNetwork average, Muon optimizer)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            if (reader.ReadString() != Magic)
                throw new DataException($"{path} is no checkpoint of this version.");
            var state = JsonSerializer.Deserialize<EmbedderState>(reader.ReadString())!;
            var comparable = state.Recipe with { Epochs = recipe.Epochs, Decay = recipe.Decay, Angle = recipe.Angle, Rate = recipe.Rate };
            if (comparable != recipe || state.Seed != seed || state.Faces != faces)
                throw new DataException($"{path} belongs to a training with another recipe, seed or data. Take the same options and data as before, or another --out.");
            network.load(reader);
            average.load(reader);
            foreach (var momentum in optimizer.State)
                momentum.Load(reader);
            optimizer.Rest.load_state_dict(reader);
            return state with { Recipe = recipe };
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new DataException($"{path} is damaged and cannot be resumed: {e.Message}");
        }
    }
}

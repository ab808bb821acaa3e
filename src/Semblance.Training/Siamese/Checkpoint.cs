using System.Text.Json;
using Semblance.Reports;
using Semblance.Training.Data;
using Semblance.Training.Losses;
using Semblance.Training.Networks;
using TorchSharp;

namespace Semblance.Training.Siamese;

/// <summary>How far a training has come: enough to go on and end at the same weights as without the interruption.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Images">Number of training photos, to notice other data.</param>
/// <param name="Epoch">The epoch under way, from 0.</param>
/// <param name="Step">Steps of it that are done.</param>
/// <param name="LossSum">Sum of loss x count over these steps.</param>
/// <param name="Correct">Judged rightly in these steps.</param>
/// <param name="Count">Judged in these steps.</param>
/// <param name="History">The finished epochs.</param>
public sealed record TrainingState(Recipe Recipe, int Seed, int Images, int Epoch, int Step, double LossSum, long Correct, long Count, IReadOnlyList<EpochRecord> History);

/// <summary>One file with the state, the network, the objective's weights and the optimizer. Replaced atomically.</summary>
public static class Checkpoint
{
    private const string Magic = "semblance-checkpoint-1";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, TrainingState state, EmbeddingNetwork network, TrainingObjective objective, torch.optim.Optimizer optimizer)
    {
        string fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(Magic);
            writer.Write(JsonSerializer.Serialize(state));
            network.save(writer);
            objective.Weights?.save(writer);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Reads the file into a network, an objective and an optimizer made by the same recipe.</summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe, seed or data.</exception>
    public static TrainingState Load(string path, Recipe recipe, int seed, int images, EmbeddingNetwork network, TrainingObjective objective, torch.optim.Optimizer optimizer)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            if (reader.ReadString() != Magic)
                throw new DataException($"{path} is no checkpoint of this version.");
            var state = JsonSerializer.Deserialize<TrainingState>(reader.ReadString())!;
            if (state.Recipe != recipe || state.Seed != seed || state.Images != images)
                throw new DataException($"{path} belongs to a training with another recipe, seed or data. Take the same options and data as before, or another --out.");
            network.load(reader);
            objective.Weights?.load(reader);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
            return state;
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new DataException($"{path} is damaged and cannot be resumed: {e.Message}");
        }
    }
}

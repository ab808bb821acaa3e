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
internal sealed record TrainingState(Recipe Recipe, int Seed, int Images, int Epoch, int Step, double LossSum, long Correct, long Count, IReadOnlyList<EpochRecord> History);

/// <summary>One file with the state, the network, the objective's weights and the optimizer. Replaced atomically.</summary>
internal static class Checkpoint
{
    private const string Magic = "semblance-checkpoint-1";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, TrainingState state, EmbeddingNetwork network, TrainingObjective objective, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Write(path, Magic, state, writer =>
        {
            network.save(writer);
            objective.Weights?.save(writer);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
        });

    /// <summary>Reads the file into a network, an objective and an optimizer made by the same recipe.</summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe, seed or data.</exception>
    public static TrainingState Load(string path, Recipe recipe, int seed, int images, EmbeddingNetwork network, TrainingObjective objective, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Read<TrainingState>(path, Magic, state => state.Recipe == recipe && state.Seed == seed && state.Images == images, reader =>
        {
            network.load(reader);
            objective.Weights?.load(reader);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
        });
}

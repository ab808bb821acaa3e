using Semblance.Training.Data;
using Semblance.Training.Networks;
using TorchSharp;

namespace Semblance.Training.Detectors;

/// <summary>What was measured at one moment of a training.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="ScoreLoss">Mean loss of the scores since the last record.</param>
/// <param name="BoxLoss">The same of the boxes.</param>
/// <param name="PointLoss">The same of the landmarks.</param>
/// <param name="AveragePrecision">On held-out crowds, 0 to 1.</param>
/// <param name="LandmarkError">On held-out portraits, mean distance from the reference over the eye distance.</param>
/// <param name="Missed">Held-out portraits whose face was not found.</param>
internal sealed record DetectorRecord(int Step, double Seconds, double ScoreLoss, double BoxLoss, double PointLoss, double? AveragePrecision, double? LandmarkError, int Missed);

/// <summary>How far a detector training has come.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="History">What was measured so far.</param>
internal sealed record DetectorState(DetectorRecipe Recipe, int Seed, int Step, double Seconds, IReadOnlyList<DetectorRecord> History);

/// <summary>One file with the state, the network, its averaged weights and the optimizer. Replaced atomically.</summary>
internal static class DetectorCheckpoint
{
    private const string Magic = "semblance-detector-checkpoint-1";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, DetectorState state, DetectorNetwork network, DetectorNetwork average, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Write(path, Magic, state, writer =>
        {
            network.save(writer);
            average.save(writer);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
        });

    /// <summary>Reads the file into networks and an optimizer made by the same recipe.</summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe or seed.</exception>
    public static DetectorState Load(string path, DetectorRecipe recipe, int seed, DetectorNetwork network, DetectorNetwork average, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Read<DetectorState>(path, Magic, state => state.Recipe == recipe && state.Seed == seed, reader =>
        {
            network.load(reader);
            average.load(reader);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
        });
}

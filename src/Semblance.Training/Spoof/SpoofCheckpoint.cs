using Semblance.Training.Data;
using Semblance.Training.Networks;
using TorchSharp;

namespace Semblance.Training.Spoof;

/// <summary>Means since the last record.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="TightLoss">Loss of the tight branch.</param>
/// <param name="WideLoss">Loss of the wide branch.</param>
/// <param name="TightErrors">Share of samples that the tight branch has on the wrong side of 0.</param>
/// <param name="WideErrors">The same of the wide branch, of samples with surroundings.</param>
internal sealed record SpoofRecord(int Step, double Seconds, double TightLoss, double WideLoss, double TightErrors, double WideErrors);

/// <summary>How far a spoof training has come.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="LeftOut">Who is left out.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Sources">How many faces it learns from, to notice other data.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Seconds of training done.</param>
/// <param name="History">What was measured so far.</param>
internal sealed record SpoofState(SpoofRecipe Recipe, IReadOnlyList<string> LeftOut, int Seed, int Sources, int Step, double Seconds, IReadOnlyList<SpoofRecord> History);

/// <summary>One file with the state, the network, its averaged weights and the optimizer. Replaced atomically.</summary>
internal static class SpoofCheckpoint
{
    private const string Magic = "semblance-spoof-checkpoint-1";

    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Save(string path, SpoofState state, SpoofCnn network, SpoofCnn average, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Write(path, Magic, state, writer =>
        {
            network.save(writer);
            average.save(writer);
            ((TorchSharp.Modules.OptimizerHelper)optimizer).save_state_dict(writer);
        });

    /// <summary>Reads the file into networks and an optimizer made by the same recipe.</summary>
    /// <exception cref="DataException">The file is no checkpoint, or one of another recipe, seed or data.</exception>
    public static SpoofState Load(string path, SpoofState fresh, SpoofCnn network, SpoofCnn average, torch.optim.Optimizer optimizer) =>
        CheckpointFile.Read<SpoofState>(
            path, Magic, state => state.Recipe == fresh.Recipe && state.Seed == fresh.Seed && state.Sources == fresh.Sources && state.LeftOut.SequenceEqual(fresh.LeftOut), reader =>
            {
                network.load(reader);
                average.load(reader);
                ((TorchSharp.Modules.OptimizerHelper)optimizer).load_state_dict(reader);
            });

    /// <summary>Reads only the averaged weights, of a training of any recipe and data, to begin another one with.</summary>
    /// <exception cref="DataException">The file is no checkpoint.</exception>
    public static void LoadWeights(string path, SpoofCnn network)
    {
        using var untrained = new SpoofCnn();
        CheckpointFile.Read<SpoofState>(path, Magic, _ => true, reader =>
        {
            untrained.load(reader);
            network.load(reader);
        });
    }
}

using System.CommandLine;
using Semblance.Training.Data;
using Semblance.Training.Loop;
using Semblance.Training.Output;
using static TorchSharp.torch;

namespace Semblance.Training.Commands;

/// <summary>What all trainings have in common on the command line.</summary>
internal static class TrainingRun
{
    /// <summary>The file of checkpoints in a folder; to resume it must be there, otherwise it must not.</summary>
    /// <exception cref="DataException">It is not so.</exception>
    public static string Checkpoint(string folder, bool resume)
    {
        string file = Path.Combine(folder, "checkpoint.bin");
        return resume == File.Exists(file) ? file
            : throw new DataException(resume ? $"{file}: there is no checkpoint to resume from." : $"{file} is there already: --resume goes on from it; otherwise give another --out.");
    }

    /// <summary>Sets the threads, and finds the device to compute on.</summary>
    /// <exception cref="DataException">The device is not to be had.</exception>
    public static Device Start(ParseResult arguments)
    {
        set_num_threads(arguments.GetValue(CommonOptions.Threads));
        return ComputeDevice.Named(arguments.GetRequiredValue(CommonOptions.Device));
    }

    /// <summary>Trains before the user's eyes, until the end or Ctrl+C; then it is said how to go on.</summary>
    /// <param name="trainer">What is trained.</param>
    /// <param name="checkpoint">The file of its checkpoints.</param>
    /// <param name="resume">Whether to go on from it.</param>
    /// <param name="recorded">Told after every round.</param>
    public static (TrainingState<TRecipe, TRecord> State, bool Finished) Run<TRecipe, TRecord>(
        Trainer<TRecipe, TRecord> trainer, string checkpoint, bool resume, Action<TrainingState<TRecipe, TRecord>>? recorded = null) where TRecipe : IEquatable<TRecipe>
    {
        using var interrupt = new Interrupt();
        var loop = new TrainingLoop<TRecipe, TRecord>(trainer, checkpoint) { Recorded = recorded };
        var result = TrainingDisplay.Run("training", progress => loop.Run(resume, progress, interrupt.Token));
        if (!result.Finished)
            Console.Error.WriteLine($"Stopped. {checkpoint} holds what was done; the same command with --resume goes on.");
        return result;
    }

    /// <summary>Writes a file that others may be reading.</summary>
    public static void Replace(string file, byte[] content)
    {
        File.WriteAllBytes(file + ".new", content);
        File.Move(file + ".new", file, overwrite: true);
    }
}

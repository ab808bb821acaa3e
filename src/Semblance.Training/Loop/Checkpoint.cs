using System.Text.Json;
using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>One file with all that a training needs to go on: a word that says what it is, the state as JSON, the weights and what the optimizer remembers. Replaced atomically.</summary>
internal static class Checkpoint
{
    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    public static void Write<TRecipe, TRecord>(string path, Trainer<TRecipe, TRecord> trainer, TrainingState<TRecipe, TRecord> state) where TRecipe : IEquatable<TRecipe>
    {
        string fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(Magic(trainer.Kind));
            writer.Write(JsonSerializer.Serialize(state));
            foreach (var module in Modules(trainer))
                module.save(writer);
            trainer.Optimizer.Save(writer);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Reads the file into a trainer.</summary>
    /// <exception cref="DataException">The file is no such checkpoint, is damaged, or belongs to a training with another recipe, seed or data.</exception>
    public static TrainingState<TRecipe, TRecord> Read<TRecipe, TRecord>(string path, Trainer<TRecipe, TRecord> trainer) where TRecipe : IEquatable<TRecipe> => Open(path, reader =>
    {
        string magic = reader.ReadString();
        if (magic != Magic(trainer.Kind) && magic != trainer.Earlier?.Magic)
            throw NoCheckpoint(path, trainer.Kind);
        string json = reader.ReadString();
        var state = magic == Magic(trainer.Kind) ? JsonSerializer.Deserialize<TrainingState<TRecipe, TRecord>>(json)! : trainer.Earlier!.Read(json);
        if (!trainer.Resumed(state.Recipe).Equals(trainer.Recipe) || state.Seed != trainer.Seed || state.Data != trainer.Data)
            throw new DataException($"{path} belongs to a training with another recipe, seed or data. Take the same options and data as before, or another --out.");
        foreach (var module in Modules(trainer))
            module.load(reader);
        trainer.Optimizer.Load(reader);
        return state with { Recipe = trainer.Recipe };
    });

    /// <summary>Reads only the running mean of the weights, of a training of any recipe and data, to begin another one with.</summary>
    /// <exception cref="DataException">The file is no such checkpoint.</exception>
    public static void ReadAverage(string path, string kind, nn.Module network) => Open(path, reader =>
    {
        if (reader.ReadString() != Magic(kind))
            throw NoCheckpoint(path, kind);
        reader.ReadString();
        network.load(reader); // as it stood; the mean lies behind it
        return network.load(reader);
    });

    private static T Open<T>(string path, Func<BinaryReader, T> read)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            return read(reader);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException or JsonException or FormatException or ArgumentException)
        {
            throw new DataException($"{path} is damaged and cannot be resumed: {e.Message}");
        }
    }

    private static DataException NoCheckpoint(string path, string kind) => new($"{path} is no checkpoint of a {kind} training, or one of another version.");

    private static string Magic(string kind) => $"semblance-{kind}-checkpoint-3";

    private static IEnumerable<nn.Module> Modules<TRecipe, TRecord>(Trainer<TRecipe, TRecord> trainer) where TRecipe : IEquatable<TRecipe> =>
        new[] { trainer.Network, trainer.Average, trainer.Objective }.OfType<nn.Module>();
}

using System.Text.Json;

namespace Semblance.Training.Data;

/// <summary>The file of a checkpoint: a word that says what it is, the state as JSON, then weights. Replaced atomically.</summary>
internal static class CheckpointFile
{
    /// <summary>Writes the file; an interruption leaves the former one whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">What it is, and of which version.</param>
    /// <param name="state">How far the training has come.</param>
    /// <param name="weights">Writes the rest.</param>
    public static void Write<T>(string path, string magic, T state, Action<BinaryWriter> weights)
    {
        string fresh = path + ".new";
        using (var file = File.Create(fresh))
        using (var writer = new BinaryWriter(file))
        {
            writer.Write(magic);
            writer.Write(JsonSerializer.Serialize(state));
            weights(writer);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>Reads the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="magic">What it must be.</param>
    /// <param name="isSame">Whether the state belongs to the training that wants to go on.</param>
    /// <param name="weights">Reads the rest.</param>
    /// <exception cref="DataException">The file is no such checkpoint, is damaged, or belongs to another training.</exception>
    public static T Read<T>(string path, string magic, Func<T, bool> isSame, Action<BinaryReader> weights)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        try
        {
            if (reader.ReadString() != magic)
                throw new DataException($"{path} is no checkpoint of this kind and version.");
            var state = JsonSerializer.Deserialize<T>(reader.ReadString())!;
            if (!isSame(state))
                throw new DataException($"{path} belongs to a training with another recipe, seed or data. Take the same options and data as before, or another --out.");
            weights(reader);
            return state;
        }
        catch (Exception e) when (e is EndOfStreamException or JsonException or FormatException or ArgumentException)
        {
            throw new DataException($"{path} is damaged and cannot be resumed: {e.Message}");
        }
    }
}

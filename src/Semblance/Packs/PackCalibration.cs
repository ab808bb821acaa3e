using System.Text.Json;
using Semblance.Evaluation;

namespace Semblance.Packs;

/// <summary>Gives a pack new thresholds. Its id stays, for embeddings stay the same: nobody need enrol again.</summary>
public static class PackCalibration
{
    /// <summary>The pack's manifest with a calibration and the thresholds that follow from it.</summary>
    public static PackManifest Apply(PackManifest manifest, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest with { Thresholds = ThresholdCalibration.ToThresholds(calibration), Calibration = calibration };
    }

    /// <summary>Replaces the pack.json of a pack. Another program sees the old one or the new one, never a part.</summary>
    /// <param name="pack">The pack as it was loaded.</param>
    /// <param name="calibration">Made with this very pack.</param>
    /// <exception cref="PackException">The file cannot be written, or the pack changed meanwhile.</exception>
    public static void Write(ModelPack pack, Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(pack);
        string path = Path.Combine(pack.Folder, "pack.json"), draft = $"{path}.{Environment.ProcessId}.tmp";
        if (ModelPack.Load(pack.Folder).Id != pack.Id)
            throw new PackException($"{path} was changed meanwhile; the calibration does not belong to what is there now.");
        try
        {
            File.WriteAllBytes(draft, ToJson(pack, calibration));
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes a copy of a pack with the calibration into a new folder, and checks that it loads.</summary>
    /// <param name="pack">The pack as it was loaded; only its own files are copied.</param>
    /// <param name="calibration">Made with this very pack.</param>
    /// <param name="folder">A folder that does not exist, or is empty.</param>
    /// <exception cref="PackException">The folder holds something, or cannot be written.</exception>
    public static void WriteCopy(ModelPack pack, Calibration calibration, string folder)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new PackException($"{folder} is not empty; a copy of a pack goes into a folder of its own.");
        try
        {
            Directory.CreateDirectory(folder);
            string[] files = pack.Manifest.Detector is GridDetectorEntry grid ? [pack.Manifest.Embedder.File, grid.File] : [pack.Manifest.Embedder.File];
            foreach (string file in files.Distinct())
                File.Copy(Path.Combine(pack.Folder, file), Path.Combine(folder, file));
            File.WriteAllBytes(Path.Combine(folder, "pack.json"), ToJson(pack, calibration));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{folder} cannot be written: {e.Message}", e);
        }
        _ = ModelPack.Load(folder);
    }

    private static byte[] ToJson(ModelPack pack, Calibration calibration) => JsonSerializer.SerializeToUtf8Bytes(Apply(pack.Manifest, calibration), PackManifest.Json);
}

using System.Text.Json;
using Semblance.Evaluation;

namespace Semblance.Packs;

/// <summary>Gives a pack new thresholds. Its id stays, for embeddings stay the same: nobody need enrol again.</summary>
internal static class PackCalibration
{
    /// <summary>The pack's manifest with a calibration and the thresholds that follow from it.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="calibration">Made with this very pack.</param>
    /// <param name="evidence">What scores are worth over video, from the same comparisons (<see cref="EvidenceEntry.Of"/>); null where they carry none: then
    /// the mean of 15 frames decides by the threshold.</param>
    /// <param name="defaultFmr">The rate of the default threshold; a row of the table.</param>
    /// <exception cref="CalibrationException">The table has no row for the default.</exception>
    public static PackManifest Apply(PackManifest manifest, Calibration calibration, EvidenceEntry? evidence, double defaultFmr = CalibrationOptions.DefaultFmr)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return manifest with { Thresholds = ThresholdCalibration.ToThresholds(calibration, defaultFmr), Calibration = calibration, Evidence = evidence };
    }

    /// <summary>Replaces the pack.json of a pack. Another program sees the old one or the new one, never a part.</summary>
    /// <param name="pack">The pack as it was loaded.</param>
    /// <param name="calibration">Made with this very pack.</param>
    /// <param name="evidence">See <see cref="Apply"/>.</param>
    /// <param name="defaultFmr">The rate of the default threshold; a row of the table.</param>
    /// <exception cref="CalibrationException">The table has no row for the default.</exception>
    /// <exception cref="PackException">The file cannot be written, or the pack changed meanwhile.</exception>
    public static void Write(ModelPack pack, Calibration calibration, EvidenceEntry? evidence, double defaultFmr = CalibrationOptions.DefaultFmr)
    {
        ArgumentNullException.ThrowIfNull(pack);
        Replace(pack, manifest => Apply(manifest, calibration, evidence, defaultFmr));
    }

    /// <summary>Changes the pack.json of a pack whose networks stay. Another program sees the old one or the new one, never a part; what others changed in it meanwhile is kept.</summary>
    /// <param name="pack">The pack as it was loaded.</param>
    /// <param name="change">Makes the new contents of those that are there.</param>
    /// <exception cref="PackException">The contents cannot be used, the file cannot be written, or the networks changed meanwhile.</exception>
    internal static void Replace(ModelPack pack, Func<PackManifest, PackManifest> change)
    {
        string path = Path.Combine(pack.Folder, "pack.json"), draft = $"{path}.{Environment.ProcessId}.tmp";
        var now = ModelPack.Load(pack.Folder);
        if (now.Id != pack.Id)
            throw new PackException($"{path} was changed meanwhile; the calibration does not belong to what is there now.");
        var manifest = change(now.Manifest);
        ManifestRules.Check(path, manifest);
        try
        {
            File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(manifest, PackJson.Manifest));
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PackException($"{path} cannot be written: {e.Message}", e);
        }
    }
}

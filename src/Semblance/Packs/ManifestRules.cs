using Semblance.Recognition;
using Semblance.Sessions;

namespace Semblance.Packs;

/// <summary>What a pack.json must say so that a decision can be made with it.</summary>
internal static class ManifestRules
{
    /// <summary>Refuses what does not fit together or does not exist here.</summary>
    /// <exception cref="PackException">It names the file and what is wrong.</exception>
    public static void Check(string path, PackManifest manifest)
    {
        if (manifest.Format != PackManifest.CurrentFormat)
            throw new PackException($"{path} has the format {manifest.Format}; this program reads format {PackManifest.CurrentFormat}.");
        if (manifest.Thresholds.Any(t => !double.IsFinite(t.Score) || t.Fmr is not (null or (> 0 and < 1))))
            throw new PackException($"{path} gives a threshold that is no number, or a false match rate that is none.");
        if (manifest.Thresholds.Count == 0)
            throw new PackException($"{path} gives no threshold, so nothing could be decided with it.");
        if (manifest.Alignment is not ("box" or "fivePoint"))
            throw new PackException($"{path} asks for the alignment \"{manifest.Alignment}\"; this program has box and fivePoint.");
        if (manifest.Alignment == "fivePoint" && manifest.Detector is HaarDetectorEntry)
            throw new PackException($"{path} asks for the alignment fivePoint with a haar detector, which gives no landmarks.");
        if (manifest.Alignment == "fivePoint" && (manifest.Embedder.Width, manifest.Embedder.Height) != (FivePointAligner.Side, FivePointAligner.Side))
            throw new PackException($"{path}: faces aligned by fivePoint have {FivePointAligner.Side} x {FivePointAligner.Side} pixels, not {manifest.Embedder.Width} x {manifest.Embedder.Height}.");
        if (manifest.Detector is GridDetectorEntry { Channels: not ("rgb" or "bgr") } or GridDetectorEntry { MinScore: not (>= 0 and <= 1) } or GridDetectorEntry { UnsureScore: not (null or (>= 0 and <= 1)) })
            throw new PackException($"{path} describes a detector input or score that does not exist.");
        if (manifest.Comparator is not ("cosine" or "euclidean"))
            throw new PackException($"{path} asks for the comparator \"{manifest.Comparator}\"; this program has cosine and euclidean.");
        if (manifest.Embedder.Channels is not ("grey" or "rgb" or "bgr") || manifest.Embedder.Width < 1 || manifest.Embedder.Height < 1)
            throw new PackException($"{path} describes an embedder input that does not exist.");
        if (manifest.Spoof is { } spoof && !spoof.ToThresholds().AreUsable)
            throw new PackException($"{path} gives spoof thresholds that are none: 0 < spoofBelow <= liveFrom < 1.");
        if (manifest.Quality?.Faults() is [var quality, ..])
            throw new PackException($"{path}: quality.{quality}.");
        if (manifest.Liveness?.Faults() is [var liveness, ..])
            throw new PackException($"{path}: liveness.{liveness}.");
        if (manifest.Detection?.Faults() is [var detection, ..])
            throw new PackException($"{path}: detection.{detection}.");
        if (manifest.Continuity?.Faults() is [var continuity, ..])
            throw new PackException($"{path}: continuity.{continuity}.");
        if (manifest.Evidence is { } evidence)
            CheckEvidence(path, manifest, evidence);
    }

    private static void CheckEvidence(string path, PackManifest manifest, EvidenceEntry evidence)
    {
        if (manifest.Comparator != "cosine")
            throw new PackException($"{path} gives evidence for the comparator \"{manifest.Comparator}\"; it goes with cosine only.");
        if (manifest.Thresholds.Any(threshold => threshold.Fmr is null))
            throw new PackException($"{path} gives evidence and a threshold without a false match rate: evidence is weighed against a rate.");
        try
        {
            var map = evidence.ToMap();
            foreach (var threshold in manifest.Thresholds)
                _ = new SequentialTest(map, new Threshold(threshold.Score, manifest.Name, threshold.Fmr, threshold.Evidence));
        }
        catch (ArgumentException e)
        {
            throw new PackException($"{path} gives evidence that cannot be used: {e.Message}", e);
        }
    }
}

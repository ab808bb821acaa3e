using System.Globalization;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Training.Liveness;

namespace Semblance.Training.Spoof;

/// <summary>A photo or a clip before the texture check.</summary>
/// <param name="Set">Where it is from.</param>
/// <param name="Subject">Whom it shows.</param>
/// <param name="Attack">Its kind; null: live.</param>
/// <param name="Score">Of live, 0 to 1.</param>
/// <param name="IsSeen">Whether the network's training saw this person.</param>
internal sealed record TextureTrial(string Set, string Subject, string? Attack, double Score, bool IsSeen);

/// <summary>
/// What scores of texture mean, from all sets at once, with the worst one counting. Only people whom the network's training did not see decide; the others are shown beside them.
/// </summary>
internal static class TextureCalibration
{
    /// <summary>MSU-MFSD, which no training saw: <c>liveness/msu/{live,print,...}/SUBJECT.jpg</c>.</summary>
    public const string Msu = "msu";

    // The share of anybody's live pictures that may be called an attack.
    private const double MostRefused = 0.05;

    /// <summary>Scores every photo and clip.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="network">The pack's.</param>
    /// <param name="pack">Says whom its training left out.</param>
    /// <param name="detector">Finds faces.</param>
    /// <param name="report">Told how many of how many photos are done.</param>
    public static IReadOnlyList<TextureTrial> Score(string data, SpoofNetwork network, ModelPack pack, IFaceDetector detector, Action<int, int> report)
    {
        var leftOut = pack.Manifest.Recipe?["spoof"]?["leftOut"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var options = pack.Liveness.Texture;
        bool IsSeen(string set, string subject) => set != Msu && !leftOut.Contains(set) && !leftOut.Contains(subject);
        var trials = new List<TextureTrial>();
        foreach (var face in SpoofData.Faces(data, detector, report).Concat(MsuFaces(data, detector)))
        {
            if (network.Score(face.Photo, face.Face, options).LogOdds(options.MostLogOdds) is { } logOdds)
                trials.Add(new TextureTrial(face.Set, face.Subject, face.Attack, 1 / (1 + Math.Exp(-logOdds)), IsSeen(face.Set, face.Subject)));
        }
        foreach (var clip in LivenessClip.All(data))
        {
            using var check = new TextureCheck(network, options);
            using var video = new VideoFileSource(clip.File);
            while (video.Read() is { } frame)
                check.Add(new LivenessFrame(frame.Photo, frame.Time, FaceSelection.Largest(detector.Detect(frame.Photo)) is FaceSelection.Main main ? main.Face : null));
            if (check.Result.Score is { } score)
                trials.Add(new TextureTrial($"clip {clip.Name}", SpoofData.SubjectOf(clip), clip.Attack, score, IsSeen(SpoofData.Videos, SpoofData.SubjectOf(clip))));
        }
        return trials;
    }

    /// <summary>
    /// Live from where the worst set's greater error (its attacks taken for live, kind by kind, or its live people not) is least; an attack below where the worst set's live people begin to be refused.
    /// </summary>
    /// <param name="trials">Of every set.</param>
    /// <param name="origin">The command, for the evidence.</param>
    public static (SpoofThresholds Thresholds, string Evidence) Derive(IReadOnlyList<TextureTrial> trials, string origin)
    {
        var unseen = trials.Where(trial => !trial.IsSeen && !trial.Set.StartsWith("clip ", StringComparison.Ordinal)).ToList();
        var candidates = Enumerable.Range(5, 91).Select(step => step / 100.0).ToList();
        double liveFrom = candidates.MinBy(from => Worst(unseen, from).Error);
        double spoofBelow = candidates.LastOrDefault(below => below <= liveFrom && unseen.Where(trial => trial.Attack is null).GroupBy(trial => trial.Set).All(set => set.Average(trial => trial.Score < below ? 1.0 : 0) <= MostRefused), candidates[0]);
        var (error, worst) = Worst(unseen, liveFrom);
        string sets = string.Join(", ", unseen.GroupBy(trial => trial.Set).Select(set => $"{set.Key} ({set.Select(trial => trial.Subject).Distinct().Count()} people, {set.Count()} photos)"));
        return (new SpoofThresholds(liveFrom, spoofBelow), string.Create(CultureInfo.InvariantCulture,
            $"Live from where the worst set errs least: {error:P0} of {worst} on the wrong side, one photo each; below {spoofBelow}, at most {MostRefused:P0} of the live photos of any set. Sets that the training did not see: {sets}. {origin}"));
    }

    private static (double Error, string Worst) Worst(IEnumerable<TextureTrial> trials, double liveFrom) => trials.GroupBy(trial => (trial.Set, trial.Attack))
        .Select(group => (group.Average(trial => trial.Score >= liveFrom != trial.Attack is null ? 1.0 : 0), $"{group.Key.Set}, {group.Key.Attack ?? "live"}")).MaxBy(group => group.Item1);

    private static IEnumerable<SpoofFace> MsuFaces(string data, IFaceDetector detector)
    {
        string folder = Path.Combine(data, "liveness", Msu);
        if (!Directory.Exists(folder))
            yield break;
        foreach (string kind in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            foreach (string file in Directory.GetFiles(kind, "*.jpg").Order(StringComparer.Ordinal))
            {
                var photo = PhotoReader.Read(file);
                string name = Path.GetFileName(kind);
                if (FaceSelection.Largest(detector.Detect(photo)) is FaceSelection.Main main)
                    yield return new SpoofFace(Msu, $"{Msu}/{Path.GetFileNameWithoutExtension(file)}", name == "live" ? null : name, file, photo, main.Face);
            }
        }
    }
}

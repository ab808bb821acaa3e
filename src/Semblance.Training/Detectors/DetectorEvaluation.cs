using Semblance.Imaging;
using Semblance.Training.Data;

namespace Semblance.Training.Detectors;

/// <summary>What was measured of one detector.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Crowds">Average precision on <c>scenes/wider-val</c> by the smallest face that counts, in pixels.</param>
/// <param name="Lfw">Photos of <c>lfw-dev</c>.</param>
/// <param name="LfwMissed">Those in which no face is found, by name.</param>
/// <param name="Att">Photos of <c>att_faces</c>: tight, grey, with a border of 30 repeated pixels.</param>
/// <param name="AttMissed">Those in which no face is found, by name.</param>
/// <param name="AttUnpadded">How many of them are missed without the border.</param>
/// <param name="LandmarkError">Mean landmark error on held-out portraits over the eye distance, against YuNet's landmarks.</param>
/// <param name="ConsensusError">The same against the consensus of a reference over several sizes of the photos; null without a reference.</param>
/// <param name="Turned">The same portraits turned in the plane.</param>
/// <param name="MillisecondsPerFrame">Processor time for a photo of 640 x 480 pixels, one thread.</param>
internal sealed record DetectorReport(
    string Model, IReadOnlyDictionary<int, DetectionQuality> Crowds, int Lfw, IReadOnlyList<string> LfwMissed, int Att, IReadOnlyList<string> AttMissed, int AttUnpadded,
    double? LandmarkError, double? ConsensusError, IReadOnlyList<TurnedReport> Turned, double MillisecondsPerFrame);

/// <summary>What was measured on portraits turned in the plane.</summary>
/// <param name="Degrees">Clockwise.</param>
/// <param name="Faces">Faces to be found.</param>
/// <param name="Found">Faces that were found, with an overlap of at least 0.3.</param>
/// <param name="LandmarkError">Mean error of their landmarks over the eye distance.</param>
internal sealed record TurnedReport(int Degrees, int Faces, int Found, double? LandmarkError);

/// <summary>
/// Measures detectors on photos that none of them has learned from here. A face counts as found from a score on; average precision
/// takes all scores down to 0.02.
/// </summary>
/// <param name="data">The folder that holds <c>scenes</c>, <c>lfw-dev</c> and <c>att_faces</c>.</param>
/// <param name="minScore">The score from which a face counts as found.</param>
/// <param name="reference">The detector whose consensus over several sizes is a second reference for landmarks; null for none. It stays the caller's.</param>
internal sealed class DetectorEvaluation(string data, float minScore, IFaceDetector? reference = null)
{
    private const float LowestScore = 0.02f;
    private const int Border = 30;
    private static readonly int[] s_sizes = [24, 48, 96];
    private static readonly int[] s_turns = [-45, -30, -15, -5, 0, 5, 15, 30, 45];

    private readonly IReadOnlyList<Scene> _crowds = SceneFolder.Read(Path.Combine(data, "scenes", "wider-val"));
    private readonly IReadOnlyList<Scene> _portraits = SceneSet.HoldOutPortraits(SceneFolder.Read(Path.Combine(data, "scenes", "portraits"))).HeldOut;
    private readonly IReadOnlyList<string> _lfw = Photos(Path.Combine(data, "lfw-dev", "images"));
    private readonly IReadOnlyList<string> _att = Photos(Path.Combine(data, "att_faces"));

    private readonly IReadOnlyList<Scene>? _agreed = reference is null ? null
        : [.. SceneSet.HoldOutPortraits(SceneFolder.Read(Path.Combine(data, "scenes", "portraits"))).HeldOut.Select(scene => LandmarkConsensus.Apply(scene, reference))];

    /// <summary>Measures a detector.</summary>
    /// <param name="name">What to call it.</param>
    /// <param name="start">Starts it; a face counts from a score on.</param>
    public DetectorReport Measure(string name, Func<float, IFaceDetector> start)
    {
        ArgumentNullException.ThrowIfNull(start);
        using var all = start(LowestScore);
        using var sure = start(minScore);
        var crowds = DetectorMeasures.Detect(all, _crowds);
        var turned = s_turns.Select(degrees => Turned(sure, degrees)).ToList();
        return new DetectorReport(
            name, s_sizes.ToDictionary(size => size, size => AveragePrecision.Compute(crowds, size)),
            _lfw.Count, Missed(sure, _lfw, photo => photo), _att.Count, Missed(sure, _att, photo => photo.Pad(Border)), Missed(sure, _att, photo => photo).Count,
            DetectorMeasures.LandmarkError(sure, _portraits, minScore).Error, _agreed is null ? null : DetectorMeasures.LandmarkError(sure, _agreed, minScore).Error, turned, Milliseconds(sure, _crowds[0].Photo.Resize(640, 480)));
    }

    /// <summary>The least processor time of a detection, over several rounds of ten.</summary>
    public static double Milliseconds(IFaceDetector detector, Photo photo)
    {
        ArgumentNullException.ThrowIfNull(detector);
        double best = double.PositiveInfinity;
        for (int round = 0; round < 8; round++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (int i = 0; i < 10; i++)
                detector.Detect(photo);
            best = Math.Min(best, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / 10);
        }
        return best;
    }

    private TurnedReport Turned(IFaceDetector detector, int degrees)
    {
        var turned = _portraits.Select(scene =>
        {
            var (photo, placement) = DetectorMeasures.Turned(scene, degrees);
            return new Scene(scene.Name, photo, [.. scene.Faces.Select(placement.Map)]);
        }).ToList();
        int faces = turned.Sum(scene => scene.Faces.Count);
        var (error, missed) = DetectorMeasures.LandmarkError(detector, turned, minScore);
        return new TurnedReport(degrees, faces, faces - missed, error);
    }

    private static List<string> Missed(IFaceDetector detector, IReadOnlyList<string> files, Func<Photo, Photo> prepare) =>
        [.. files.Where(file => detector.Detect(prepare(PhotoReader.Read(file))).Count == 0).Select(file => Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file))];

    private static List<string> Photos(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => PhotoReader.Extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal)]
        : throw new DataException($"{folder}: no such folder; the evaluation needs it.");
}

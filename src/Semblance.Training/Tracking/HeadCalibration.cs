using System.Globalization;
using Semblance.Detection;
using Semblance.Training.Data;
using Semblance.Training.Detectors;

namespace Semblance.Training.Tracking;

/// <summary>What the rule of one box a head does to the labelled faces of scenes.</summary>
internal static class HeadCalibration
{
    // Intersection over union from which a box shows a labelled face.
    private const float Shows = 0.4f;

    private const string Chosen = "Chosen by eye on boxes that show no face: collars, ears, earrings. There are too few of them to derive seven numbers.";

    /// <summary>Counts on scenes what the limits do, and says so.</summary>
    /// <param name="data">The folder with <c>scenes</c>.</param>
    /// <param name="detector">Finds faces.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="origin">The command, for the evidence.</param>
    /// <param name="report">Told how many of how many photos are done.</param>
    /// <exception cref="DataException">There are no scenes.</exception>
    public static HeadOptions Explain(string data, IFaceDetector detector, HeadOptions limits, string origin, Action<int, int> report)
    {
        string[] sets = ["wider-val", "celebrities"];
        var scenes = sets.SelectMany(set => SceneFolder.Read(Path.Combine(data, "scenes", set))).ToList();
        // Whoever lies about a head, however sure.
        var wide = limits with { LessSure = 0, EarLessSure = 0 };
        int faces = 0, lost = 0, others = 0, left = 0;
        foreach (var (done, scene) in scenes.Index())
        {
            report(done, scenes.Count);
            var found = detector.Detect(scene.Photo);
            var (distinct, heads, strict) = (FaceSelection.Distinct(found), FaceSelection.OnePerHead(found, limits), FaceSelection.OnePerHead(found, wide));
            faces += scene.Faces.Count(face => IsShown(face, distinct));
            lost += scene.Faces.Count(face => IsShown(face, distinct) && !IsShown(face, heads));
            var none = distinct.Where(box => !strict.Contains(box) && scene.Faces.All(face => face.Box.Overlap(box.Box) < Shows)).ToList();
            (others, left) = (others + none.Count, left + none.Count(heads.Contains));
        }
        string result = string.Create(CultureInfo.InvariantCulture, $"Of {faces} labelled faces that are found in {scenes.Count} scenes ({string.Join(", ", sets)}) they lose {lost}; of {others} boxes about a head that show none they leave {left}.");
        return limits with { Evidence = new Dictionary<string, string> { ["all"] = $"{Chosen} {result} {origin}" } };
    }

    private static bool IsShown(KnownFace face, IReadOnlyList<Face> boxes) => boxes.Any(box => box.Box.Overlap(face.Box) >= Shows);
}

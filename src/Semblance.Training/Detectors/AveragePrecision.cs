namespace Semblance.Training.Detectors;

/// <summary>A photo's known faces and what a detector found in it.</summary>
/// <param name="Known">The boxes that are to be found.</param>
/// <param name="Found">The faces that were found.</param>
internal sealed record DetectedPhoto(IReadOnlyList<Box> Known, IReadOnlyList<Face> Found);

/// <summary>How well boxes were found.</summary>
/// <param name="Faces">Number of faces to be found.</param>
/// <param name="Value">Average precision: the area under the precision-recall curve, 0 to 1; null where there is no face to be found.</param>
/// <param name="Recall">Share of the faces that were found at the lowest score.</param>
/// <param name="Precision">Share of faces among what was found at the lowest score.</param>
internal sealed record DetectionQuality(int Faces, double? Value, double Recall, double Precision);

/// <summary>
/// Average precision as of PASCAL VOC 2010 (area under the precision-recall curve, precision made monotone) at an overlap of 0.5. Each
/// detection, the surest first, takes the known face of its photo that it overlaps most: the first to take one is right, a further
/// one wrong. Faces that are too small are neither asked for nor wrong: what was found on them, or is itself too small, does not count.
/// </summary>
internal static class AveragePrecision
{
    private const float MinOverlap = 0.5f;

    /// <summary>Judges what was found.</summary>
    /// <param name="photos">Photo by photo.</param>
    /// <param name="minSize">Faces whose box has a longer side below this, in pixels, are ignored.</param>
    public static DetectionQuality Compute(IReadOnlyList<DetectedPhoto> photos, double minSize)
    {
        ArgumentNullException.ThrowIfNull(photos);
        bool Counts(Box box) => Math.Max(box.Width, box.Height) >= minSize;
        int faces = photos.Sum(photo => photo.Known.Count(Counts)), right = 0, wrong = 0;
        var taken = new HashSet<(int, int)>();
        var curve = new List<(double Recall, double Precision)>();
        var all = photos.SelectMany((photo, i) => photo.Found.Select(face => (Photo: i, face))).OrderByDescending(found => found.face.Score);
        foreach (var (photo, face) in all)
        {
            var known = photos[photo].Known;
            int best = Enumerable.Range(0, known.Count).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : known[i].Overlap(face.Box));
            bool hits = best >= 0 && known[best].Overlap(face.Box) >= MinOverlap;
            if (hits ? !Counts(known[best]) : !Counts(face.Box))
                continue;
            if (hits && taken.Add((photo, best)))
                right++;
            else
                wrong++;
            curve.Add(((double)right / faces, (double)right / (right + wrong)));
        }
        return new DetectionQuality(faces, faces == 0 ? null : Area(curve), faces == 0 ? 0 : (double)right / faces, right + wrong == 0 ? 0 : (double)right / (right + wrong));
    }

    private static double Area(List<(double Recall, double Precision)> curve)
    {
        double area = 0, best = 0;
        for (int i = curve.Count - 1; i >= 0; i--)
        {
            best = Math.Max(best, curve[i].Precision);
            area += best * (curve[i].Recall - (i > 0 ? curve[i - 1].Recall : 0));
        }
        return area;
    }
}

using Semblance.Imaging;

namespace Semblance.Training.Detectors;

/// <summary>
/// Landmarks on which a detector agrees with itself: the mean of what it says about one photo in several sizes. YuNet's landmarks
/// for a photo and for the same photo half as large again differ by about 12 % of the eye distance, so one answer is a poor reference.
/// </summary>
internal static class LandmarkConsensus
{
    private const int LeastAnswers = 2;
    private const float SameFace = 0.4f;
    private static readonly double[] s_zooms = [1, 1.25, 1.5, 1.75, 2];

    /// <summary>The scene with the consensus as its faces' landmarks; where too few answers concern a face, its landmarks stay as they are.</summary>
    /// <param name="scene">A photo and the boxes of its faces.</param>
    /// <param name="reference">The detector that is asked.</param>
    public static Scene Apply(Scene scene, IFaceDetector reference)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(reference);
        var answers = s_zooms.Select(zoom => Zoomed(scene.Photo, reference, zoom)).ToList();
        return new Scene(scene.Name, scene.Photo, [.. scene.Faces.Select(known => known with { Landmarks = Mean(known.Box, answers) ?? known.Landmarks })]);
    }

    private static List<KnownFace> Zoomed(Photo photo, IFaceDetector reference, double zoom)
    {
        int width = (int)Math.Round(zoom * photo.Width), height = (int)Math.Round(zoom * photo.Height);
        float scale = (float)photo.Width / width, shift = (scale - 1) / 2;
        var back = new Placement(default, new Point(shift, shift), scale, 0, false);
        return [.. reference.Detect(photo.Resize(width, height)).Select(face => back.Map(new KnownFace(face.Box, face.Landmarks)))];
    }

    private static Landmarks? Mean(Box box, List<List<KnownFace>> answers)
    {
        var agreeing = answers.Select(faces => faces.MaxBy(face => face.Box.Overlap(box))).Where(face => face?.Landmarks is not null && face.Box.Overlap(box) >= SameFace).Select(face => face!.Landmarks!.ToList()).ToList();
        if (agreeing.Count < LeastAnswers)
            return null;
        Point Mean(int i) => new(agreeing.Average(points => points[i].X), agreeing.Average(points => points[i].Y));
        return new Landmarks(Mean(0), Mean(1), Mean(2), Mean(3), Mean(4));
    }
}

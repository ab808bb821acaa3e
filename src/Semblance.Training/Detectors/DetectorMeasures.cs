namespace Semblance.Training.Detectors;

/// <summary>What can be measured of a detector on photos.</summary>
internal static class DetectorMeasures
{
    /// <summary>Runs a detector over photos whose faces are known.</summary>
    public static IReadOnlyList<DetectedPhoto> Detect(IFaceDetector detector, IEnumerable<Scene> scenes)
    {
        ArgumentNullException.ThrowIfNull(detector);
        return [.. scenes.Select(scene => new DetectedPhoto([.. scene.Faces.Select(face => face.Box)], detector.Detect(scene.Photo)))];
    }

    /// <summary>
    /// Landmark error on portraits: the distance of each landmark from the reference, over the reference's eye distance, averaged over
    /// the landmarks of all faces that were found (overlap of at least 0.3 with the reference's box).
    /// </summary>
    /// <returns>The mean error, null where nothing was found, and how many faces were not found.</returns>
    public static (double? Error, int Missed) LandmarkError(IFaceDetector detector, IEnumerable<Scene> portraits, double minScore = 0.5)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var (sum, count, missed) = (0.0, 0, 0);
        foreach (var scene in portraits)
        {
            var found = detector.Detect(scene.Photo).Where(face => face.Score >= minScore).ToList();
            foreach (var known in scene.Faces.Where(face => face.Landmarks is not null))
            {
                var face = found.MaxBy(f => f.Box.Overlap(known.Box));
                if (face?.Landmarks is null || face.Box.Overlap(known.Box) < 0.3)
                {
                    missed++;
                    continue;
                }
                var (expected, actual) = (known.Landmarks!.ToList(), face.Landmarks.ToList());
                sum += expected.Zip(actual, Distance).Average() / Distance(expected[0], expected[1]);
                count++;
            }
        }
        return (count == 0 ? null : sum / count, missed);
    }

    /// <summary>A photo turned about its middle, on a canvas of the same size with its edges repeated, and where a point of it comes to lie.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="degrees">Clockwise.</param>
    internal static (Photo Photo, Placement Placement) Turned(Scene photo, double degrees)
    {
        int size = Math.Max(photo.Photo.Width, photo.Photo.Height);
        var canvas = new Canvas(size);
        var placement = new Placement(new Point((photo.Photo.Width - 1) / 2f, (photo.Photo.Height - 1) / 2f), new Point((size - 1) / 2f, (size - 1) / 2f), 1, (float)(degrees * Math.PI / 180), false);
        canvas.Draw(photo, placement, 0, 0, size, size, Surround.Edge);
        return (Photo.FromRgb(size, size, canvas.Rgb), placement);
    }

    private static double Distance(Point a, Point b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}

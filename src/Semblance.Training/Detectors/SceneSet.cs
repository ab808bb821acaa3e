using Semblance.Imaging;
using Semblance.Detection;
using Semblance.Training.Data;

namespace Semblance.Training.Detectors;

/// <summary>The photos a detector learns from and those held out to watch it.</summary>
/// <param name="Crowds">Photos with faces boxed by people (no landmarks): training only.</param>
/// <param name="Portraits">Photos with one or few faces, with landmarks: training only.</param>
/// <param name="Tight">Faces cut out so closely that nothing else is seen: training only.</param>
/// <param name="HeldOutCrowds">Every 12th of the crowds.</param>
/// <param name="HeldOutPortraits">A hundred portraits, for the landmark error.</param>
public sealed record SceneSet(IReadOnlyList<Scene> Crowds, IReadOnlyList<Scene> Portraits, IReadOnlyList<Scene> Tight, IReadOnlyList<Scene> HeldOutCrowds, IReadOnlyList<Scene> HeldOutPortraits)
{
    private const int HeldOutPortraitCount = 100;
    private const int HeldOutCrowdEvery = 12;
    private const int TightBorder = 30;
    private const float SameFace = 0.4f;

    /// <summary>Reads <c>scenes/wider-train</c>, <c>portraits</c> and <c>celebrities</c> and, for close-ups, <c>faces/unlabelled</c>.</summary>
    /// <param name="data">The folder that holds <c>scenes</c> and <c>faces</c>.</param>
    /// <param name="reference">Finds the landmarks of the crowds' faces, and the faces of close-ups.</param>
    /// <param name="tight">How many close-ups to take, spread evenly over them.</param>
    /// <exception cref="DataException">A folder is missing.</exception>
    public static SceneSet Read(string data, IFaceDetector reference, int tight = 3000)
    {
        ArgumentNullException.ThrowIfNull(data);
        string scenes = Path.Combine(data, "scenes");
        var crowds = SceneFolder.Read(Path.Combine(scenes, "wider-train")).Select(scene => WithLandmarks(scene, reference)).ToList();
        var portraits = SceneFolder.Read(Path.Combine(scenes, "portraits"));
        var celebrities = SceneFolder.Read(Path.Combine(scenes, "celebrities"));
        var (heldOut, learned) = HoldOutPortraits(portraits);
        return new SceneSet(
            [.. crowds.Where((_, i) => i % HeldOutCrowdEvery != 0)], [.. learned, .. celebrities], ReadTight(Path.Combine(data, "faces", "unlabelled"), reference, tight),
            [.. crowds.Where((_, i) => i % HeldOutCrowdEvery == 0)], heldOut);
    }

    /// <summary>Parts portraits into a hundred spread evenly over them and the rest.</summary>
    public static (IReadOnlyList<Scene> HeldOut, IReadOnlyList<Scene> Others) HoldOutPortraits(IReadOnlyList<Scene> portraits)
    {
        ArgumentNullException.ThrowIfNull(portraits);
        int every = Math.Max(1, portraits.Count / HeldOutPortraitCount);
        bool IsHeldOut(int i) => i % every == 0 && i / every < HeldOutPortraitCount;
        return ([.. portraits.Where((_, i) => IsHeldOut(i))], [.. portraits.Where((_, i) => !IsHeldOut(i))]);
    }

    // Small faces are found better in an enlarged photo.
    private static Scene WithLandmarks(Scene scene, IFaceDetector reference)
    {
        const int Enlarged = 2;
        var found = reference.Detect(scene.Photo).Concat(reference.Detect(scene.Photo.Resize(Enlarged * scene.Photo.Width, Enlarged * scene.Photo.Height))
            .Select(face => new Placement(default, new Point(-0.25f, -0.25f), 1f / Enlarged, 0, false).Map(new KnownFace(face.Box, face.Landmarks)))
            .Select(known => new Face(known.Box, 0, known.Landmarks))).ToList();
        var faces = scene.Faces.Select(known => known with { Landmarks = found.Where(face => face.Box.Overlap(known.Box) >= SameFace).MaxBy(face => face.Box.Overlap(known.Box))?.Landmarks });
        return new Scene(scene.Name, scene.Photo, [.. faces]);
    }

    private static List<Scene> ReadTight(string folder, IFaceDetector reference, int count)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: no such folder; the detector learns close-ups from it.");
        var files = Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        count = Math.Min(count, files.Count);
        var scenes = new List<Scene>();
        foreach (string file in Enumerable.Range(0, count).Select(i => files[(int)((long)i * files.Count / count)]))
        {
            var photo = PhotoReader.Read(file);
            if (reference.Detect(photo.Pad(TightBorder)) is [var face, ..])
                scenes.Add(new Scene(Path.GetFileName(file), photo, [new Placement(new Point(TightBorder, TightBorder), default, 1, 0, false).Map(new KnownFace(face.Box, face.Landmarks))]));
        }
        return scenes.Count > 0 ? scenes : throw new DataException($"{folder}: the teacher finds no face in any close-up.");
    }
}

using Semblance.Imaging;
using Semblance.Training.Data;

namespace Semblance.Training.Detectors;

/// <summary>The photos a detector learns from and those held out to watch it.</summary>
/// <param name="Crowds">Photos with faces boxed by people (no landmarks): training only.</param>
/// <param name="Portraits">Photos with one or few faces, with landmarks: training only.</param>
/// <param name="Tight">Faces cut out so closely that nothing else is seen: training only.</param>
/// <param name="HeldOutCrowds">Every 12th of the crowds.</param>
/// <param name="HeldOutPortraits">A hundred portraits, for the landmark error.</param>
internal sealed record SceneSet(IReadOnlyList<Scene> Crowds, IReadOnlyList<Scene> Portraits, IReadOnlyList<Scene> Tight, IReadOnlyList<Scene> HeldOutCrowds, IReadOnlyList<Scene> HeldOutPortraits)
{
    private const int HeldOutPortraitCount = 100;
    private const int HeldOutCrowdEvery = 12;
    private const int TightBorder = 30;

    /// <summary>Reads <c>scenes/wider-train</c>, <c>portraits</c> and <c>celebrities</c> and, for close-ups, <c>faces/unlabelled</c>.</summary>
    /// <param name="data">The folder that holds <c>scenes</c> and <c>faces</c>.</param>
    /// <param name="reference">Finds the faces of close-ups, and all landmarks by <see cref="LandmarkConsensus"/>; the held-out portraits keep those of their list.</param>
    /// <param name="tight">How many close-ups to take, spread evenly over them.</param>
    /// <exception cref="DataException">A folder is missing.</exception>
    public static SceneSet Read(string data, IFaceDetector reference, int tight = 3000)
    {
        ArgumentNullException.ThrowIfNull(data);
        string scenes = Path.Combine(data, "scenes");
        Scene Agreed(Scene scene) => LandmarkConsensus.Apply(scene, reference);
        var crowds = SceneFolder.Read(Path.Combine(scenes, "wider-train")).Select(Agreed).ToList();
        var portraits = SceneFolder.Read(Path.Combine(scenes, "portraits"));
        var celebrities = SceneFolder.Read(Path.Combine(scenes, "celebrities"));
        var (heldOut, learned) = HoldOutPortraits(portraits);
        return new SceneSet(
            [.. crowds.Where((_, i) => i % HeldOutCrowdEvery != 0)], [.. learned.Concat(celebrities).Select(Agreed)], ReadTight(Path.Combine(data, "faces", "unlabelled"), reference, tight),
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
            var padded = photo.Pad(TightBorder);
            if (reference.Detect(padded) is not [var face, ..])
                continue;
            var agreed = LandmarkConsensus.Apply(new Scene("", padded, [new KnownFace(face.Box, face.Landmarks)]), reference).Faces[0];
            scenes.Add(new Scene(Path.GetFileName(file), photo, [new Placement(new Point(TightBorder, TightBorder), default, 1, 0, false).Map(agreed)]));
        }
        return scenes.Count > 0 ? scenes : throw new DataException($"{folder}: the teacher finds no face in any close-up.");
    }
}

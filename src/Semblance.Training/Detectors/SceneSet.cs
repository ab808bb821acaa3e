using Semblance.Imaging;
using Semblance.Detection;
using Semblance.Recognition;
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
    private const int TightMargin = 4;

    /// <summary>Reads <c>scenes/wider-train</c>, <c>portraits</c> and <c>celebrities</c> and, for close-ups, <c>faces/unlabelled</c>.</summary>
    /// <param name="data">The folder that holds <c>scenes</c> and <c>faces</c>.</param>
    /// <param name="tight">How many close-ups to take, spread evenly over them.</param>
    /// <exception cref="DataException">A folder is missing.</exception>
    public static SceneSet Read(string data, int tight = 6000)
    {
        ArgumentNullException.ThrowIfNull(data);
        string scenes = Path.Combine(data, "scenes");
        var crowds = SceneFolder.Read(Path.Combine(scenes, "wider-train"));
        var portraits = SceneFolder.Read(Path.Combine(scenes, "portraits"));
        var celebrities = SceneFolder.Read(Path.Combine(scenes, "celebrities"));
        var (heldOut, learned) = HoldOutPortraits(portraits);
        return new SceneSet(
            [.. crowds.Where((_, i) => i % HeldOutCrowdEvery != 0)], [.. learned, .. celebrities], ReadTight(Path.Combine(data, "faces", "unlabelled"), tight),
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

    // These photos are aligned: their landmarks are the template's, moved by the margin around it.
    private static List<Scene> ReadTight(string folder, int count)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: no such folder; the detector learns close-ups from it.");
        var files = Directory.EnumerateFiles(folder, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        count = Math.Min(count, files.Count);
        var p = FivePointAligner.Template.ToList().Select(point => new Point(point.X + TightMargin, point.Y + TightMargin)).ToArray();
        var face = new KnownFace(new Box(18, 10, 84, 104), new Landmarks(p[0], p[1], p[2], p[3], p[4]));
        return [.. Enumerable.Range(0, count).Select(i => files[(int)((long)i * files.Count / count)]).Select(file => new Scene(Path.GetFileName(file), PhotoReader.Read(file), [face]))];
    }
}

using Semblance.Detection;
using Semblance.OpenCv;
using Semblance.Training.Data;
using Semblance.Training.Liveness;

namespace Semblance.Training.Spoof;

/// <summary>
/// Faces and attacks of a data folder: <c>liveness/nuaa/{live,print}/SUBJECT</c> (raw frames), <c>liveness/msu/{live,print,ipad,iphone}/SUBJECT.jpg</c> (first frames of a telephone's clips),
/// <c>liveness/screen-*/{live,screen}</c> (face crops; those without a face are dropped), every
/// tenth frame of <c>videos</c>, and <c>scenes/{portraits,celebrities}</c> (web photos: live, and what attacks are simulated from).
/// </summary>
internal static class SpoofData
{
    /// <summary>The set and the subject of the clips of one man, who is also the man of the crops of screen-a.</summary>
    public const string Nuaa = "nuaa", Msu = "msu", ManOfScreenA = "screen-a", Scenes = "scenes", Videos = "videos";

    private const int FrameStep = 10;

    /// <summary>Reads everything to learn from.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="detector">Finds the faces.</param>
    /// <param name="report">Told how many of how many files are read.</param>
    /// <exception cref="DataException">The folder holds no liveness data.</exception>
    public static IReadOnlyList<SpoofSource> Read(string data, IFaceDetector detector, Action<int, int> report)
    {
        var all = Faces(data, detector, report, withScenes: true).Select(face => SpoofSource.Of(face.Set, face.Subject, face.Attack, face.File, face.Photo, face.Face)).OfType<SpoofSource>().ToList();
        if (Directory.Exists(Path.Combine(data, Videos)))
            all.AddRange(LivenessClip.All(data).SelectMany(clip => Frames(clip, detector)));
        return all;
    }

    /// <summary>The photos with a face in them, one by one.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="detector">Finds the faces; photos without one are dropped.</param>
    /// <param name="report">Told how many of how many files are read.</param>
    /// <param name="withScenes">Whether web photos are wanted too.</param>
    /// <exception cref="DataException">The folder holds no liveness data.</exception>
    public static IEnumerable<SpoofFace> Faces(string data, IFaceDetector detector, Action<int, int> report, bool withScenes = false)
    {
        var files = Photos(data).Where(file => withScenes || file.Set != Scenes).ToList();
        if (files.Count == 0)
            throw new DataException($"{data} holds no liveness/nuaa/live and liveness/screen-*/live.");
        foreach (var (done, (set, subject, attack, file)) in files.Index())
        {
            report(done, files.Count);
            var photo = PhotoReader.Read(file);
            if (LargestFace.In(photo, detector) is { } face)
                yield return new SpoofFace(set, subject, attack, file, photo, face);
        }
        report(files.Count, files.Count);
    }

    /// <summary>Whom a clip shows, by the names of this folder.</summary>
    public static string SubjectOf(LivenessClip clip) => clip.Subject == "turning" ? ManOfScreenA : clip.Subject;

    private static IEnumerable<(string Set, string Subject, string? Attack, string File)> Photos(string data)
    {
        string liveness = Path.Combine(data, "liveness");
        foreach (string file in Files(Path.Combine(liveness, Nuaa), "*", SearchOption.AllDirectories))
        {
            string subject = Path.GetFileName(Path.GetDirectoryName(file)!);
            yield return (Nuaa, $"{Nuaa}/{subject}", Kind(Path.GetFileName(Path.GetDirectoryName(Path.GetDirectoryName(file))!)!), file);
        }
        foreach (string file in Files(Path.Combine(liveness, Msu), "*", SearchOption.AllDirectories))
            yield return (Msu, $"{Msu}/{Path.GetFileNameWithoutExtension(file)}", Kind(Path.GetFileName(Path.GetDirectoryName(file)!)), file);
        string[] screens = Directory.Exists(liveness) ? Directory.GetDirectories(liveness, "screen-*") : [];
        foreach (string set in screens.Order(StringComparer.Ordinal))
        {
            foreach (string file in Files(set, "*", SearchOption.AllDirectories))
                yield return (Path.GetFileName(set), Path.GetFileName(set), Kind(Path.GetFileName(Path.GetDirectoryName(file)!)), file);
        }
        foreach (string name in (string[])["portraits", "celebrities"])
        {
            foreach (string file in Files(Path.Combine(data, "scenes", name), "*.jpg", SearchOption.TopDirectoryOnly))
                yield return (Scenes, $"{name}/{Path.GetFileNameWithoutExtension(file)}", null, file);
        }
    }

    private static string? Kind(string folder) => folder == "live" ? null : folder;

    private static IEnumerable<string> Files(string folder, string pattern, SearchOption option) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern, option).Where(file => PhotoReader.Extensions.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal) : [];

    private static IEnumerable<SpoofSource> Frames(LivenessClip clip, IFaceDetector detector)
    {
        using var video = new VideoFileSource(clip.File);
        for (int i = 0; video.Read() is { } frame; i++)
        {
            if (i % FrameStep == 0 && FaceSelection.Largest(detector.Detect(frame.Photo)) is FaceSelection.Main main
                && SpoofSource.Of(Videos, SubjectOf(clip), clip.Attack is null ? null : "screen", clip.File, frame.Photo, main.Face) is { } source)
            {
                yield return source;
            }
        }
    }
}

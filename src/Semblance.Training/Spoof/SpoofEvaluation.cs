using System.Text.Json;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Training.Data;
using Semblance.Training.Liveness;
using Semblance.Training.Loop;

namespace Semblance.Training.Spoof;

/// <summary>
/// The spoof network on those it never saw: each training that left somebody out judges those, photo by photo, and clips as the command line does. A training that names no one is passed over.
/// </summary>
internal static class SpoofEvaluation
{
    /// <summary>Measures.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="folds">A folder with a folder for each training: spoof.onnx and training.json.</param>
    /// <param name="thresholds">What scores mean.</param>
    /// <param name="options">How many frames make a verdict.</param>
    /// <param name="detector">Finds faces.</param>
    /// <param name="report">Told how many of how many photos are done.</param>
    /// <exception cref="DataException">There is no finished training that left somebody out.</exception>
    public static IReadOnlyList<Presentation> Run(string data, string folds, SpoofThresholds thresholds, TextureOptions options, IFaceDetector detector, Action<int, int> report)
    {
        var trainings = Directory.GetDirectories(folds).Order(StringComparer.Ordinal).Where(folder => File.Exists(Path.Combine(folder, "spoof.onnx"))).Select(folder => (
            Folder: folder, State: JsonSerializer.Deserialize<FoldTraining>(File.ReadAllText(Path.Combine(folder, "training.json")), RecipeJson.Options)!)).Where(one => one.State.LeftOut.Count > 0).ToList();
        if (trainings.Count == 0)
            throw new DataException($"{folds} holds no training that left somebody out (semblance-train spoof --leave-out).");
        var faces = SpoofData.Faces(data, detector, (done, of) => report(done, 2 * of)).ToList();
        var clips = LivenessClip.All(data);
        var all = new List<Presentation>();
        foreach (var (done, (folder, state)) in trainings.Index())
        {
            report(trainings.Count + done, 2 * trainings.Count);
            using var network = new SpoofNetwork(File.ReadAllBytes(Path.Combine(folder, "spoof.onnx")), thresholds);
            string name = string.Join(", ", state.LeftOut.Select(one => one.Split('/')[0]).Distinct());
            all.AddRange(faces.Where(face => IsLeftOut(state, face.Set, face.Subject)).Select(face => Judge(network, options, face, name)).OfType<Presentation>());
            all.AddRange(clips.Where(clip => IsLeftOut(state, SpoofData.Videos, SpoofData.SubjectOf(clip))).Select(clip => Judge(network, options, clip, detector, name)));
        }
        return all;
    }

    private static bool IsLeftOut(FoldTraining state, string set, string subject) =>
        state.LeftOut.Contains(set) || state.LeftOut.Contains(subject);

    private static Presentation? Judge(SpoofNetwork network, TextureOptions options, SpoofFace face, string leftOut)
    {
        if (network.Score(face.Photo, face.Face, options).LogOdds(options.MostLogOdds) is not { } logOdds)
            return null;
        double score = 1 / (1 + Math.Exp(-logOdds));
        return new Presentation($"texture, one photo, {leftOut} left out", face.Subject, face.Set, face.Attack, score, network.Thresholds.Judge(score), File: face.File);
    }

    private static Presentation Judge(SpoofNetwork network, TextureOptions options, LivenessClip clip, IFaceDetector detector, string leftOut)
    {
        using var check = new TextureCheck(network, options);
        using var video = new VideoFileSource(clip.File);
        while (video.Read() is { } frame)
            check.Add(new LivenessFrame(frame.Photo, frame.Time, FaceSelection.Largest(detector.Detect(frame.Photo)) is FaceSelection.Main main ? main.Face : null));
        return new Presentation($"texture, whole clip, {leftOut} left out", clip.Subject, clip.Name, clip.Attack, check.Result.Score, check.Result.Verdict, File: clip.File);
    }

    // What training.json says that matters here.
    private sealed record FoldTraining(IReadOnlyList<string> LeftOut);
}

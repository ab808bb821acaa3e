using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Training.Data;

namespace Semblance.Training.Evaluation;

/// <summary>LFW's development set as a detector finds it: the aligned face of each photo, and the list of pairs.</summary>
internal sealed class LfwPhotos
{
    private readonly Dictionary<string, int> _people;

    private LfwPhotos(PairList pairs, FoundFaces found)
    {
        (Pairs, Found) = (pairs, found);
        // By folder, in the list of pairs and beyond it alike.
        _people = found.Files.Select(Person).Distinct().Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
    }

    /// <summary>The list: ten folds.</summary>
    public PairList Pairs { get; }

    /// <summary>All photos of the set, those beyond the list included.</summary>
    public FoundFaces Found { get; }

    /// <summary>Reads the set.</summary>
    /// <param name="data">The folder with <c>lfw-dev</c>.</param>
    /// <param name="detector">Its faces have landmarks.</param>
    /// <param name="detectorHash">Tells detectors apart.</param>
    /// <param name="cache">A folder that keeps the aligned faces; null for none.</param>
    /// <param name="progress">Told how many photos were looked at.</param>
    /// <exception cref="DataException">The set is missing.</exception>
    public static LfwPhotos Read(string data, IFaceDetector detector, string detectorHash, string? cache = null, Action<int>? progress = null)
    {
        string images = Path.Combine(data, "lfw-dev", "images");
        if (!Directory.Exists(images))
            throw new DataException($"{images} is missing: --data takes the folder with lfw-dev.");
        string[] files = [.. Directory.EnumerateFiles(images, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return new LfwPhotos(PairList.Read(Path.Combine(data, "lfw-dev", "pairs.csv"), images), FoundFaces.Read(files, detector, detectorHash, 0, cache, progress));
    }

    /// <summary>The list's pairs, scored.</summary>
    /// <param name="embeddings">Of each photo, in the order of <see cref="Found"/>.</param>
    /// <param name="comparator">What compares them.</param>
    public IReadOnlyList<ScoredPair> Listed(IReadOnlyList<Embedding?> embeddings, Comparator comparator)
    {
        var byFile = Found.Files.Select((file, i) => (file, i)).ToDictionary(pair => Path.GetFullPath(pair.file), pair => embeddings[pair.i]);
        return PairEvaluator.Run(Pairs, path => byFile[Path.GetFullPath(path)], comparator).Pairs;
    }

    /// <summary>The list's genuine pairs, and as impostors every pair of photos of different people.</summary>
    /// <param name="embeddings">Of each photo, in the order of <see cref="Found"/>.</param>
    /// <param name="comparator">What compares them.</param>
    /// <param name="tailShare">The share of the impostor scores that is kept.</param>
    public CalibrationScores AllImpostors(IReadOnlyList<Embedding?> embeddings, Comparator comparator, double tailShare)
    {
        var faces = Found.Files.Select((file, i) => new LabelledFace(embeddings[i], _people[Person(file)], _people[Person(file)])).ToList();
        var listed = Pairs.Pairs.DistinctBy(pair => pair.SubjectA).ToDictionary(pair => pair.SubjectA, pair => _people[Person(pair.A)]);
        return CalibrationScores.FromFaces(faces, comparator, tailShare).WithGenuine(Listed(embeddings, comparator), subject => listed[subject]);
    }

    private static string Person(string file) => Path.GetFileName(Path.GetDirectoryName(file))!;
}

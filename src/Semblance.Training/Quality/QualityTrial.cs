using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Evaluation;

namespace Semblance.Training.Quality;

/// <summary>A photo of a known person against another of theirs.</summary>
/// <param name="Pair">The number of the pair: trials of one pair differ in what was done to the second photo only.</param>
/// <param name="Kind">How it was spoiled (<see cref="Spoiled.Kind"/>), or <see cref="Natural"/>.</param>
/// <param name="Level">By how much.</param>
/// <param name="Quality">What was measured of it; null where no face was found.</param>
/// <param name="Similarity">To the other photo; not a number where no face was found.</param>
internal sealed record QualityTrial(int Pair, string Kind, double Level, FaceQuality? Quality, double Similarity)
{
    /// <summary>Photos as they were taken, of heads turned as they were.</summary>
    public const string Natural = "natural";

    // The collection's faces fill their photos; a detector wants something around them.
    private const int Surroundings = 40;

    /// <summary>Genuine pairs of LFW's development set as they are, and of some of them the second photo spoiled in every way.</summary>
    /// <param name="data">The folder with <c>lfw-dev</c>.</param>
    /// <param name="engine">The pack that runs.</param>
    /// <param name="pairs">Of how many pairs a photo is spoiled.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="report">Told how much of how much is done.</param>
    public static IReadOnlyList<QualityTrial> Spoil(string data, FaceEngine engine, int pairs, int seed, Action<int, int> report)
    {
        string list = Path.Combine(data, "lfw-dev", "pairs.csv");
        if (!File.Exists(list))
            throw new DataException($"{list} is missing: --data takes the folder with lfw-dev and faces.");
        var genuine = PairList.Read(list, Path.Combine(data, "lfw-dev", "images")).Pairs.Where(pair => pair.Same).ToArray();
        new Random(seed).Shuffle(genuine);
        pairs = Math.Min(pairs, genuine.Length);
        var aligner = engine.Pack.CreateAligner();
        var trials = new List<QualityTrial>();
        foreach (var (done, pair) in genuine.Index())
        {
            // What a spoiled photo costs, this counts once for each of the rest.
            report(Math.Min(done, pairs) * Spoiled.All.Count + Math.Max(0, done - pairs), pairs * Spoiled.All.Count + genuine.Length - pairs);
            var (first, second) = (PhotoReader.Read(pair.A), PhotoReader.Read(pair.B));
            if (Find(engine, first) is not { } known || Find(engine, second) is not { } original)
                continue;
            var enrolled = engine.Embedder.Embed(aligner.Align(first, known));
            trials.Add(Try(engine, aligner, enrolled, done, Natural, 0, second));
            if (done < pairs)
                trials.AddRange(Spoiled.All.Select(fault => Try(engine, aligner, enrolled, done, fault.Kind, fault.Level, fault.Apply(second, original))));
        }
        return trials;
    }

    /// <summary>Held-out people of CFP, frontal (level 0) and in profile (level 1): every other photo of theirs against the first frontal one.</summary>
    public static IReadOnlyList<QualityTrial> Turn(string data, FaceEngine engine, Action<int, int> report)
    {
        var aligner = engine.Pack.CreateAligner();
        var people = HeldOutFaces.Read(Path.Combine(data, "faces"), (split, identity) => split.Profiles.Contains(identity)).GroupBy(face => face.Identity).ToList();
        var trials = new List<QualityTrial>();
        foreach (var (done, person) in people.Index())
        {
            report(done, people.Count);
            var photos = person.Select(face => (face.IsProfile, Photo: face.Photo.Pad(Surroundings))).ToList();
            var first = photos.First(photo => !photo.IsProfile).Photo;
            if (Find(engine, first) is not { } known)
                continue;
            var enrolled = engine.Embedder.Embed(aligner.Align(first, known));
            trials.AddRange(photos.Where(photo => photo.Photo != first).Select(photo => Try(engine, aligner, enrolled, -1, Natural, photo.IsProfile ? 1 : 0, photo.Photo)));
        }
        return trials;
    }

    private static QualityTrial Try(FaceEngine engine, IFaceAligner aligner, Embedding enrolled, int pair, string kind, double level, Photo photo)
    {
        if (Find(engine, photo) is not { } face)
            return new QualityTrial(pair, kind, level, null, double.NaN);
        var aligned = aligner.Align(photo, face);
        var comparator = engine.Pack.Comparator;
        return new QualityTrial(pair, kind, level, aligner.Measure(photo, face, aligned), comparator.ToSimilarity(comparator.Compare(enrolled, engine.Embedder.Embed(aligned))));
    }

    private static Face? Find(FaceEngine engine, Photo photo) =>
        FaceSelection.MostCentral(engine.Detector.Detect(photo), photo.Width, photo.Height) is FaceSelection.Main { Face: { Landmarks: not null } face } ? face : null;
}

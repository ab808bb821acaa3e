using System.Globalization;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Training.Data;
using Semblance.Training.Evaluation;
using Semblance.Training.Liveness;

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

    /// <summary>Frames of filmed people.</summary>
    public const string Filmed = "filmed";

    // Of a second of film: neighbouring frames are alike.
    private const double FramesASecond = 4;

    // The collection's faces fill their photos; a detector wants something around them.
    private const int Surroundings = 40;

    /// <summary>Whom the photo shows.</summary>
    public string Person { get; init; } = "";

    /// <summary>Of the face; null where none was found.</summary>
    public Embedding? Embedding { get; init; }

    /// <summary>Genuine pairs of LFW's development set as they are, and of some of them the second photo spoiled in every way.</summary>
    /// <param name="data">The folder with <c>lfw-dev</c>.</param>
    /// <param name="reader">Reads the photos.</param>
    /// <param name="pairs">Of how many pairs a photo is spoiled.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="report">Told how much of how much is done.</param>
    public static IReadOnlyList<QualityTrial> Spoil(string data, QualityReader reader, int pairs, int seed, Action<int, int> report)
    {
        string list = Path.Combine(data, "lfw-dev", "pairs.csv");
        if (!File.Exists(list))
            throw new DataException($"{list} is missing: --data takes the folder with lfw-dev and faces.");
        var genuine = PairList.Read(list, Path.Combine(data, "lfw-dev", "images")).Pairs.Where(pair => pair.Same).ToArray();
        new Random(seed).Shuffle(genuine);
        pairs = Math.Min(pairs, genuine.Length);
        var trials = new List<QualityTrial>();
        foreach (var (done, pair) in genuine.Index())
        {
            // What a spoiled photo costs, this counts once for each of the rest.
            report(Math.Min(done, pairs) * Spoiled.All.Count + Math.Max(0, done - pairs), pairs * Spoiled.All.Count + genuine.Length - pairs);
            var (first, second) = (new Lazy<Photo>(() => PhotoReader.Read(pair.A)), new Lazy<Photo>(() => PhotoReader.Read(pair.B)));
            string person = Path.GetFileName(Path.GetDirectoryName(pair.B))!;
            if (reader.Read(Name(pair.A), () => first.Value).Embedding is not { } enrolled || reader.Read(Name(pair.B), () => second.Value).Quality is null)
                continue;
            trials.Add(Try(reader, enrolled, person, done, Natural, 0, Name(pair.B), () => second.Value));
            if (done >= pairs)
                continue;
            var face = new Lazy<Face>(() => reader.Find(second.Value)!);
            foreach (var fault in Spoiled.All)
            {
                string name = fault.Kind == Spoiled.Unchanged ? Name(pair.B) : string.Create(CultureInfo.InvariantCulture, $"{Name(pair.B)} {fault.Kind} {fault.Level}");
                trials.Add(Try(reader, enrolled, person, done, fault.Kind, fault.Level, name, () => fault.Apply(second.Value, face.Value)));
            }
        }
        return trials;

        static string Name(string file) => $"lfw-dev/{Path.GetFileName(file)}";
    }

    /// <summary>Held-out people of CFP, frontal (level 0) and in profile (level 1): every other photo of theirs against the first frontal one.</summary>
    public static IReadOnlyList<QualityTrial> Turn(string data, QualityReader reader, Action<int, int> report)
    {
        var people = HeldOutFaces.Read(Path.Combine(data, "faces"), (split, identity) => split.Profiles.Contains(identity)).GroupBy(face => face.Identity).ToList();
        var trials = new List<QualityTrial>();
        foreach (var (done, person) in people.Index())
        {
            report(done, people.Count);
            var first = person.First(face => !face.IsProfile);
            if (Read(first).Embedding is not { } enrolled)
                continue;
            trials.AddRange(person.Where(face => face != first).Select(face => Try(reader, enrolled, person.Key, -1, Natural, face.IsProfile ? 1 : 0, face.File, () => face.Photo.Pad(Surroundings))));
        }
        return trials;

        QualityReading Read(HeldOutFace face) => reader.Read(face.File, () => face.Photo.Pad(Surroundings));
    }

    /// <summary>Frames of filmed live people, some of each second: against their first face. They show what limits do to people before a camera, and have no say in where those lie.</summary>
    public static IReadOnlyList<QualityTrial> Film(string data, QualityReader reader, Action<int, int> report)
    {
        var clips = LivenessClip.All(data).Where(clip => clip.Attack is null).ToList();
        var trials = new List<QualityTrial>();
        foreach (var (done, clip) in clips.Index())
        {
            report(done, clips.Count);
            using var source = new VideoFileSource(clip.File);
            var next = TimeSpan.Zero;
            Embedding? first = null;
            while (source.Read() is { } frame)
            {
                if (frame.Time < next)
                    continue;
                next += TimeSpan.FromSeconds(1 / FramesASecond);
                string name = string.Create(CultureInfo.InvariantCulture, $"{clip.Name} {frame.Time.TotalSeconds:F3}");
                first ??= reader.Read(name, () => frame.Photo).Embedding;
                if (first is not null)
                    trials.Add(Try(reader, first, clip.Subject, -1, $"{Filmed} {clip.Name}", 0, name, () => frame.Photo));
            }
        }
        return trials;
    }

    private static QualityTrial Try(QualityReader reader, Embedding enrolled, string person, int pair, string kind, double level, string name, Func<Photo> photo)
    {
        var (quality, embedding) = reader.Read(name, photo);
        var comparator = reader.Pack.Comparator;
        return new QualityTrial(pair, kind, level, quality, embedding is null ? double.NaN : comparator.ToSimilarity(comparator.Compare(enrolled, embedding))) { Person = person, Embedding = embedding };
    }
}

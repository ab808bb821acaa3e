using System.Diagnostics;
using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Reports;
using Semblance.Training.Data;

namespace Semblance.Training.Evaluation;

/// <summary>
/// The test sets of an embedder that takes faces of the five-point template, as aligned faces in memory: LFW's development set and
/// AT&amp;T, found by a detector, and held-out people of CFP, whose faces are aligned already. Measure as many networks with it as you like.
/// </summary>
internal sealed class EmbedderBenchmark
{
    private const int AttBorder = 30;

    private readonly LfwPhotos _lfw;
    private readonly FoundFaces _att;
    private readonly bool[] _attGlasses;
    private readonly IReadOnlyList<(Photo Face, int Subject, bool Profile)> _cfp;

    private EmbedderBenchmark(LfwPhotos lfw, FoundFaces att, bool[] attGlasses, IReadOnlyList<(Photo, int, bool)> cfp) =>
        (_lfw, _att, _attGlasses, _cfp) = (lfw, att, attGlasses, cfp);

    /// <summary>Faces that a network is measured on.</summary>
    public int Faces => _lfw.Found.Faces.Count + _att.Faces.Count + _cfp.Count;

    /// <summary>Reads the sets.</summary>
    /// <param name="data">The folder with lfw-dev, att_faces, att_glasses.csv and faces/labelled.</param>
    /// <param name="finder">Its faces have landmarks.</param>
    /// <param name="hash">Tells detectors apart, where faces are kept.</param>
    /// <param name="cache">A folder that keeps the aligned faces for the next time; null for none.</param>
    /// <param name="progress">Told how many photos were looked at.</param>
    /// <exception cref="DataException">A set is missing.</exception>
    public static EmbedderBenchmark Read(string data, IFaceDetector finder, string hash, string? cache = null, Action<string, int>? progress = null)
    {
        string att = Require(data, "att_faces"), faces = Require(data, "faces");
        string[] attFiles = [.. Enumerable.Range(1, 40).SelectMany(subject => Enumerable.Range(1, 10).Select(photo => Path.Combine(att, $"s{subject}", $"{photo}.pgm")))];
        var glasses = File.ReadLines(Require(data, "att_glasses.csv")).Skip(1).Select(line => line.Split(',')).ToDictionary(row => row[0], row => row[1] == "1");
        return new EmbedderBenchmark(
            LfwPhotos.Read(data, finder, hash, cache, done => progress?.Invoke("lfw-dev", done)),
            FoundFaces.Read(attFiles, finder, hash, AttBorder, cache, done => progress?.Invoke("att_faces", done)),
            [.. attFiles.Select(file => glasses[$"{Path.GetFileName(Path.GetDirectoryName(file))}/{Path.GetFileName(file)}"])],
            ReadCfp(faces));
    }

    /// <summary>Embeds every face, one after the other on the caller's thread, and measures.</summary>
    /// <param name="embedder">Takes aligned faces of 112 x 112 pixels; its embeddings are compared by cosine.</param>
    /// <param name="options">Resamples and seed of the intervals; null for the defaults. The rates are the benchmark's own.</param>
    public EmbedderReport Run(IFaceEmbedder embedder, MetricsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(embedder);
        options = (options ?? new MetricsOptions()) with { FalseMatchRates = [0.01, 0.001, 0.0001] };
        var times = new List<double>(Faces);
        var processor = Environment.CpuUsage.TotalTime;
        var lfw = Embed(_lfw.Found.Faces);
        var att = Embed(_att.Faces);
        var cfp = Embed([.. _cfp.Select(face => face.Face)]);
        double cpu = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times.Count;
        times.Sort();
        var curves = new List<LabelledCurve>();
        return new EmbedderReport(MeasureLfw(lfw, options, curves), MeasureAtt(att, options, curves), MeasureCfp(cfp, options, curves), times[times.Count / 2], cpu, curves);

        Embedding?[] Embed(IReadOnlyList<Photo?> faces)
        {
            var embeddings = new Embedding?[faces.Count];
            for (int i = 0; i < embeddings.Length; i++)
            {
                if (faces[i] is not { } face)
                    continue;
                long start = Stopwatch.GetTimestamp();
                embeddings[i] = embedder.Embed(face);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return embeddings;
        }
    }

    private LfwReport MeasureLfw(Embedding?[] embeddings, MetricsOptions options, List<LabelledCurve> curves)
    {
        var all = _lfw.AllImpostors(embeddings, Comparator.Cosine, tailShare: 0.06);
        curves.Add(new LabelledCurve("LFW development set", all.ToRoc()));
        return new LfwReport(
            VerificationMetrics.Compute(_lfw.Listed(embeddings, Comparator.Cosine), options), TarEstimate.Compute(all, options),
            all.Impostor, all.Genuine, embeddings.Length, embeddings.Count(embedding => embedding is null));
    }

    private AttReport MeasureAtt(Embedding?[] embeddings, MetricsOptions options, List<LabelledCurve> curves)
    {
        var pairs = new List<ScoredPair>();
        var (mixed, alike) = (new List<ScoredPair>(), new List<ScoredPair>());
        // Only people of whom photos of both kinds exist say what glasses do; impostors are everybody else.
        var both = Enumerable.Range(0, 40).Where(subject => Glasses(subject) is var own && own.Contains(true) && own.Contains(false)).ToHashSet();
        for (int a = 0; a < embeddings.Length; a++)
        {
            for (int b = a + 1; b < embeddings.Length; b++)
            {
                var pair = Compare(embeddings[a], embeddings[b], a / 10, b / 10);
                pairs.Add(pair);
                if (!pair.Same || both.Contains(a / 10))
                    (_attGlasses[a] == _attGlasses[b] ? alike : mixed).Add(pair);
            }
        }
        curves.Add(new LabelledCurve("AT&T", RocCurve.Compute(pairs)));
        return new AttReport(VerificationMetrics.Compute(pairs, options), ConditionReport.Of(mixed, options), ConditionReport.Of(alike, options), _att.Faces.Count(face => face is null));

        IEnumerable<bool> Glasses(int subject) => _attGlasses.Skip(10 * subject).Take(10);
    }

    private CfpReport MeasureCfp(Embedding?[] embeddings, MetricsOptions options, List<LabelledCurve> curves)
    {
        var (frontal, mixed) = (new List<ScoredPair>(), new List<ScoredPair>());
        for (int a = 0; a < embeddings.Length; a++)
        {
            for (int b = a + 1; b < embeddings.Length; b++)
            {
                if (_cfp[a].Profile != _cfp[b].Profile)
                    mixed.Add(Compare(embeddings[a], embeddings[b], _cfp[a].Subject, _cfp[b].Subject));
                else if (!_cfp[a].Profile)
                    frontal.Add(Compare(embeddings[a], embeddings[b], _cfp[a].Subject, _cfp[b].Subject));
            }
        }
        curves.Add(new LabelledCurve("CFP, frontal against frontal", RocCurve.Compute(frontal)));
        curves.Add(new LabelledCurve("CFP, frontal against profile", RocCurve.Compute(mixed)));
        return new CfpReport(ConditionReport.Of(frontal, options), ConditionReport.Of(mixed, options), _cfp.Select(face => face.Subject).Distinct().Count());
    }

    private static ScoredPair Compare(Embedding? a, Embedding? b, int subjectA, int subjectB) => a is null || b is null
        ? new ScoredPair(double.NaN, subjectA == subjectB, subjectA, subjectB, 0, FailedToAcquire: true)
        : new ScoredPair(Comparator.Cosine.Compare(a, b), subjectA == subjectB, subjectA, subjectB, 0);

    private static IReadOnlyList<(Photo, int, bool)> ReadCfp(string faces)
    {
        var held = HeldOutFaces.Read(faces, (split, identity) => split.Profiles.Contains(identity));
        var people = held.Select(face => face.Identity).Distinct().Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
        return [.. held.Select(face => (face.Aligned(), people[face.Identity], face.IsProfile))];
    }

    private static string Require(string data, string part)
    {
        string path = Path.Combine(data, part);
        return Path.Exists(path) ? path : throw new DataException($"{path} is missing: --data takes the folder with lfw-dev, att_faces, att_glasses.csv and faces.");
    }
}

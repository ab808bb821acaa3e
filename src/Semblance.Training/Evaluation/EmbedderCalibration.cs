using Semblance.Evaluation;
using Semblance.Recognition;
using Semblance.Training.Faces;

namespace Semblance.Training.Evaluation;

/// <summary>
/// Calibrates a network that takes faces of the five-point template, on the people of the collection that were held out of its
/// training: every pair of photos of different people, and of the people with several photos every pair of one person. Families in
/// the Wild are drawn by family.
/// </summary>
internal sealed class EmbedderCalibration
{
    private static readonly double[] s_conditionRates = [0.01, 0.001, 0.0001];

    private readonly IReadOnlyList<HeldOutFace> _faces;
    private readonly IReadOnlyList<LabelledFace> _embedded;
    private readonly Photo[] _aligned;
    private readonly Comparator _comparator;
    private readonly CalibrationOptions _options;
    private readonly string _alignment;

    /// <summary>Embeds the held-out faces, one after the other on the caller's thread.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="embedder">The network.</param>
    /// <param name="comparator">How its embeddings are compared.</param>
    /// <param name="alignment">How they are aligned.</param>
    /// <param name="options">Rates, resamples and seed.</param>
    /// <param name="progress">Told how many faces are done.</param>
    public EmbedderCalibration(
        IReadOnlyList<HeldOutFace> faces, IFaceEmbedder embedder, Comparator comparator, HeldOutAlignment alignment, CalibrationOptions options, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentNullException.ThrowIfNull(embedder);
        ArgumentNullException.ThrowIfNull(alignment);
        var aligned = faces.Select(face => (Face: face, Photo: alignment.Align(face))).Where(pair => pair.Photo is not null).ToList();
        faces = [.. aligned.Select(pair => pair.Face)];
        _aligned = [.. aligned.Select(pair => pair.Photo!)];
        (_faces, _comparator, _options) = (faces, comparator, options);
        var subjects = Numbers(faces.Select(face => face.Identity));
        var families = Numbers(faces.Select(face => AlignedFaces.FamilyOf(face.Identity)));
        _alignment = alignment.InWords;
        var embedded = new LabelledFace[faces.Count];
        for (int i = 0; i < embedded.Length; i++)
        {
            embedded[i] = new LabelledFace(embedder.Embed(_aligned[i]), subjects[faces[i].Identity], families[AlignedFaces.FamilyOf(faces[i].Identity)]);
            progress?.Invoke(i + 1);
        }
        _embedded = embedded;
        SamePerson = [.. LabelErrors.SamePersons().Where(entry => subjects.ContainsKey(entry.A) && subjects.ContainsKey(entry.B)).Select(entry => (subjects[entry.A], subjects[entry.B]))];
        Scores = CalibrationScores.FromFaces(embedded, comparator, options.Rates.Max(), SamePerson);
    }

    /// <summary>Faces that were embedded.</summary>
    public int Faces => _faces.Count;

    /// <summary>The comparisons.</summary>
    public CalibrationScores Scores { get; }

    /// <summary>Pairs of identities that are left out, see <see cref="LabelErrors"/>.</summary>
    public IReadOnlyCollection<(int A, int B)> SamePerson { get; }

    /// <summary>The table, with what it does to relatives, profiles and poor light.</summary>
    /// <param name="lfw">LFW's development set, found by the detector in use: each rate it carries is kept on it too, end to end. Null without.</param>
    /// <param name="groups">Groups of people, found by that detector: each rate is kept within every one of them too.</param>
    public Calibration Compute(CalibrationScores? lfw = null, params IReadOnlyList<GroupScores> groups)
    {
        var sets = _faces.Select(face => AlignedFaces.SetOf(face.Identity)).Distinct().Order(StringComparer.Ordinal).Select(set => set switch
        {
            "celeba" => "CelebA",
            "cfp" => "CFP",
            "fiw" => "Families in the Wild",
            _ => set,
        });
        var table = ThresholdCalibration.Compute(Scores, _comparator,
            $"{_faces.Count} faces of people held out of training ({string.Join(", ", sets)}), every pair of photos; {_alignment}"
                + (lfw is null ? "" : $"; each rate is kept on LFW's development set too, end to end ({lfw.Impostor} comparisons)")
                + (groups.Count == 0 ? "" : $"; and within each of {groups.Count} groups of people ({groups.Sum(group => group.Scores.Impostor)} comparisons)"),
            _options, [.. lfw is null ? [] : (CalibrationScores[])[lfw], .. groups.Select(group => group.Scores)]);
        return table with { Conditions = [.. Conditions(table), .. lfw is null ? [] : (CalibrationCondition[])[ThresholdCalibration.Under("LFW development set, end to end", lfw, table, _comparator, s_conditionRates, _options)]], Groups = ThresholdCalibration.Within(groups, table.Rates.Select(row => (row.Fmr, row.Score)), _comparator, _options) };
    }

    private IEnumerable<CalibrationCondition> Conditions(Calibration table)
    {
        var several = Enumerable.Range(0, _faces.Count).GroupBy(i => _embedded[i].Subject).Where(group => group.Count() > 1).SelectMany(group => group).ToArray();
        var cfp = several.Where(i => AlignedFaces.SetOf(_faces[i].Identity) == "cfp").ToArray();
        var others = several.Where(i => AlignedFaces.SetOf(_faces[i].Identity) != "cfp").ToArray();
        var relatives = Enumerable.Range(0, _faces.Count).GroupBy(i => _embedded[i].Family).SelectMany(family => Pairs([.. family], (a, b) => _embedded[a].Subject != _embedded[b].Subject));
        yield return Under("relatives: members of one family (Families in the Wild)", relatives);
        yield return Under("frontal against frontal (CFP)", Pairs(cfp, (a, b) => !_faces[a].IsProfile && !_faces[b].IsProfile));
        yield return Under("frontal against profile (CFP)", Pairs(cfp, (a, b) => _faces[a].IsProfile != _faces[b].IsProfile));
        yield return Under("profile against profile (CFP)", Pairs(cfp, (a, b) => _faces[a].IsProfile && _faces[b].IsProfile));
        yield return Under("photos of people with several (Families in the Wild, CelebA)", Pairs(others, (_, _) => true));
        var quality = others.ToDictionary(i => i, i => FaceQuality.Measure(_aligned[i], new Face(new Box(0, 0, FivePointAligner.Side, FivePointAligner.Side), 1)));
        foreach (var (name, worst) in new (string, IEnumerable<int>)[]
        {
            ("of these, either photo among the darkest tenth", others.OrderBy(i => quality[i].Brightness)),
            ("of these, either photo among the brightest tenth", others.OrderByDescending(i => quality[i].Brightness)),
            ("of these, either photo among the least sharp tenth", others.OrderBy(i => quality[i].Sharpness)),
            ("of these, either photo among the least symmetric tenth (turned or lit from a side)", others.OrderBy(i => quality[i].Symmetry)),
        })
        {
            var tenth = worst.Take(others.Length / 10).ToHashSet();
            yield return Under(name, Pairs(others, (a, b) => tenth.Contains(a) || tenth.Contains(b)));
        }

        CalibrationCondition Under(string name, IEnumerable<ScoredPair> pairs) =>
            ThresholdCalibration.Under(name, [.. pairs], table, _comparator, s_conditionRates, _options);
    }

    /// <summary>The pairs of people with the highest impostor scores, the highest first: of each two people the two photos most alike, as places in the faces.</summary>
    public IReadOnlyList<(int A, int B, double Similarity)> HighestImpostors(int count)
    {
        const int PhotosOfAPair = 20;
        var same = SamePerson.Select(Ordered).ToHashSet();
        var highest = new PriorityQueue<(int A, int B, double Similarity), double>();
        foreach (var pair in AllPairs())
        {
            if (highest.Count == PhotosOfAPair * count && pair.Similarity <= highest.Peek().Similarity)
                continue;
            var people = People(pair);
            if (people.Item1 == people.Item2 || same.Contains(people))
                continue;
            highest.Enqueue(pair, pair.Similarity);
            if (highest.Count > PhotosOfAPair * count)
                highest.Dequeue();
        }
        return [.. highest.UnorderedItems.Select(item => item.Element).OrderByDescending(pair => pair.Similarity).DistinctBy(People).Take(count)];

        (int, int) People((int A, int B, double) pair) => Ordered((_embedded[pair.A].Subject, _embedded[pair.B].Subject));

        static (int, int) Ordered((int A, int B) pair) => (Math.Min(pair.A, pair.B), Math.Max(pair.A, pair.B));
    }

    /// <summary>The mean score of all photos of the one person with all photos of the other, profiles left out, and how many comparisons that is: many alike photos of two names tell one person.</summary>
    public (double Similarity, int Comparisons) MeanBetween(int a, int b)
    {
        double[] scores = [.. Frontal(a).SelectMany(x => Frontal(b).Select(y => Similarity(x, y)))];
        return (scores.DefaultIfEmpty(double.NaN).Average(), scores.Length);

        IEnumerable<int> Frontal(int face) => Enumerable.Range(0, _faces.Count).Where(i => _embedded[i].Subject == _embedded[face].Subject && !_faces[i].IsProfile);
    }

    /// <summary>The genuine pairs with the lowest scores, the lowest first; profiles left out.</summary>
    public IReadOnlyList<(int A, int B, double Similarity)> LowestGenuine(int count) =>
        [.. Enumerable.Range(0, _faces.Count).GroupBy(i => _embedded[i].Subject)
            .SelectMany(group => group.SelectMany(a => group.Where(b => b > a && !_faces[a].IsProfile && !_faces[b].IsProfile).Select(b => (a, b, Similarity(a, b)))))
            .OrderBy(pair => pair.Item3).Take(count)];

    /// <summary>Genuine pairs, and every so-manieth impostor pair, for a histogram.</summary>
    public IReadOnlyList<ScoredPair> Sample(int impostors)
    {
        long step = Math.Max(1, Scores.Impostor / impostors), at = 0;
        return [.. AllPairs().Where(pair => _embedded[pair.A].Subject == _embedded[pair.B].Subject || at++ % step == 0)
            .Select(pair => new ScoredPair(pair.Similarity, _embedded[pair.A].Subject == _embedded[pair.B].Subject, _embedded[pair.A].Subject, _embedded[pair.B].Subject, 0))];
    }

    /// <summary>A face as the network saw it, and its file.</summary>
    public (Photo Face, string File) this[int face] => (_aligned[face], _faces[face].File);

    private IEnumerable<ScoredPair> Pairs(int[] faces, Func<int, int, bool> belongs)
    {
        var same = SamePerson.SelectMany(pair => new[] { pair, (pair.B, pair.A) }).ToHashSet();
        for (int i = 0; i < faces.Length; i++)
        {
            for (int j = i + 1; j < faces.Length; j++)
            {
                var (a, b) = (_embedded[faces[i]], _embedded[faces[j]]);
                if (belongs(faces[i], faces[j]) && !same.Contains((a.Subject, b.Subject)))
                    yield return new ScoredPair(Similarity(faces[i], faces[j]), a.Subject == b.Subject, a.Family, b.Family, 0);
            }
        }
    }

    private IEnumerable<(int A, int B, double Similarity)> AllPairs()
    {
        for (int a = 0; a < _faces.Count; a++)
        {
            for (int b = a + 1; b < _faces.Count; b++)
                yield return (a, b, Similarity(a, b));
        }
    }

    private double Similarity(int a, int b) => _comparator.ToSimilarity(_comparator.Compare(_embedded[a].Embedding!, _embedded[b].Embedding!));

    private static Dictionary<string, int> Numbers(IEnumerable<string> names) =>
        names.Distinct().Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number);
}

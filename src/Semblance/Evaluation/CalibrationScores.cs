using Semblance.Recognition;

namespace Semblance.Evaluation;

/// <summary>
/// The comparisons that thresholds are calibrated on, kept small: of the impostor scores only the highest, where thresholds lie, with
/// the families behind each; of the genuine scores all. Millions of comparisons fit. Immutable.
/// <para>Impostor pairs with a failure to acquire are left out, for they would make a false match rate look better than it is; genuine
/// ones stay and never match. Both are counted.</para>
/// </summary>
internal sealed class CalibrationScores
{
    private readonly IFamilyWeights _impostorWeights;

    private CalibrationScores(ScoreTail tail, IFamilyWeights weights, IReadOnlyList<GenuineScore> genuine, int subjects, int families, long failedImpostor) =>
        (Tail, _impostorWeights, GenuineScores, Subjects, Families, FailedImpostor) = (tail, weights, genuine, subjects, families, failedImpostor);

    /// <summary>Comparisons between different people.</summary>
    public long Impostor => Tail.Count;

    /// <summary>Pairs of different people with a photo without a usable face; not among <see cref="Impostor"/>.</summary>
    public long FailedImpostor { get; }

    /// <summary>Pairs of one person, failures to acquire included.</summary>
    public int Genuine => GenuineScores.Count;

    /// <summary>Pairs of one person with a photo without a usable face.</summary>
    public int FailedGenuine => GenuineScores.Count(score => double.IsNegativeInfinity(score.Similarity));

    /// <summary>People.</summary>
    public int Subjects { get; }

    /// <summary>Families: people, where nobody is known to be related.</summary>
    public int Families { get; }

    internal ScoreTail Tail { get; }

    internal IReadOnlyList<GenuineScore> GenuineScores { get; }

    /// <summary>The number of impostor comparisons when family f is there <c>times[f]</c> times: a pair counts by the product.</summary>
    internal double ImpostorWeight(ReadOnlySpan<int> times) => _impostorWeights.Total(times);

    /// <summary>The same impostor comparisons beside other genuine ones, for example those of a published pair list.</summary>
    /// <param name="pairs">The genuine ones among them are taken, between people of the faces that this was made of.</param>
    /// <param name="familyOf">The family of a pair's subject.</param>
    public CalibrationScores WithGenuine(IEnumerable<ScoredPair> pairs, Func<int, int> familyOf) => new(
        Tail, _impostorWeights, [.. pairs.Where(pair => pair.Same).Select(pair => new GenuineScore(pair.HasScore ? pair.Similarity : double.NegativeInfinity, familyOf(pair.SubjectA)))],
        Subjects, Families, FailedImpostor);

    /// <summary>The curve of operating points as far as impostor scores were kept: some hundred points, evenly apart in the logarithm of the rate.</summary>
    /// <exception cref="InvalidOperationException">There is no genuine or no impostor pair.</exception>
    public RocCurve ToRoc()
    {
        if (Genuine == 0 || Impostor == 0)
            throw new InvalidOperationException("A ROC curve needs pairs of both kinds.");
        const int PointsPerDecade = 60;
        double[] genuine = [.. GenuineScores.Select(score => score.Similarity).Order()];
        // Above every impostor score nothing matches falsely.
        var points = new List<RocPoint> { new(double.PositiveInfinity, 0, 1), PointAt(Math.BitIncrement(Tail.Similarity[0]), 0) };
        double next = 1;
        for (int i = 1; i <= Tail.Similarity.Length; i++)
        {
            bool groupEnds = i == Tail.Similarity.Length ? i == Tail.Count : Tail.Similarity[i] != Tail.Similarity[i - 1];
            if (i < next || !groupEnds)
                continue;
            points.Add(PointAt(Tail.Similarity[i - 1], (double)i / Impostor));
            next = i * Math.Pow(10, 1.0 / PointsPerDecade);
        }
        return new RocCurve(points, Genuine, checked((int)Impostor));

        RocPoint PointAt(double threshold, double fmr)
        {
            int below = Array.BinarySearch(genuine, threshold);
            below = below < 0 ? ~below : below;
            while (below > 0 && genuine[below - 1] == threshold)
                below--;
            return new(threshold, fmr, (double)below / genuine.Length);
        }
    }

    /// <summary>Compares every face with every other one.</summary>
    /// <param name="faces">The faces; everybody of one subject must be of one family.</param>
    /// <param name="comparator">The comparator of the pack that embedded them.</param>
    /// <param name="tailShare">The share of the impostor scores that is kept, over 0 and at most 1: the largest false match rate that can be asked about.</param>
    /// <param name="samePerson">Pairs of subjects that turned out to be one person: they are compared neither as genuine nor as impostors, and their families count as one.</param>
    /// <exception cref="ArgumentException">A subject in two families, or numbers that do not begin at 0.</exception>
    public static CalibrationScores FromFaces(
        IReadOnlyList<LabelledFace> faces, Comparator comparator, double tailShare = 0.1, IReadOnlyCollection<(int, int)>? samePerson = null)
    {
        ArgumentNullException.ThrowIfNull(faces);
        ArgumentNullException.ThrowIfNull(comparator);
        var people = new PeopleIndex(faces, samePerson ?? []);
        var usable = Enumerable.Range(0, faces.Count).Where(i => faces[i].Embedding is not null).ToArray();
        var weights = new AllPairsWeights(faces, people);
        long impostors = (long)weights.Total([.. Enumerable.Repeat(1, people.Families)]);
        var tail = new ScoreTail.Builder(impostors, tailShare);
        var genuine = new List<GenuineScore>();
        foreach (var group in faces.GroupBy(face => face.Subject))
        {
            long all = group.Count(), failed = group.Count(face => face.Embedding is null);
            for (long pair = (all * (all - 1) - (all - failed) * (all - failed - 1)) / 2; pair > 0; pair--)
                genuine.Add(new(double.NegativeInfinity, people.FamilyOf(group.Key)));
        }
        for (int i = 0; i < usable.Length; i++)
        {
            var a = faces[usable[i]];
            int familyA = people.FamilyOf(a.Subject);
            for (int j = i + 1; j < usable.Length; j++)
            {
                var b = faces[usable[j]];
                if (a.Subject != b.Subject && people.AreSame(a.Subject, b.Subject))
                    continue;
                double similarity = comparator.ToSimilarity(comparator.Compare(a.Embedding!, b.Embedding!));
                if (a.Subject == b.Subject)
                    genuine.Add(new(similarity, familyA));
                else
                    tail.Add(similarity, familyA, people.FamilyOf(b.Subject));
            }
        }
        long failedImpostor = (long)new AllPairsWeights(faces, people, failuresToo: true).Total([.. Enumerable.Repeat(1, people.Families)]) - impostors;
        return new CalibrationScores(tail.Build(), weights, genuine, people.Subjects, people.Families, failedImpostor);
    }

    /// <summary>Takes pairs that were compared before, for example those of a <see cref="PairList"/>.</summary>
    /// <param name="pairs">The pairs; a bootstrap draws their subjects.</param>
    /// <param name="tailShare">The share of the impostor scores that is kept, over 0 and at most 1.</param>
    public static CalibrationScores FromPairs(IReadOnlyList<ScoredPair> pairs, double tailShare = 1)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var numbers = pairs.SelectMany(pair => new[] { pair.SubjectA, pair.SubjectB }).Distinct().Order().Select((id, index) => (id, index)).ToDictionary(pair => pair.id, pair => pair.index);
        var impostors = pairs.Where(pair => pair is { Same: false, HasScore: true }).ToList();
        var tail = new ScoreTail.Builder(impostors.Count, tailShare);
        foreach (var pair in impostors)
            tail.Add(pair.Similarity, numbers[pair.SubjectA], numbers[pair.SubjectB]);
        var counts = impostors.CountBy(pair => (Math.Min(numbers[pair.SubjectA], numbers[pair.SubjectB]), Math.Max(numbers[pair.SubjectA], numbers[pair.SubjectB])));
        return new CalibrationScores(
            tail.Build(),
            new ListedWeights([.. counts.Select(count => (count.Key.Item1, count.Key.Item2, count.Value))]),
            [.. pairs.Where(pair => pair.Same).Select(pair => new GenuineScore(pair.HasScore ? pair.Similarity : double.NegativeInfinity, numbers[pair.SubjectA]))],
            numbers.Count, numbers.Count, pairs.Count(pair => pair is { Same: false, HasScore: false }));
    }
}

/// <summary>A comparison of one person with themself; negative infinity where a photo had no usable face.</summary>
internal readonly record struct GenuineScore(double Similarity, int Family);

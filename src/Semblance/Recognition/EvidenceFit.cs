namespace Semblance.Recognition;

/// <summary>
/// Learns what scores are worth from comparisons whose truth is known: the pool-adjacent-violators algorithm (Ayer et al. 1955; as
/// calibration of log-likelihood ratios: Brümmer and du Preez, Computer Speech and Language 20, 2006). It assumes nothing but that
/// more alike never counts for less.
/// <para>
/// One genuine comparison is added below all scores and one impostor comparison above them, so that both ends are finite: data of n
/// impostor comparisons give no score more than about ln n. The whole line is then lowered as far as it takes for the mean of
/// exp(ratio) over the impostor comparisons to be at most 1: with that, the chance that an impostor's evidence reaches ln(1/FMR) is at most FMR
/// (Markov's inequality), whatever the distribution looks like.
/// </para>
/// </summary>
internal static class EvidenceFit
{
    /// <summary>Fewest comparisons of either kind.</summary>
    public const int FewestComparisons = 30;

    /// <summary>
    /// How alike the frames of a session count where nobody measured it: no session then counts for more than two independent
    /// comparisons, since whoever resembles a person does so in every frame.
    /// </summary>
    public const double LeastLikeness = 0.5;

    private const double KnotDistance = 0.5;

    /// <summary>Fits the map.</summary>
    /// <param name="genuine">Similarities (higher is more alike) of comparisons of one person. Of the kind that will be made: a frame against a
    /// template, with the embeddings a template has. Photo against photo is on the safe side (<see cref="Template.Score"/> is a mean).</param>
    /// <param name="impostor">Similarities of comparisons of two people.</param>
    /// <param name="leastLikeness">See <see cref="LeastLikeness"/>.</param>
    /// <param name="impostorsBelow">How many impostor comparisons more there are whose scores were not kept, each lower than all that were. What
    /// lies below the kept ones then counts alike.</param>
    /// <exception cref="ArgumentException">Fewer than <see cref="FewestComparisons"/> of either kind, a score that is not finite, or scores that do not
    /// tell the two kinds apart at all.</exception>
    public static EvidenceMap Fit(IReadOnlyList<double> genuine, IReadOnlyList<double> impostor, double leastLikeness = LeastLikeness, long impostorsBelow = 0)
    {
        ArgumentNullException.ThrowIfNull(genuine);
        ArgumentNullException.ThrowIfNull(impostor);
        ArgumentOutOfRangeException.ThrowIfNegative(impostorsBelow);
        if (genuine.Count < FewestComparisons || impostor.Count < FewestComparisons)
            throw new ArgumentException($"Evidence needs {FewestComparisons} comparisons of either kind, not {genuine.Count} genuine and {impostor.Count} impostor ones.");

        var knots = Thin(Pool(genuine, impostor, impostorsBelow), genuine.Count + 1.0, impostor.Count + impostorsBelow + 1.0);
        if (knots.Count < 2)
            throw new ArgumentException("These scores do not tell the same person from two people: there is no evidence in them.");
        double[] scores = [.. knots.Select(knot => knot.Score)];
        var map = new EvidenceMap(scores, [.. knots.Select(knot => knot.Ratio)], leastLikeness);
        double sum = impostor.Sum(score => Math.Exp(map.LogLikelihoodRatio(score))) + impostorsBelow * Math.Exp(map.LogLikelihoodRatios[0]);
        double excess = Math.Log(sum / (impostor.Count + impostorsBelow));
        return excess <= 0 ? map : new EvidenceMap(scores, [.. knots.Select(knot => knot.Ratio - excess)], leastLikeness);
    }

    /// <summary>Comparisons with neighbouring scores that count alike.</summary>
    private struct Block
    {
        public long Genuine, Impostor;
        public long RealGenuine, RealImpostor;
        public double GenuineScores, ImpostorScores;

        // Where the block holds comparisons whose scores were not kept: the lowest score that was.
        public double? Lowest;

        // A block without an impostor has an infinite ratio, one without a genuine comparison the ratio 0.
        public readonly bool IsAtLeast(in Block next) => (double)Genuine * next.Impostor >= (double)next.Genuine * Impostor;

        // The middle between the two kinds' mean scores, so that neither the many nor the few pull it to their side.
        public readonly double Score => Lowest is { } lowest ? lowest
            : RealGenuine == 0 ? ImpostorScores / RealImpostor
            : RealImpostor == 0 ? GenuineScores / RealGenuine
            : (GenuineScores / RealGenuine + ImpostorScores / RealImpostor) / 2;

        public void Add(in Block other)
        {
            (Genuine, Impostor) = (Genuine + other.Genuine, Impostor + other.Impostor);
            (RealGenuine, RealImpostor) = (RealGenuine + other.RealGenuine, RealImpostor + other.RealImpostor);
            Lowest ??= other.Lowest;
            (GenuineScores, ImpostorScores) = (GenuineScores + other.GenuineScores, ImpostorScores + other.ImpostorScores);
        }
    }

    private static List<Block> Pool(IReadOnlyList<double> genuine, IReadOnlyList<double> impostor, long impostorsBelow)
    {
        double[] scores = [.. genuine, .. impostor];
        if (!scores.All(double.IsFinite))
            throw new ArgumentException("A score is a finite number; failures to acquire are no comparisons.");
        bool[] same = new bool[scores.Length];
        Array.Fill(same, true, 0, genuine.Count);
        Array.Sort(scores, same);

        var lowest = new Block { Genuine = 1 };
        int first = 0;
        if (impostorsBelow > 0)
        {
            double kept = impostor.Min();
            first = scores.Count(score => score < kept);
            lowest = new Block { Genuine = 1 + first, RealGenuine = first, Impostor = impostorsBelow, Lowest = kept };
        }
        var pooled = new List<Block> { lowest };
        for (int i = first; i < scores.Length;)
        {
            var block = new Block();
            for (double score = scores[i]; i < scores.Length && scores[i] == score; i++)
            {
                block.Add(same[i]
                    ? new Block { Genuine = 1, RealGenuine = 1, GenuineScores = score }
                    : new Block { Impostor = 1, RealImpostor = 1, ImpostorScores = score });
            }
            Append(pooled, block);
        }
        Append(pooled, new Block { Impostor = 1 });
        return pooled;
    }

    private static void Append(List<Block> pooled, Block next)
    {
        while (pooled.Count > 0 && pooled[^1].IsAtLeast(next))
        {
            var previous = pooled[^1];
            pooled.RemoveAt(pooled.Count - 1);
            previous.Add(next);
            next = previous;
        }
        pooled.Add(next);
    }

    // The first and the last block, and of those between enough to stand half a nat apart.
    private static List<(double Score, double Ratio)> Thin(List<Block> blocks, double genuine, double impostor)
    {
        var knots = new List<(double Score, double Ratio)>();
        for (int i = 0; i < blocks.Count; i++)
        {
            var knot = (blocks[i].Score, Ratio: Math.Log(blocks[i].Genuine / genuine) - Math.Log(blocks[i].Impostor / impostor));
            if (knots.Count == 0 || knot.Ratio >= knots[^1].Ratio + KnotDistance)
                knots.Add(knot);
            else if (i == blocks.Count - 1 && knots.Count > 1)
                knots[^1] = knot;
            else if (i == blocks.Count - 1)
                knots.Add(knot);
        }
        return knots;
    }
}

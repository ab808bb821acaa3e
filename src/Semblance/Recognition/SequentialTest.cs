using System.Numerics.Tensors;

namespace Semblance.Recognition;

/// <summary>
/// Wald's sequential test over the frames of one session (Sequential Analysis, 1947): evidence is gathered until it suffices for
/// either answer. It is a <see cref="Outcome.Match"/> from ln(1/FMR) on, and never below the evidence of the pack's own threshold for
/// that FMR; <see cref="Outcome.NoMatch"/> from ln(miss rate) down; between them nothing is decided. When the frames end, evidence against
/// the claim is a <see cref="Outcome.NoMatch"/> too, and too little evidence for it stays <see cref="Outcome.Undecided"/>.
/// <para>
/// Frames of one session are no independent comparisons: whoever resembles a person does so in every frame. So the evidence of the frames is
/// not added up but averaged, and the mean counts for as many comparisons as the frames are different. With unit embeddings f_i and
/// weights w_i that number is (sum w)^2 / |sum w f|^2: 1 for frames that are all the same, at most 1 / (mean cosine). For normal
/// scores whose correlation is the cosine of the frames' embeddings (which it is against a template of any direction) this is the
/// exact log-likelihood ratio of the weighted mean; for equal cosines it is Kish's effective sample size n / (1 + (n - 1) c).
/// The mean cosine counts as at least <see cref="EvidenceMap.LeastLikeness"/>.
/// </para>
/// <para>
/// A frame's weight is the part of its embedding that the earlier frame most like it does not hold, the sine of the angle between them: a
/// frame that is shown again weighs nothing and counts for nothing, and nobody gains by keeping still at a lucky moment.
/// </para>
/// <para>
/// A frame that is more likely another person's than that of the frames before forgets them. Each new start is another attempt, so
/// the n-th may only spend FMR / (n (n + 1)); all of them together spend no more than FMR. Used by one thread.
/// </para>
/// </summary>
public sealed class SequentialTest : IFrameRule
{
    /// <summary>Fewest frames before a match that differ from each other: one may be misread, and a frozen picture shows nobody.</summary>
    public const int FewestFrames = 3;

    /// <summary>Fewest frames before a non-match: refusing can wait until a blink or a turn of the head is over.</summary>
    public const int FewestFramesToRefuse = MeanOfFrames.LessonWindow;

    /// <summary>The share of genuine sessions that may be refused before their frames end.</summary>
    public const double MissRate = 0.05;

    // Among so many different looks of one person, another one is no news.
    private const int MostLooks = 256;

    private readonly EvidenceMap _map;
    private readonly Threshold _threshold;
    private readonly List<float[]> _looks = [];
    private float[] _sum = [];
    private double _weights;
    private double _squaredWeights;
    private double _ratios;
    private double _scores;

    /// <summary>Starts with no frames.</summary>
    /// <param name="map">What scores are worth.</param>
    /// <param name="threshold">The pack's threshold for the false match rate that is asked for.</param>
    /// <exception cref="ArgumentException">The threshold is uncalibrated, or no session can be worth as much as its false match rate asks for.</exception>
    public SequentialTest(EvidenceMap map, Threshold threshold) : this(map, threshold, starts: 1)
    {
    }

    // A claim that is first looked at after new starts of the session has had as many attempts as any other.
    internal SequentialTest(EvidenceMap map, Threshold threshold, int starts)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(threshold);
        if (threshold.Fmr is not { } fmr)
            throw new ArgumentException("Evidence is weighed against a false match rate, and this threshold is uncalibrated.", nameof(threshold));
        (_map, _threshold, Fmr, Starts) = (map, threshold, fmr, starts);
        if (!Carries(map, threshold.Score, fmr))
            throw new ArgumentException($"The evidence rests on too few comparisons for a false match rate of {fmr}: {MatchFrom:0.0} nats are needed, and no session gives more than {map.Highest / map.LeastLikeness:0.0}.", nameof(map));
    }

    /// <summary>The false match rate of the whole session.</summary>
    public double Fmr { get; }

    /// <summary>How many starts there were, this one included.</summary>
    public int Starts { get; private set; }

    /// <summary>How many frames count: those since the last new start.</summary>
    public int Count { get; private set; }

    /// <summary>How many independent comparisons the frames count for; 0 without frames, else at least 1.</summary>
    public double EffectiveCount
    {
        get
        {
            double mixed = _weights * _weights - _squaredWeights;
            if (mixed <= 1e-9)
                return Math.Min(Count, 1);
            double likeness = (TensorPrimitives.SumOfSquares(_sum) - _squaredWeights) / mixed;
            return _weights * _weights / (_squaredWeights + mixed * Math.Clamp(likeness, _map.LeastLikeness, 1));
        }
    }

    /// <summary>The evidence so far in nats: above 0 for the claim, below against it.</summary>
    public double Evidence => Count == 0 ? 0 : _ratios / _weights * EffectiveCount;

    /// <summary>The evidence from which on it is a match.</summary>
    public double MatchFrom => Needed(_map, _threshold.Score, Fmr, Starts);

    /// <summary>How sure the claim is by now.</summary>
    public Certainty Certainty => Certainty.OfEvidence(Evidence, MatchFrom, Starts);

    /// <summary>What the evidence says by now. Its score is the weighted mean of the frames'.</summary>
    public Decision Decision
    {
        get
        {
            double? score = Count == 0 ? null : _scores / _weights;
            double evidence = Evidence;
            return _looks.Count >= FewestFrames && evidence >= MatchFrom ? new Decision(Outcome.Match, score, [])
                : Count >= FewestFramesToRefuse && evidence <= Math.Log(MissRate) ? new Decision(Outcome.NoMatch, score, [])
                : new Decision(Outcome.Undecided, score, [Count == 0 ? Starts == 1 ? "No usable frame has come yet." : "No usable frame has come since the face was last lost."
                    : Count >= FewestFrames && _looks.Count < FewestFrames ? "The frames are all the same: a still picture is not decided on."
                    : $"The evidence of {Count} usable frames suffices for neither answer: look at the camera a little longer, in good light."]);
        }
    }

    /// <summary>
    /// The answer when no more frames come: the decision, or a <see cref="Outcome.NoMatch"/> where as many frames as that takes speak rather
    /// against the claim. Never a match that was not one before.
    /// </summary>
    public Decision Conclusion => Decision is { Outcome: Outcome.Undecided } undecided && Count >= FewestFramesToRefuse && Evidence < 0
        ? new Decision(Outcome.NoMatch, undecided.Score, [])
        : Decision;

    double IFrameRule.Favour => Evidence;

    /// <summary>Whether a session can be worth as much as a false match rate asks for.</summary>
    /// <param name="map">What scores are worth.</param>
    /// <param name="score">The threshold for that rate.</param>
    /// <param name="fmr">The rate, over 0 and below 1.</param>
    public static bool Carries(EvidenceMap map, double score, double fmr)
    {
        ArgumentNullException.ThrowIfNull(map);
        return map.Highest / map.LeastLikeness >= Needed(map, score, fmr, starts: 1);
    }

    /// <summary>Adds a usable frame.</summary>
    /// <param name="score">Its score against the template, by cosine.</param>
    /// <param name="embedding">Its embedding.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a number.</exception>
    public void Add(double score, Embedding embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        double ratio = _map.LogLikelihoodRatio(score);
        float[] look = embedding.Values.ToArray();
        TensorPrimitives.Divide(look, TensorPrimitives.Norm(look), look);
        if (Count > 0 && _map.LogLikelihoodRatio(TensorPrimitives.CosineSimilarity<float>(_sum, look)) < 0)
            Reset();

        double weight = Count == 0 ? 1 : Novelty(look);
        if (Count == 0)
            _sum = new float[look.Length];
        TensorPrimitives.MultiplyAdd(look, (float)weight, _sum, _sum);
        (_weights, _squaredWeights) = (_weights + weight, _squaredWeights + weight * weight);
        (_ratios, _scores) = (_ratios + weight * ratio, _scores + weight * score);
        if (weight > 0)
            _looks.Add(look);
        Count++;
    }

    /// <summary>Forgets all frames: the face was lost, or another one came. What comes now is another attempt.</summary>
    public void Reset()
    {
        if (Count > 0)
            Starts++;
        _looks.Clear();
        (_weights, _squaredWeights, _ratios, _scores, Count) = (0, 0, 0, 0, 0);
    }

    private static double Needed(EvidenceMap map, double score, double fmr, int starts) => Math.Max(Math.Log(starts * (starts + 1) / fmr), map.LogLikelihoodRatio(score));

    private double Novelty(float[] look)
    {
        if (_looks.Count == MostLooks)
            return 0;
        double nearest = _looks.Max(seen => TensorPrimitives.Dot<float>(seen, look));
        if (nearest <= 0)
            return 1;
        // Nearer than rounding leaves two equal embeddings is the same look.
        return nearest > 1 - 1e-6 ? 0 : Math.Sqrt(1 - nearest * nearest);
    }
}

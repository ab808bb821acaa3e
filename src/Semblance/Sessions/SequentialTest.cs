using Semblance.Recognition;

namespace Semblance.Sessions;

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
internal sealed class SequentialTest : IFrameRule
{
    /// <summary>Fewest frames before a match that differ from each other: one may be misread, and a frozen picture shows nobody.</summary>
    public const int FewestFrames = 3;

    /// <summary>Fewest frames before a non-match: refusing can wait until a blink or a turn of the head is over.</summary>
    public const int FewestFramesToRefuse = MeanOfFrames.LessonWindow;

    /// <summary>The share of genuine sessions that may be refused before their frames end.</summary>
    public const double MissRate = 0.05;

    private readonly EvidenceMap _map;
    private readonly Threshold _threshold;
    private readonly SessionLooks _looks;
    private double _ratios;
    private double _scores;

    /// <summary>Starts with no frames.</summary>
    /// <param name="map">What scores are worth.</param>
    /// <param name="threshold">The pack's threshold for the false match rate that is asked for.</param>
    /// <exception cref="ArgumentException">The threshold is uncalibrated, or no session can be worth as much as its false match rate asks for.</exception>
    public SequentialTest(EvidenceMap map, Threshold threshold) : this(map, threshold, new SessionLooks(map))
    {
    }

    /// <summary>One of several claims over the same frames, whose looks are kept by another: it is given scores only (<see cref="Take"/>).</summary>
    public SequentialTest(EvidenceMap map, Threshold threshold, SessionLooks looks)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(threshold);
        if (threshold.Fmr is not { } fmr)
            throw new ArgumentException("Evidence is weighed against a false match rate, and this threshold is uncalibrated.", nameof(threshold));
        (_map, _threshold, Fmr, _looks) = (map, threshold, fmr, looks);
        if (!map.Carries(threshold.Score, fmr))
            throw new ArgumentException($"The evidence rests on too few comparisons for a false match rate of {fmr}: {MatchFrom:0.0} nats are needed, and no session gives more than {map.Highest / map.LeastLikeness:0.0}.", nameof(map));
    }

    /// <summary>The false match rate of the whole session.</summary>
    public double Fmr { get; }

    /// <summary>How many attempts there were, this one included.</summary>
    public int Attempts => _looks.Attempts;

    /// <summary>How many frames count: those since the last new attempt.</summary>
    public int Count => _looks.Count;

    /// <summary>How many independent comparisons the frames count for; 0 without frames, else at least 1.</summary>
    public double EffectiveCount => _looks.EffectiveCount;

    /// <summary>The evidence so far in nats: above 0 for the claim, below against it.</summary>
    public double Evidence => Count == 0 ? 0 : _ratios / _looks.Weights * EffectiveCount;

    /// <summary>The evidence from which on it is a match.</summary>
    public double MatchFrom => _map.Needed(_threshold.Score, Fmr, Attempts);

    /// <summary>How sure the claim is by now.</summary>
    public Certainty Certainty => Certainty.OfEvidence(Evidence, MatchFrom, Attempts);

    /// <summary>What the evidence says by now. Its score is the weighted mean of the frames'.</summary>
    public Decision Decision
    {
        get
        {
            double? score = Count == 0 ? null : _scores / _looks.Weights;
            double evidence = Evidence;
            return _looks.Different >= FewestFrames && evidence >= MatchFrom ? new Decision(Outcome.Match, score, [])
                : Count >= FewestFramesToRefuse && evidence <= Math.Log(MissRate) ? new Decision(Outcome.NoMatch, score, [])
                : new Decision(Outcome.Undecided, score, [Count == 0 ? Attempts == 1 ? "No usable frame has come yet." : "No usable frame has come since the face was last lost."
                    : Count >= FewestFrames && _looks.Different < FewestFrames ? "The frames are all the same: a still picture is not decided on."
                    : "The face is neither like enough nor unlike enough yet: look at the camera a little longer, in good light."]);
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

    /// <summary>Adds a usable frame.</summary>
    /// <param name="score">Its score against the template, by cosine.</param>
    /// <param name="embedding">Its embedding.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a number.</exception>
    public void Add(double score, Embedding embedding)
    {
        double ratio = _map.LogLikelihoodRatio(score);
        var (weight, isNewAttempt) = _looks.Add(embedding);
        if (isNewAttempt)
            (_ratios, _scores) = (0, 0);
        (_ratios, _scores) = (_ratios + weight * ratio, _scores + weight * score);
    }

    /// <summary>Takes the score of a frame whose look is kept already.</summary>
    public void Take(double score, double weight) => (_ratios, _scores) = (_ratios + weight * _map.LogLikelihoodRatio(score), _scores + weight * score);

    /// <summary>Forgets all frames: the face was lost, or another one came. What comes now is another attempt.</summary>
    public void NextAttempt()
    {
        _looks.NextAttempt();
        (_ratios, _scores) = (0, 0);
    }
}

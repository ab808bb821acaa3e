using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>
/// The lesson's smoothing: the mean score of the last frames decides, and nothing is decided before there are enough of them.
/// Used by one thread.
/// </summary>
internal sealed class MeanOfFrames : IFrameRule
{
    /// <summary>The lesson's number of frames.</summary>
    public const int LessonWindow = 15;

    private readonly Queue<double> _scores = [];
    private readonly Comparator _comparator;
    private readonly Threshold _threshold;

    /// <summary>Starts with no frames.</summary>
    /// <param name="comparator">Whose scores these are.</param>
    /// <param name="threshold">The score that the mean must reach.</param>
    /// <param name="window">How many frames decide, at least 1.</param>
    public MeanOfFrames(Comparator comparator, Threshold threshold, int window = LessonWindow)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        (_comparator, _threshold, Window) = (comparator, threshold, window);
    }

    /// <summary>How many frames decide.</summary>
    public int Window { get; }

    /// <summary>How many frames there are, at most <see cref="Window"/>.</summary>
    public int Count => _scores.Count;

    /// <summary>The mean of the scores so far; null without any.</summary>
    public double? Mean => _scores.Count == 0 ? null : _scores.Average();

    /// <summary><see cref="Outcome.Match"/> or <see cref="Outcome.NoMatch"/> of a full window, <see cref="Outcome.Undecided"/> until then.</summary>
    public Decision Decision => Count < Window
        ? new Decision(Outcome.Undecided, Mean, [$"{Count} of the {Window} frames that decide were usable."])
        : new Decision(_comparator.Reaches(Mean!.Value, _threshold.Score) ? Outcome.Match : Outcome.NoMatch, Mean, []);

    Decision IFrameRule.Conclusion => Decision;

    Certainty IFrameRule.Certainty => Mean is { } mean ? Certainty.OfScore(mean, _comparator, _threshold, []) : Certainty.None;

    double IFrameRule.Favour => Mean is { } mean ? _comparator.ToSimilarity(mean) : double.NegativeInfinity;

    int IFrameRule.Attempts => 1;

    void IFrameRule.Add(double score, Embedding embedding) => Add(score);

    /// <summary>Adds the score of one usable frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a finite number.</exception>
    public void Add(double score)
    {
        if (!double.IsFinite(score))
            throw new ArgumentOutOfRangeException(nameof(score), "A score is a finite number.");
        if (_scores.Count == Window)
            _scores.Dequeue();
        _scores.Enqueue(score);
    }

    /// <summary>Forgets all frames: the face was lost, or another one came.</summary>
    public void NextAttempt() => _scores.Clear();
}

using System.Globalization;
using Semblance.Recognition;

namespace Semblance;

/// <summary>
/// How sure an answer for a person is, in a form that may stand beside their name.
/// <para>
/// <see cref="Confidence"/> is one less the share of strangers whose claim would come as far: 99.99 % says that at most one stranger in ten thousand does. It is no more than the pack's
/// calibration says, and null where that says nothing. By evidence (docs/decisions/0011): a stranger's likelihood ratio reaches e^E in at most e^-E of all sessions (Ville's inequality),
/// and n starts cost n (n + 1) times as much. By a score: the lowest calibrated false match rate whose threshold the score reaches. Among N people any of whom may be hit it is N times the share.
/// </para>
/// <para><see cref="Progress"/> says how far the way to a match has been gone: for somebody of whom nothing is decided yet.</para>
/// </summary>
/// <param name="Confidence">0 to below 1; null where no false match rate is known.</param>
/// <param name="Progress">0 to 1; 1 from a match on.</param>
public sealed record Certainty(double? Confidence, double Progress)
{
    // More nines than this no calibration carries.
    private const double Most = 0.999_999;

    /// <summary>Nothing is known.</summary>
    public static Certainty None { get; } = new(null, 0);

    /// <summary>By evidence over frames.</summary>
    /// <param name="evidence">In nats, above 0 for the claim.</param>
    /// <param name="needed">In nats, over 0: from there on it is a match.</param>
    /// <param name="starts">How many attempts there were, this one included.</param>
    /// <param name="people">How many people the face is looked for among, at least 1; their claims have shares of one rate, so 1 where <paramref name="needed"/> is that of one claim.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is none that this may be.</exception>
    internal static Certainty OfEvidence(double evidence, double needed, int starts = 1, int people = 1)
    {
        if (double.IsNaN(evidence))
            throw new ArgumentOutOfRangeException(nameof(evidence), "Evidence is a number.");
        if (!(needed > 0))
            throw new ArgumentOutOfRangeException(nameof(needed), "A match needs evidence over 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(starts, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        double strangers = people * (double)starts * (starts + 1) * Math.Exp(-evidence);
        return new Certainty(Math.Clamp(1 - strangers, 0, Most), Math.Clamp(evidence / needed, 0, 1));
    }

    /// <summary>By one score, or the mean of several frames' scores.</summary>
    /// <param name="score">On the comparator's scale.</param>
    /// <param name="comparator">Whose score it is.</param>
    /// <param name="threshold">The score from which it is a match.</param>
    /// <param name="calibrated">The pack's thresholds; uncalibrated ones say nothing.</param>
    /// <param name="people">How many people the face is looked for among, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is not a finite number, or there are no people.</exception>
    internal static Certainty OfScore(double score, Comparator comparator, Threshold threshold, IEnumerable<Threshold> calibrated, int people = 1)
    {
        ArgumentNullException.ThrowIfNull(comparator);
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentNullException.ThrowIfNull(calibrated);
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        if (!double.IsFinite(score))
            throw new ArgumentOutOfRangeException(nameof(score), "A score is a finite number.");
        var rates = calibrated.Append(threshold).Where(one => one.Fmr is not null).ToList();
        double? confidence = rates.Count == 0 ? null
            : Math.Clamp(1 - people * rates.Where(one => comparator.Reaches(score, one.Score)).Select(one => one.Fmr!.Value).DefaultIfEmpty(1).Min(), 0, Most);
        return new Certainty(confidence, ProgressOf(score, comparator, threshold.Score));
    }

    /// <summary>The confidence for people, never rounded up: <c>99.99 %</c>, <c>97 %</c>; empty where none is known.</summary>
    public override string ToString()
    {
        if (Confidence is not { } share)
            return "";
        // As many digits as tell it from certainty.
        double percent = 100 * share, unit = percent < 99 ? 1 : percent < 99.9 ? 0.1 : percent < 99.99 - 1e-9 ? 0.01 : 0.001;
        return (Math.Floor(percent / unit + 1e-6) * unit).ToString("0.###", CultureInfo.InvariantCulture) + " %";
    }

    // A cosine of 0 is no likeness; a distance of twice the threshold is none either.
    private static double ProgressOf(double score, Comparator comparator, double threshold) =>
        comparator.Reaches(score, threshold) ? 1
        : comparator.HigherIsMoreAlike ? threshold > 0 ? Math.Clamp(score / threshold, 0, 1) : 0
        : threshold > 0 ? Math.Clamp(2 - score / threshold, 0, 1) : 0;
}

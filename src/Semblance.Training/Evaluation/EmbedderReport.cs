using Semblance.Evaluation;
using Semblance.Reports;

namespace Semblance.Training.Evaluation;

/// <summary>What an embedder does on the test sets.</summary>
/// <param name="Lfw">LFW's development set.</param>
/// <param name="Att">AT&amp;T.</param>
/// <param name="Cfp">Frontal and profile.</param>
/// <param name="MillisecondsPerFace">Median wall-clock time of one face on one thread.</param>
/// <param name="CpuMillisecondsPerFace">Mean processor time of one face: what counts on a machine that is busy with other things.</param>
/// <param name="Curves">ROC curves of the sets, named.</param>
internal sealed record EmbedderReport(LfwReport Lfw, AttReport Att, CfpReport Cfp, double MillisecondsPerFace, double CpuMillisecondsPerFace, IReadOnlyList<LabelledCurve> Curves);

/// <summary>LFW's development set.</summary>
/// <param name="Pairs">Its list of pairs, ten folds.</param>
/// <param name="TarAtFmr">The list's genuine pairs against every pair of photos of different people.</param>
/// <param name="Impostor">Those impostor pairs.</param>
/// <param name="Genuine">The genuine pairs.</param>
/// <param name="Photos">Photos.</param>
/// <param name="PhotosFailed">Photos in which no face was found.</param>
internal sealed record LfwReport(VerificationResult Pairs, IReadOnlyList<TarAtFmr> TarAtFmr, long Impostor, int Genuine, int Photos, int PhotosFailed);

/// <summary>AT&amp;T, which no embedder here learned from.</summary>
/// <param name="Pairs">Every pair of its 400 photos.</param>
/// <param name="Mixed">One photo with and one without glasses, of people with photos of both kinds; impostors are pairs of one with and one without.</param>
/// <param name="Alike">The same people and both photos with, or both without glasses.</param>
/// <param name="PhotosFailed">Photos in which no face was found.</param>
internal sealed record AttReport(VerificationResult Pairs, ConditionReport Mixed, ConditionReport Alike, int PhotosFailed);

/// <summary>People of CFP that were held out of training.</summary>
/// <param name="Frontal">Both photos from the front.</param>
/// <param name="Profile">One from the front, one in profile.</param>
/// <param name="People">People.</param>
internal sealed record CfpReport(ConditionReport Frontal, ConditionReport Profile, int People);

/// <summary>Pairs of one condition.</summary>
/// <param name="TarAtFmr">With impostors of the same condition.</param>
/// <param name="MeanGenuine">The mean score of genuine pairs; failures left out.</param>
/// <param name="MeanImpostor">The mean score of impostor pairs.</param>
/// <param name="Genuine">Genuine pairs.</param>
/// <param name="Impostor">Impostor pairs that were compared.</param>
/// <param name="GenuinePeople">People with genuine pairs.</param>
internal sealed record ConditionReport(IReadOnlyList<TarAtFmr> TarAtFmr, double MeanGenuine, double MeanImpostor, int Genuine, long Impostor, int GenuinePeople)
{
    internal static ConditionReport Of(IReadOnlyList<ScoredPair> pairs, MetricsOptions options)
    {
        var scores = CalibrationScores.FromPairs(pairs, tailShare: 0.2);
        return new ConditionReport(
            TarEstimate.Compute(scores, options),
            pairs.Where(pair => pair is { Same: true, HasScore: true }).Select(pair => pair.Similarity).DefaultIfEmpty(double.NaN).Average(),
            pairs.Where(pair => pair is { Same: false, HasScore: true }).Select(pair => pair.Similarity).DefaultIfEmpty(double.NaN).Average(),
            scores.Genuine, scores.Impostor,
            pairs.Where(pair => pair.Same).Select(pair => pair.SubjectA).Distinct().Count());
    }
}

using Semblance.Liveness;
using Semblance.Training.Liveness;

namespace Semblance.Training.Motion;

/// <summary>Limits of the motion check from clips of people and planar attacks made from each of them. Both ways of the check, with OpenCV and without, share them.</summary>
internal static class MotionCalibration
{
    private const string Kept = "Kept from version 0.1: chosen on person-a, headpose-a, person-c and person-g and on attacks made from them (docs/accuracy-liveness-motion.md). What a measure is taken over, and what must hold beside a derived limit, is not derived.";

    /// <summary>Derives those limits on which a verdict hangs alone; the others are kept.</summary>
    /// <param name="trials">What was measured, with the limits to begin with.</param>
    /// <param name="before">Those limits.</param>
    /// <param name="origin">The recordings and the command, for the evidence.</param>
    /// <param name="say">Told of every limit.</param>
    public static MotionOptions Derive(IReadOnlyList<MotionTrial> trials, MotionOptions before, string origin, Action<string> say)
    {
        var live = trials.Where(trial => trial.Presentation.Attack is null).ToList();
        var attacks = trials.Where(trial => trial.Presentation.Attack is not null).ToList();
        var search = new LimitSearch<MotionOptions>(before, limits => Errors(trials, limits), origin, say);

        search.Try("liveTravel", before.LiveTravel,
            NextPerson.Above(Values(attacks, signs => MotionJudge.IsHead(signs, search.Options with { LiveTravel = 0 }) && MotionJudge.Flatness(signs, search.Options) is null, signs => signs.Travel)),
            value => search.Options with { LiveTravel = value }, "over the travel that any attack shows in a frame which is live but for it");
        search.Try("flatBend", before.FlatBend,
            NextPerson.Below(Values(live, signs => !signs.MayBeCamera(search.Options) && signs.BendSteps >= search.Options.FlatSteps, signs => signs.Bend)),
            value => search.Options with { FlatBend = value }, "under the bend of any live face before a picture that rests");
        search.Try("stillBend", before.StillBend,
            NextPerson.Below(Values(live, signs => signs.MayBeCamera(search.Options) && signs.BendSteps >= search.Options.StillSteps && signs.BendMoved > search.Options.StillMoved, signs => signs.Bend)),
            value => search.Options with { StillBend = value }, "under the bend of any live face where the whole picture moves");
        search.Try("heldNearMean", before.HeldNearMean,
            NextPerson.Over(Values(live, signs => IsHeldBut(signs, search.Options), signs => signs.Near.Mean)),
            value => search.Options with { HeldNearMean = Math.Min(value, 1) }, "over the mean of cells near any live face that would otherwise be held up");
        search.Try("edgeNearMean", before.EdgeNearMean,
            NextPerson.Over(Values(live, signs => HasEdgeBut(signs, search.Options), signs => signs.Near.Mean)),
            value => search.Options with { EdgeNearMean = Math.Min(value, 1) }, "over the mean of cells near any live face that would otherwise have an edge");
        return search.Options with { Evidence = new Dictionary<string, string>(search.Evidence) { ["all"] = Kept } };
    }

    /// <summary>Live people refused and not taken for live, attacks not refused and taken for live, for each way of the check, set and kind of attack.</summary>
    internal static IReadOnlyList<int> Errors(IReadOnlyList<MotionTrial> trials, MotionOptions limits) =>
    [
        .. trials.GroupBy(trial => (trial.Presentation.Check, trial.Presentation.Set, trial.Presentation.Attack)).SelectMany(group => group.Key.Attack is null
            ? new[] { group.Count(trial => IsRefused(trial, limits)), group.Count(trial => !IsLive(trial, limits)) }
            : [group.Count(trial => !IsRefused(trial, limits)), group.Count(trial => IsLive(trial, limits))]),
    ];

    private static bool IsRefused(MotionTrial trial, MotionOptions limits) => trial.Signs.Any(signs => MotionJudge.Flatness(signs, limits) is not null);

    private static bool IsLive(MotionTrial trial, MotionOptions limits) => !IsRefused(trial, limits) && trial.Signs is [.., var last] && MotionJudge.IsHead(last, limits);

    private static bool IsHeldBut(MotionSigns signs, MotionOptions limits) =>
        signs.FollowsAsHeld(limits) && signs.Near.Cells >= limits.HeldNearCells && signs.Far.Rests(limits.HeldFarCells, below: limits.HeldFarMean);

    private static bool HasEdgeBut(MotionSigns signs, MotionOptions limits) =>
        signs.FollowsAsHeld(limits) && signs.Near.Cells >= limits.EdgeNearCells && signs.Near.Left >= limits.EdgeSideCells && signs.Near.Right >= limits.EdgeSideCells
        && signs.Far.Rests(limits.EdgeFarCells, below: limits.EdgeFarMean) && signs.AroundMoved > limits.EdgeMoved && signs.Follows > limits.EdgeFollows;

    private static IEnumerable<(string Person, double Value)> Values(IEnumerable<MotionTrial> trials, Func<MotionSigns, bool> counts, Func<MotionSigns, double> value) =>
        from trial in trials from signs in trial.Signs where counts(signs) select (trial.Presentation.Subject, value(signs));
}

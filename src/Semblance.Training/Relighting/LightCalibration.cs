using Semblance.Liveness;
using Semblance.Training.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>How a face answered one session of colours.</summary>
/// <param name="Person">Whose clip was relit.</param>
/// <param name="Level">Of the room's light.</param>
/// <param name="Attack">Its kind; null: live.</param>
/// <param name="Answer">Null where too little was seen.</param>
internal sealed record LightTrial(string Person, string Level, string? Attack, LightAnswer? Answer);

/// <summary>Limits of the light check from people and attacks relit by the simulation that limits are chosen on (<see cref="RelightingModel.Tuning"/>).</summary>
internal static class LightCalibration
{
    private const string Kept = "Kept from version 0.1: chosen on the simulation that tunes (docs/accuracy-liveness-light.md). What is measured, and when a frame or a patch counts, is not derived.";

    /// <summary>Films every person and attack once at every level of light.</summary>
    public static IReadOnlyList<LightTrial> Film(string data, LightOptions limits, Action<string> say) =>
        [.. LightEvaluation.Run(data, RelightingModel.Tuning, rounds: 1, say).Select(film => new LightTrial(film.Clip, film.Level, film.Attack, film.Session.Answer(film.Asked, limits)))];

    /// <summary>Derives those limits on which a verdict hangs alone; the others are kept.</summary>
    public static LightOptions Derive(IReadOnlyList<LightTrial> trials, LightOptions before, string origin, Action<string> say)
    {
        var live = trials.Where(trial => trial.Attack is null && trial.Answer is not null).ToList();
        var attacks = trials.Where(trial => trial.Attack is not null && trial.Answer is not null).ToList();
        var search = new LimitSearch<LightOptions>(before, limits => Errors(trials, limits), origin, say);

        search.Try("follows", before.Follows,
            NextPerson.Above(Values(attacks.Where(trial => trial.Attack is LightEvaluation.OtherColours or LightEvaluation.OtherColoursOnScreen), answer => answer.Face.Amplitude.Average() >= search.Options.LeastAnswer, answer => answer.Face.Agreement)),
            value => search.Options with { Follows = Math.Min(value, 1) }, "over the agreement of any recording under other colours");
        // Rooms are less kind than a simulation: tightened by this one (to 0.75), the limit refused 11 instead of 6 % of live people beside a bright window of another one. So it is only loosened.
        search.Try("doesNotFollow", before.DoesNotFollow,
            NextPerson.Below(Values(live, answer => answer.Face.Colour > search.Options.OwnColour, answer => answer.Face.Agreement)) is { } least ? Math.Min(least, before.DoesNotFollow) : null,
            value => search.Options with { DoesNotFollow = value }, "under the agreement of anyone whose face changes its colour at all, and never over what it was");
        search.Try("flat", before.Flat,
            NextPerson.Under(Values(live, Answers, answer => answer.Shape!.Bulge + search.Options.FewErrors * answer.Shape.Error)),
            value => search.Options with { Flat = value }, "under the bulge of any live face that answers, its error added");
        search.Try("curved", before.Curved,
            NextPerson.Over(Values(attacks, answer => LightJudge.Judge(answer, search.Options with { Curved = search.Options.Flat }).Verdict == LivenessVerdict.Live, answer => answer.Shape!.Bulge)),
            value => search.Options with { Curved = value }, "over the bulge of any attack that is live but for it");
        search.Try("mostCurved", before.MostCurved,
            NextPerson.Above(Values(live, Answers, answer => answer.Shape!.Bulge)), value => search.Options with { MostCurved = value }, "over the bulge of any live face that answers");
        search.Try("mostMisfit", before.MostMisfit,
            NextPerson.Above(Values(live, Answers, answer => answer.Shape!.Misfit)), value => search.Options with { MostMisfit = value }, "over the misfit of any live face that answers");
        search.Try("overlaid", before.Overlaid,
            NextPerson.Above(Values(live, Answers, answer => answer.Overlay.Expected)), value => search.Options with { Overlaid = value }, "over the overlay of any live face that answers");
        return search.Options with { Evidence = new Dictionary<string, string>(search.Evidence) { ["all"] = Kept } };

        bool Answers(LightAnswer answer) => answer.Shape is not null && answer.Face.Agreement >= search.Options.Follows && answer.Face.Amplitude.Average() >= search.Options.LeastAnswer;
    }

    /// <summary>Live people refused and not taken for live, and attacks taken for live and not refused, for each level of light and kind.</summary>
    internal static IReadOnlyList<int> Errors(IReadOnlyList<LightTrial> trials, LightOptions limits) =>
    [
        .. trials.GroupBy(trial => (trial.Level, trial.Attack)).SelectMany(group => (int[])
        [
            group.Count(trial => Verdict(trial, limits) == (group.Key.Attack is null ? LivenessVerdict.Spoof : LivenessVerdict.Live)),
            group.Count(trial => Verdict(trial, limits) != (group.Key.Attack is null ? LivenessVerdict.Live : LivenessVerdict.Spoof)),
        ]),
    ];

    private static LivenessVerdict Verdict(LightTrial trial, LightOptions limits) => trial.Answer is { } answer ? LightJudge.Judge(answer, limits).Verdict : LivenessVerdict.Unsure;

    private static IEnumerable<(string Person, double Value)> Values(IEnumerable<LightTrial> trials, Func<LightAnswer, bool> counts, Func<LightAnswer, double> value) =>
        trials.Where(trial => counts(trial.Answer!)).Select(trial => (trial.Person, value(trial.Answer!)));
}

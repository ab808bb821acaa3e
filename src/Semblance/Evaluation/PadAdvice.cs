using System.Globalization;
using Semblance.Liveness;

namespace Semblance.Evaluation;

/// <summary>What a test at one camera recommends, in words; nothing where it does not suffice.</summary>
/// <param name="Limits">Of texture; null: nothing is recommended.</param>
/// <param name="Policy">The name of a policy; null: nothing is recommended.</param>
/// <param name="Reasons">Why, in sentences.</param>
/// <param name="NotTested">What the test says nothing of, in sentences.</param>
internal sealed record PadAdvice(SpoofThresholds? Limits, string? Policy, IReadOnlyList<string> Reasons, IReadOnlyList<string> NotTested)
{
    /// <summary>With fewer people nothing is recommended.</summary>
    public const int LeastPeople = 5;

    /// <summary>The rule by which limits are found.</summary>
    public const string Rule =
        "The rule is that of the built-in pack (semblance-train calibrate-liveness): live from the score at which the kind that errs most, people below it or attacks from it on, errs least, and never over the score that three quarters of the live frames reach; an attack below at most half of it.";

    // Of one kind of attack, at the recommended limits; above it texture does not suffice without head turns.
    private const double MostTaken = 0.05;

    private static readonly string[] s_usualKinds = ["print", "phone", "tablet"];

    /// <summary>Why nothing can be recommended; empty where something can.</summary>
    public static IReadOnlyList<string> Gaps(IReadOnlyList<PadCount> counts)
    {
        var gaps = new List<string>();
        int people = counts.FirstOrDefault(kind => kind.Attack is null)?.People ?? 0;
        if (people < LeastPeople)
            gaps.Add($"Too few people: {people} could be judged live, and fewer than {LeastPeople} say nothing of the next one. Nothing is recommended.");
        if (counts.All(kind => kind.Attack is null))
            gaps.Add("No attack was shown. Nothing is recommended.");
        gaps.AddRange(counts.Where(kind => kind is { Attack: not null, Usable: 0 }).Select(kind => $"No attack of the kind {kind.Attack} could be judged: no face was found in it. Nothing is recommended."));
        return gaps;
    }

    /// <summary>What follows from the counts and from texture at the limits that were found.</summary>
    public static PadAdvice Of(IReadOnlyList<PadCount> counts, TextureLimits? limits, IReadOnlyList<PresentationMetrics> atLimits)
    {
        var notTested = NotTestedOf(counts);
        if (limits is null)
            return new PadAdvice(null, null, Gaps(counts), notTested);
        // What decides before the camera is a whole presentation.
        var attacks = atLimits[^1].Attacks;
        var few = attacks.Where(kind => kind.TakenForLive.Subjects < LeastPeople).ToList();
        var taken = attacks.Where(kind => kind.TakenForLive.Rate > MostTaken).ToList();
        bool isPassive = few.Count == 0 && taken.Count == 0;
        List<string> reasons =
        [
            string.Create(CultureInfo.InvariantCulture, $"Live from {limits.Thresholds.LiveFrom:0.00}, an attack below {limits.Thresholds.SpoofBelow:0.00}. {Rule}"),
            .. taken.Select(kind => string.Create(CultureInfo.InvariantCulture,
                $"At these limits texture takes {kind.TakenForLive.Errors} of {kind.TakenForLive.Presentations} attacks of the kind {kind.Attack} for live, more than {MostTaken:0 %}: it must not decide alone.")),
            .. few.Select(kind => $"The kind {kind.Attack} was shown of fewer than {LeastPeople} people: that it was refused says little."),
            isPassive
                ? string.Create(CultureInfo.InvariantCulture, $"Policy passive: at these limits no kind of attack that was shown is taken for live more often than {MostTaken:0 %}.")
                : "Policy challenge: head turns on demand beside texture, life and motion.",
        ];
        return new PadAdvice(limits.Thresholds, (isPassive ? LivenessPolicy.Passive : LivenessPolicy.Challenge).Name, reasons, notTested);
    }

    private static List<string> NotTestedOf(IReadOnlyList<PadCount> counts) =>
    [
        .. s_usualKinds.Where(kind => counts.All(count => count.Attack != kind)).Select(kind => $"No attack of the kind {kind} was shown."),
        "Masks, dolls, made-up faces, and papers that are cut out, bent or have holes for the eyes were not tested unless they are listed as a kind of their own.",
        "Video that is fed in past the camera was not tested: no picture of a camera can show it.",
        "Head turns and coloured light were not tested: nobody was asked for anything.",
        "Other light, distances, screens, papers and people than those that were shown were not tested.",
    ];
}

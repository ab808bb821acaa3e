namespace Semblance;

/// <summary>What a policy says of a stream.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Verdict">Its verdict. Under the policy off it is always <see cref="LivenessVerdict.Unsure"/>: nothing was looked at.</param>
/// <param name="Checks">What each check said; checks that the policy does not ask for may be among them.</param>
/// <param name="Reasons">Why, in sentences for a person; empty where it is live.</param>
/// <param name="Signs">What points to injected video: evidence, not proof, and never a verdict.</param>
public sealed record LivenessResult(
    LivenessPolicy Policy, LivenessVerdict Verdict, IReadOnlyList<CheckResult> Checks, IReadOnlyList<string> Reasons, IReadOnlyList<string> Signs)
{
    /// <summary>The word for the verdict in answers and tokens: <c>live</c>, <c>spoof</c>, <c>unsure</c>, or <c>notChecked</c> under the policy off.</summary>
    public string Word => !Policy.IsOn ? "notChecked" : Verdict.ToString().ToLowerInvariant();

    /// <summary>Whether further frames are not worth waiting for: everything is live, or a check that has seen enough says spoof.</summary>
    public bool IsFinal => Verdict == LivenessVerdict.Live || Checks.Any(check => check is { Verdict: LivenessVerdict.Spoof, IsSettled: true } && Policy.Checks.Contains(check.Name));

    /// <summary>
    /// The decision that follows: a match of a live person stays a match; a match that is not known to be live becomes <see cref="Outcome.Undecided"/>, and what is an attack becomes
    /// <see cref="Outcome.SpoofSuspected"/> whatever face it shows. The policy off changes nothing.
    /// </summary>
    public Decision Join(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        if (!Policy.IsOn)
            return decision;
        return (Verdict, decision.Outcome) switch
        {
            (LivenessVerdict.Spoof, _) => decision with { Outcome = Outcome.SpoofSuspected, Reasons = Reasons },
            (LivenessVerdict.Unsure, Outcome.Match) => decision with { Outcome = Outcome.Undecided, Reasons = Reasons },
            _ => decision,
        };
    }
}

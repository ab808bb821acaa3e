using Semblance.Liveness;

namespace Semblance;

/// <summary>
/// Which checks must say live, and which must only not say spoof. Checks are joined by AND, never averaged: whoever fools one must fool the others too, and their
/// BPCER add up.
/// </summary>
/// <param name="Name">The word for it in settings, answers and tokens.</param>
/// <param name="MustBeLive">These checks must say <see cref="LivenessVerdict.Live"/>.</param>
/// <param name="MustNotBeSpoof">These must not say <see cref="LivenessVerdict.Spoof"/>.</param>
public sealed record LivenessPolicy(string Name, IReadOnlyList<string> MustBeLive, IReadOnlyList<string> MustNotBeSpoof)
{
    /// <summary>Nothing is checked: a photo passes.</summary>
    public static LivenessPolicy Off { get; } = new("off", [], []);

    /// <summary>For cameras, clips and kiosks: nobody is asked to do anything.</summary>
    public static LivenessPolicy Passive { get; } = new("passive", [CheckNames.Texture, CheckNames.Life], [CheckNames.Motion]);

    /// <summary>Head turns on demand beside the passive checks: the service's default.</summary>
    public static LivenessPolicy Challenge { get; } = new("challenge", [CheckNames.Texture, CheckNames.Life, CheckNames.Challenge], [CheckNames.Motion]);

    /// <summary>Coloured light as well, for a screen before the person.</summary>
    public static LivenessPolicy ChallengeAndLight { get; } = new("challenge+light", [CheckNames.Texture, CheckNames.Life, CheckNames.Challenge, CheckNames.Light], [CheckNames.Motion]);

    /// <summary>All of them, the laxest first.</summary>
    public static IReadOnlyList<LivenessPolicy> All { get; } = [Off, Passive, Challenge, ChallengeAndLight];

    /// <summary>Whether anything is checked.</summary>
    public bool IsOn => MustBeLive.Count + MustNotBeSpoof.Count > 0;

    /// <summary>The checks that it rests on.</summary>
    public IEnumerable<string> Checks => MustBeLive.Concat(MustNotBeSpoof);

    /// <summary>The policy of this name; null where there is none.</summary>
    public static LivenessPolicy? Find(string name) => All.FirstOrDefault(policy => policy.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>What the results of its checks amount to.</summary>
    /// <exception cref="ArgumentException">A check of the policy is missing.</exception>
    public LivenessResult Judge(IReadOnlyList<CheckResult> checks, IReadOnlyList<string> signs)
    {
        var byName = checks.ToDictionary(check => check.Name);
        if (Checks.Where(name => !byName.ContainsKey(name)).ToList() is { Count: > 0 } missing)
            throw new ArgumentException($"The policy {Name} needs the check {missing[0]}.", nameof(checks));
        var own = Checks.Select(name => byName[name]).ToList();
        var spoofs = own.Where(check => check.Verdict == LivenessVerdict.Spoof).ToList();
        if (spoofs.Count > 0)
            return new LivenessResult(this, LivenessVerdict.Spoof, checks, [.. spoofs.SelectMany(check => check.Reasons)], signs);
        var missed = own.Where(check => !check.IsSettled || MustBeLive.Contains(check.Name) && check.Verdict != LivenessVerdict.Live).ToList();
        return IsOn && missed.Count == 0
            ? new LivenessResult(this, LivenessVerdict.Live, checks, [], signs)
            : new LivenessResult(this, LivenessVerdict.Unsure, checks, [.. missed.SelectMany(check => check.Reasons)], signs);
    }
}

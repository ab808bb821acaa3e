namespace Semblance.Server.Engine;

/// <summary>Whether a live person was seen, as every answer says it.</summary>
/// <param name="Policy">Which checks were asked for: the name of a <see cref="LivenessPolicy"/>.</param>
/// <param name="Verdict">What they said: live, spoof, unsure or notChecked.</param>
internal sealed record LivenessAnswer(string Policy, string Verdict)
{
    /// <summary>Nothing was checked: a still photo is never live, whoever it shows.</summary>
    public static LivenessAnswer NotChecked { get; } = new(LivenessPolicy.Off.Name, "notChecked");

    /// <summary>What the checks of a session amount to.</summary>
    public static LivenessAnswer Of(LivenessResult result) => new(result.Policy.Name, result.Word);
}

namespace Semblance.Server.Decisions;

/// <summary>Whether a live person was seen, as every answer says it.</summary>
/// <param name="Policy">Which checks were asked for.</param>
/// <param name="Verdict">What they said.</param>
internal sealed record LivenessAnswer(string Policy, string Verdict)
{
    /// <summary>This version does not check it.</summary>
    public static LivenessAnswer NotChecked { get; } = new("none", "notChecked");
}

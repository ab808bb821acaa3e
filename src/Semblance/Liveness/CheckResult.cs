using Semblance.Liveness;

namespace Semblance;

/// <summary>What one check says by now.</summary>
/// <param name="Name">The check: one of <see cref="CheckNames"/>.</param>
/// <param name="Score">0 (surely an attack) to 1 (surely live) on the check's own scale; null where there was nothing to judge yet. Scores of different checks are never averaged.</param>
/// <param name="Verdict">What follows from it.</param>
/// <param name="Reasons">Why, in sentences for a person; empty where it is plainly live.</param>
/// <param name="IsSettled">
/// Whether the check has seen as much as it wants before it may be relied on. A policy waits for all of its checks to settle, so that nobody is let in before a check that would have
/// objected had its look. A check that finds nothing to judge, such as motion where nothing moves, settles as <see cref="LivenessVerdict.Unsure"/>.
/// </param>
public sealed record CheckResult(string Name, double? Score, LivenessVerdict Verdict, IReadOnlyList<string> Reasons, bool IsSettled)
{
    /// <summary>Before anything was seen.</summary>
    public static CheckResult Nothing(string name, string reason) => new(name, null, LivenessVerdict.Unsure, [reason], IsSettled: false);
}

namespace Semblance.Evaluation;

/// <summary>One presentation to a liveness check: a frame, a clip or a session (ISO/IEC 30107-3).</summary>
/// <param name="Check">The check or policy that judged it.</param>
/// <param name="Subject">Whom it shows; intervals are drawn over subjects.</param>
/// <param name="Set">The recording or collection it comes from.</param>
/// <param name="Attack">The kind of attack, such as <c>print</c>; null: a genuine presentation.</param>
/// <param name="Score">The check's score, 0 to 1; null where there was nothing to judge.</param>
/// <param name="Verdict">What the check said.</param>
/// <param name="IsSimulated">Whether the attack, or the light on a face, was computed rather than filmed.</param>
/// <param name="File">What it was, for pictures of the worst cases.</param>
internal sealed record Presentation(
    string Check, string Subject, string Set, string? Attack, double? Score, LivenessVerdict Verdict, bool IsSimulated = false, string? File = null);

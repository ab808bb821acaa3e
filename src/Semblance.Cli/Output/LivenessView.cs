namespace Semblance.Cli.Output;

/// <summary>What was said of liveness, as commands print it.</summary>
internal static class LivenessView
{
    /// <summary>Said before anything else where nothing is checked.</summary>
    public const string OffWarning = "WARNING: liveness is off. A photo, a phone or a recording of the person is accepted too.";

    /// <summary>For scripts.</summary>
    public static object ToJson(LivenessResult result) => new
    {
        policy = result.Policy.Name,
        verdict = result.Word,
        checks = result.Checks.Select(ToJson),
        result.Reasons,
        result.Signs,
    };

    /// <summary>One check, for scripts.</summary>
    public static object ToJson(CheckResult check) => new
    {
        check.Name,
        Score = check.Score is { } score ? Math.Round(score, 4) : (double?)null,
        verdict = check.Verdict.ToString().ToLowerInvariant(),
        check.Reasons,
    };

    /// <summary>For people: a line a check.</summary>
    public static IEnumerable<string> Lines(LivenessResult result) =>
        result.Checks.Select(check => $"  {check.Name,-10}{check.Verdict.ToString().ToLowerInvariant(),-8}{(check.Score is { } score ? $"{score:0.00}" : "-"),-6}{string.Join(" ", check.Reasons)}".TrimEnd())
            .Concat(result.Signs.Select(sign => $"  sign of injected video (evidence, not proof): {sign}"));
}

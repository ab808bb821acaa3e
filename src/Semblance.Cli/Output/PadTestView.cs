using System.Globalization;
using Semblance.Evaluation;

namespace Semblance.Cli.Output;

/// <summary>A test of attacks at one camera, as lines for people.</summary>
internal static class PadTestView
{
    /// <summary>Counts, rates, and what follows.</summary>
    public static IEnumerable<string> Lines(PadTest test)
    {
        foreach (var count in test.Counts)
            yield return $"{count.Attack ?? "live"}: {Words.Count(count.People, "person", "people")}, {count.Usable} of {Words.Count(count.Given, "presentation", "presentations")} usable";
        foreach (string line in test.Checks.SelectMany(check => Rates(check, "")))
            yield return line;
        foreach (string line in test.AtRecommended.SelectMany(check => Rates(check, ", at the recommended limits")))
            yield return line;
        foreach (var (kind, auc, eer) in test.Kinds)
        {
            if (auc is not null)
                yield return string.Create(CultureInfo.InvariantCulture, $"texture against {kind}: AUC {auc:0.000}, EER {eer:0.0 %}");
        }
        yield return test.Advice.Limits is null ? "Nothing can be recommended." : $"Recommended: policy {test.Advice.Policy}.";
        foreach (string line in test.Advice.Reasons)
            yield return $"  {line}";
        yield return "Not tested:";
        foreach (string line in test.Advice.NotTested)
            yield return $"  {line}";
    }

    private static IEnumerable<string> Rates(PresentationMetrics check, string at)
    {
        yield return $"{check.Check}{at}";
        foreach (var attack in check.Attacks)
            yield return $"  {attack.Attack}: APCER taken for live {Rate(attack.TakenForLive)}, not refused {Rate(attack.NotRefused)}";
        foreach (var genuine in check.Genuine)
            yield return $"  live: BPCER not shown live {Rate(genuine.NotLive)}, refused {Rate(genuine.Refused)}";
    }

    private static string Rate(PresentationRate rate)
    {
        string interval = rate.Interval is { } ends ? string.Create(CultureInfo.InvariantCulture, $", {ends.Low:0 %} to {ends.High:0 %}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{rate.Rate:0.0 %} ({rate.Errors} of {rate.Presentations}{interval})");
    }
}

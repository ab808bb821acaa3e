using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>A folder that shows how liveness checks were measured: the tables, the curves, the worst cases.</summary>
internal static class LivenessReport
{
    private const int WorstOfEachKind = 6;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Writes report.md, report.json, presentations.csv, roc.png (where a check has scores of both kinds) and worst-cases.png; existing files of these names are replaced.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    /// <param name="presentations">Of all checks and policies.</param>
    /// <param name="metrics">What they amount to, check by check (<see cref="PresentationMetrics.Of"/>).</param>
    /// <param name="readPhoto">Finds the picture of <see cref="Presentation.File"/>.</param>
    /// <param name="faces">Show faces as they are: treat the folder like the photos. Otherwise they are blurred.</param>
    /// <exception cref="ReportException">No font is installed; nothing was written.</exception>
    public static void Write(string folder, IReadOnlyList<Presentation> presentations, IReadOnlyList<PresentationMetrics> metrics, Func<string, Photo> readPhoto, bool faces = false)
    {
        ArgumentNullException.ThrowIfNull(presentations);
        ArgumentNullException.ThrowIfNull(metrics);
        ArgumentNullException.ThrowIfNull(readPhoto);
        PictureStyle.FontFamily();
        Directory.CreateDirectory(folder);
        if (metrics.Where(one => one.Roc is not null).Select(one => new LabelledCurve(one.Check, one.Roc!)).ToList() is { Count: > 0 } curves)
            RocPlot.SaveLiveness(Path.Combine(folder, "roc.png"), curves);
        WorstPresentations.Save(Path.Combine(folder, "worst-cases.png"), [.. metrics.SelectMany(Rows).Where(row => row.Pictures.Count > 0)]);
        File.WriteAllText(Path.Combine(folder, "report.json"), ToJson(metrics) + "\n");
        File.WriteAllLines(Path.Combine(folder, "presentations.csv"), ["check,subject,set,attack,simulated,score,verdict,file", .. presentations.Select(Line)]);
        File.WriteAllText(Path.Combine(folder, "report.md"), $"# Liveness\n\n{ToMarkdown(metrics)}");

        IEnumerable<(string Heading, IReadOnlyList<PicturedPresentation> Pictures)> Rows(PresentationMetrics one)
        {
            var own = presentations.Where(presentation => presentation.Check == one.Check).ToList();
            yield return ($"{one.Check}: attacks that look most live", Pictures(attacks: true));
            yield return ($"{one.Check}: people who look least live", Pictures(attacks: false));

            IReadOnlyList<PicturedPresentation> Pictures(bool attacks) => [.. WorstPresentations.Choose(own, attacks, WorstOfEachKind).Select(Picture)];
        }

        PicturedPresentation Picture(Presentation one)
        {
            var photo = readPhoto(one.File!);
            bool isWrong = one.Attack is null ? one.Verdict == LivenessVerdict.Spoof : one.Verdict == LivenessVerdict.Live;
            return new(faces ? photo : WorstPresentations.Blurred(photo), $"{one.Attack ?? "live"}, {one.Set}", $"{one.Score:0.00} {one.Verdict.ToString().ToLowerInvariant()}", isWrong);
        }
    }

    /// <summary>The measures as one JSON document: <c>{"checks": [{"check", "attacks": [...], "genuine": [...]}]}</c>, named as in <see cref="AttackRates"/> and <see cref="GenuineRates"/>.</summary>
    public static string ToJson(IReadOnlyList<PresentationMetrics> metrics) =>
        JsonSerializer.Serialize(new { checks = metrics.Select(one => new { one.Check, one.Attacks, one.Genuine }) }, s_json);

    /// <summary>The tables: for each check one of attacks, kind by kind, and one of people.</summary>
    public static string ToMarkdown(IReadOnlyList<PresentationMetrics> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var text = new StringBuilder();
        text.AppendLine("Intervals are 95 %, by drawing people with replacement (none with a single person; where no error was seen, up to 3 in so many people). Demographic accuracy is not measured: the data has no labels for it.");
        foreach (var one in metrics)
        {
            text.AppendLine().AppendLine($"## {one.Check}").AppendLine();
            text.AppendLine("| attack | set | APCER: taken for live | APCER: not refused | unsure | presentations | people |").AppendLine("|---|---|---|---|---|---|---|");
            foreach (var attack in one.Attacks)
                text.AppendLine($"| {attack.Attack}{Simulated(attack.IsSimulated)} | {attack.Set ?? "all"} | {Rate(attack.TakenForLive)} | {Rate(attack.NotRefused)} | {Share(attack.Unsure)} | {attack.NotRefused.Presentations} | {attack.NotRefused.Subjects} |");
            text.AppendLine().AppendLine("| people | BPCER: not live | BPCER: refused | unsure | presentations | people |").AppendLine("|---|---|---|---|---|---|");
            foreach (var genuine in one.Genuine)
                text.AppendLine($"| {genuine.Set ?? "all"}{Simulated(genuine.IsSimulated)} | {Rate(genuine.NotLive)} | {Rate(genuine.Refused)} | {Share(genuine.Unsure)} | {genuine.Refused.Presentations} | {genuine.Refused.Subjects} |");
        }
        return text.ToString();
    }

    private static string Line(Presentation one) => string.Create(
        CultureInfo.InvariantCulture, $"\"{one.Check}\",{one.Subject},{one.Set},{one.Attack},{(one.IsSimulated ? 1 : 0)},{one.Score:F5},{one.Verdict.ToString().ToLowerInvariant()},{Path.GetFileName(one.File)}");

    private static string Simulated(bool isSimulated) => isSimulated ? " (simulated)" : "";

    private static string Rate(PresentationRate rate) => rate.Interval is { } ends ? $"{Share(rate.Rate)} ({Share(ends.Low)} to {Share(ends.High)})" : Share(rate.Rate);

    private static string Share(double share) => PictureStyle.Percent(share, "0.0");
}

using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>A test of attacks at one camera, for people (one HTML page that needs no other file) and for scripts.</summary>
/// <param name="Test">What was measured.</param>
/// <param name="Pack">The pack's id.</param>
/// <param name="TextureNetwork">The SHA-256 of the network that judged texture.</param>
/// <param name="Time">When.</param>
internal sealed record PadReport(PadTest Test, string Pack, string TextureNetwork, DateTimeOffset Time)
{
    /// <summary>The files' names.</summary>
    public const string HtmlFile = "report.html", JsonFile = "report.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <summary>Writes both files; existing ones are replaced.</summary>
    /// <param name="folder">Made where it does not exist.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, HtmlFile), ToHtml());
        File.WriteAllText(Path.Combine(folder, JsonFile), JsonSerializer.Serialize(ToJson(), s_json) + "\n");
    }

    /// <summary>For scripts; rates as in <see cref="AttackRates"/> and <see cref="GenuineRates"/>.</summary>
    public IReadOnlyDictionary<string, object?> ToJson() => new Dictionary<string, object?>
    {
        ["camera"] = Test.Camera,
        ["time"] = Time,
        ["pack"] = Pack,
        ["textureNetwork"] = TextureNetwork,
        ["counts"] = Test.Counts,
        ["limits"] = Test.Now,
        ["checks"] = Test.Checks.Select(Check),
        ["auc"] = Test.Auc,
        ["eer"] = Test.Eer,
        ["kinds"] = Test.Kinds,
        ["recommendation"] = new { Test.Advice.Policy, Test.Advice.Limits, Checks = Test.AtRecommended.Select(Check), Test.Advice.Reasons },
        ["notTested"] = Test.Advice.NotTested,
    };

    /// <summary>For people.</summary>
    public string ToHtml()
    {
        var page = new StringBuilder();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n");
        page.Append($"<title>Liveness at {Text(Test.Camera)}</title>\n<style>{PadReportStyle.Css}</style></head><body>\n");
        page.Append($"<h1>Liveness at {Text(Test.Camera)}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">{Time:yyyy-MM-dd HH:mm} UTC · pack {Text(Pack)} · texture network {TextureNetwork[..12]}</p>\n");
        Recommendation(page);
        Collected(page);
        foreach (var check in Test.Checks)
            Rates(page, $"{Title(check.Check)}, at the limits that hold now", check);
        foreach (var check in Test.AtRecommended)
            Rates(page, $"{Title(check.Check)}, at the recommended limits", check);
        Separation(page);
        page.Append("<h2>What was not tested</h2>\n<ul>").AppendJoin("", Test.Advice.NotTested.Select(line => $"<li>{Text(line)}</li>")).Append("</ul>\n");
        page.Append("<h2>How to read this</h2>\n<p>APCER: the share of attacks that were not kept out, for each kind by itself. BPCER: the share of people who were. ");
        page.Append("A policy that asks for live lets in only what is <em>taken for live</em>; one that only asks that texture does not object lets in everything <em>not refused</em>. ");
        page.Append("Rates are over presentations with a face to judge. Intervals are 95 %, by drawing people with replacement; where no error was seen they reach up to 3 in so many people (the rule of three). ");
        page.Append("With a single person there is none. Accuracy by age, sex or skin is not measured.</p>\n");
        page.Append("<p>This page and report.json are signed: <code>semblance pad-test --verify FOLDER</code> says whether one of them was changed.</p>\n</body></html>\n");
        return page.ToString();
    }

    private static object Check(PresentationMetrics check) => new { check.Check, check.Attacks, check.Genuine };

    private void Recommendation(StringBuilder page)
    {
        var advice = Test.Advice;
        page.Append($"<section class=\"{(advice.Limits is null ? "none" : "advice")}\"><h2>Recommendation</h2>\n");
        page.Append(advice.Limits is { } limits
            ? string.Create(CultureInfo.InvariantCulture, $"<p class=\"large\">Policy <strong>{advice.Policy}</strong>; texture is live from <strong>{limits.LiveFrom:0.00}</strong>, an attack below <strong>{limits.SpoofBelow:0.00}</strong> (now {Test.Now.LiveFrom:0.00} and {Test.Now.SpoofBelow:0.00}).</p>\n")
            : "<p class=\"large\">Nothing can be recommended.</p>\n");
        page.Append("<ul>").AppendJoin("", advice.Reasons.Select(line => $"<li>{Text(line)}</li>")).Append("</ul></section>\n");
    }

    private void Collected(StringBuilder page)
    {
        page.Append("<h2>What was tested</h2>\n<table><tr><th>kind</th><th>people</th><th>presentations</th><th>of them usable</th><th>photos or frames scored</th></tr>\n");
        foreach (var count in Test.Counts)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(count.Attack ?? "live")}</td><td>{count.People}</td><td>{count.Given}</td><td>{count.Usable}</td><td>{count.Frames}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static void Rates(StringBuilder page, string title, PresentationMetrics check)
    {
        page.Append($"<h2>{Text(title)}</h2>\n");
        if (check.Attacks.Count > 0)
            page.Append("<table><tr><th>attack</th><th>APCER: taken for live</th><th>APCER: not refused</th><th>number</th><th>people</th></tr>\n");
        foreach (var attack in check.Attacks)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(attack.Attack)}</td><td>{Rate(attack.TakenForLive)}</td><td>{Rate(attack.NotRefused)}</td><td>{attack.NotRefused.Presentations}</td><td>{attack.NotRefused.Subjects}</td></tr>\n");
        page.Append(check.Attacks.Count > 0 ? "</table>\n" : "<p>No attack.</p>\n");
        if (check.Genuine.Count > 0)
            page.Append("<table><tr><th>kind</th><th>BPCER: not shown live</th><th>BPCER: refused</th><th>number</th><th>people</th></tr>\n");
        foreach (var genuine in check.Genuine)
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>live</td><td>{Rate(genuine.NotLive)}</td><td>{Rate(genuine.Refused)}</td><td>{genuine.Refused.Presentations}</td><td>{genuine.Refused.Subjects}</td></tr>\n");
        page.Append(check.Genuine.Count > 0 ? "</table>\n" : "<p>Nobody live.</p>\n");
    }

    private void Separation(StringBuilder page)
    {
        var curves = Test.Checks.Where(check => check.Check != PadTest.Policy && check.Roc is not null).Select(check => new LabelledCurve(check.Check, check.Roc!)).ToList();
        if (curves.Count == 0)
            return;
        page.Append("<h2>ROC of the texture score</h2>\n").Append(RocSvg.Draw(curves)).Append("\n<table><tr><th>one frame</th><th>AUC</th><th>EER</th></tr>\n");
        foreach (var (kind, auc, eer) in Test.Kinds.Prepend(new PadSeparation("all attacks", Test.Auc, Test.Eer)))
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(kind)}</td><td>{auc:0.000}</td><td>{(eer is { } rate ? Share(rate) : "")}</td></tr>\n");
        page.Append("</table>\n");
    }

    private static string Title(string check) => char.ToUpperInvariant(check[0]) + check[1..];

    private static string Rate(PresentationRate rate) => rate.Interval is { } ends ? $"{Share(rate.Rate)} <span class=\"small\">({Share(ends.Low)} to {Share(ends.High)})</span>" : Share(rate.Rate);

    private static string Share(double share) => PictureStyle.Percent(share, "0.0");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

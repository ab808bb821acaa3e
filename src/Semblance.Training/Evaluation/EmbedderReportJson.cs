using System.Globalization;
using System.Text.Json.Nodes;
using Semblance.Evaluation;

namespace Semblance.Training.Evaluation;

/// <summary>The JSON and the lines for people of <c>evaluate-embedder</c>.</summary>
internal static class EmbedderReportJson
{
    /// <summary>One document; every rate with its interval and the comparisons behind it.</summary>
    public static JsonObject ToJson(EmbedderReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var lfw = EvaluationJson.ToJson(report.Lfw.Pairs);
        foreach (string key in (string[])["tarAtFmr", "tarThreshold", "weak", "millisecondsPerFace", "pack"])
            lfw.Remove(key);
        ((JsonObject)lfw["ci"]!).Remove("tarAtFmr");
        lfw["photos"] = report.Lfw.Photos;
        lfw["photosFailed"] = report.Lfw.PhotosFailed;
        lfw["allImpostors"] = Rates(report.Lfw.TarAtFmr, report.Lfw.Genuine, report.Lfw.Impostor);
        var att = EvaluationJson.ToJson(report.Att.Pairs);
        att.Remove("millisecondsPerFace");
        att.Remove("pack");
        att["photosFailed"] = report.Att.PhotosFailed;
        return new JsonObject
        {
            ["lfwDev"] = lfw,
            ["att"] = att,
            ["attGlasses"] = new JsonObject { ["withAgainstWithout"] = Condition(report.Att.Mixed), ["alike"] = Condition(report.Att.Alike) },
            ["cfp"] = new JsonObject { ["people"] = report.Cfp.People, ["frontal"] = Condition(report.Cfp.Frontal), ["frontalAgainstProfile"] = Condition(report.Cfp.Profile) },
            ["millisecondsPerFace"] = report.MillisecondsPerFace,
            ["cpuMillisecondsPerFace"] = report.CpuMillisecondsPerFace,
        };
    }

    /// <summary>The same for people, a line each.</summary>
    public static IEnumerable<string> ToLines(EmbedderReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (lfw, att, cfp) = (report.Lfw, report.Att, report.Cfp);
        yield return $"lfw-dev   accuracy {Percent(lfw.Pairs.Accuracy, lfw.Pairs.AccuracyInterval)} on {lfw.Pairs.Pairs} pairs; no face in {lfw.PhotosFailed} of {lfw.Photos} photos";
        foreach (var tar in lfw.TarAtFmr)
            yield return $"          {Tar(tar)}, {lfw.Genuine} genuine, {lfw.Impostor} impostor pairs";
        yield return $"AT&T      EER {Percent(att.Pairs.Eer, att.Pairs.EerInterval)} on {att.Pairs.Genuine} genuine, {att.Pairs.Impostor} impostor pairs; no face in {att.PhotosFailed} of 400 photos";
        yield return $"  glasses {Tar(att.Mixed.TarAtFmr[0])} with against without (mean genuine score {att.Mixed.MeanGenuine:F3}), {Tar(att.Alike.TarAtFmr[0])} alike ({att.Alike.MeanGenuine:F3}), {att.Mixed.GenuinePeople} people";
        yield return $"CFP       {Tar(cfp.Profile.TarAtFmr[0])} frontal against profile ({cfp.Profile.Genuine} genuine, {cfp.Profile.Impostor} impostor pairs of {cfp.People} people)";
        yield return $"          {Tar(cfp.Frontal.TarAtFmr[0])} frontal against frontal";
        yield return $"time      {report.MillisecondsPerFace:F2} ms a face, {report.CpuMillisecondsPerFace:F2} ms of processor time";
    }

    private static JsonObject Condition(ConditionReport condition)
    {
        var json = Rates(condition.TarAtFmr, condition.Genuine, condition.Impostor);
        json["meanGenuine"] = Number(condition.MeanGenuine);
        json["meanImpostor"] = Number(condition.MeanImpostor);
        json["genuinePeople"] = condition.GenuinePeople;
        return json;
    }

    private static JsonObject Rates(IReadOnlyList<TarAtFmr> rates, int genuine, long impostor) => new()
    {
        ["genuine"] = genuine,
        ["impostor"] = impostor,
        ["tarAtFmr"] = By(rates, rate => rate.Tar),
        ["ci"] = By(rates, rate => rate.Interval is { } known ? new JsonArray(known.Low, known.High) : null),
        ["threshold"] = By(rates, rate => rate.Threshold),
        ["weak"] = new JsonArray([.. rates.Where(rate => rate.Weak).Select(rate => (JsonNode)Key(rate))]),
    };

    private static JsonObject By(IReadOnlyList<TarAtFmr> rates, Func<TarAtFmr, JsonNode?> value) => new(rates.Select(rate => KeyValuePair.Create(Key(rate), value(rate))));

    private static string Key(TarAtFmr rate) => rate.Fmr.ToString("0.######", CultureInfo.InvariantCulture);

    private static JsonNode? Number(double value) => double.IsNaN(value) ? null : value;

    private static string Tar(TarAtFmr tar) => $"TAR {Percent(tar.Tar, tar.Interval)} at FMR {100 * tar.Fmr:0.##} %";

    private static string Percent(double? share, RateInterval? interval) => share is { } known
        ? $"{100 * known:F2} %{(interval is { } ends ? $" ({100 * ends.Low:F1} to {100 * ends.High:F1})" : "")}"
        : "unknown";
}

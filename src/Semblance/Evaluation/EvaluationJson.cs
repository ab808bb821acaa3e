using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Semblance.Evaluation;

/// <summary>
/// The JSON that <c>semblance evaluate --json</c> prints and scripts rely on: <c>pairs</c>, <c>failedToAcquire</c>, <c>accuracy</c>,
/// <c>accuracyStd</c>, <c>auc</c>, <c>eer</c>, <c>tarAtFmr</c> (an object keyed by the rate: <c>0.01</c>), <c>ci</c> (<c>[low, high]</c> under
/// the same keys), <c>millisecondsPerFace</c>; null for what the data cannot carry. Beyond those: <c>genuine</c>, <c>impostor</c>,
/// <c>subjects</c>, <c>failedGenuine</c>, <c>failedImpostor</c>, <c>eerThreshold</c>, <c>tarThreshold</c>, <c>weak</c> (the rates that rest
/// on fewer comparisons than the rule of 30 asks for) and <c>pack</c>. Thresholds are similarities.
/// </summary>
internal static class EvaluationJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The result as one JSON document.</summary>
    /// <param name="result">What was measured.</param>
    /// <param name="millisecondsPerFace">Null where it was not measured.</param>
    /// <param name="pack">The model's id; null where there is none to name.</param>
    /// <param name="indented">Over many lines instead of one.</param>
    public static string Serialize(VerificationResult result, double? millisecondsPerFace = null, string? pack = null, bool indented = false) =>
        ToJson(result, millisecondsPerFace, pack).ToJsonString(indented ? Indented : null);

    /// <summary>The same as a node, for callers that add to it.</summary>
    public static JsonObject ToJson(VerificationResult result, double? millisecondsPerFace = null, string? pack = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new JsonObject
        {
            ["pairs"] = result.Pairs,
            ["failedToAcquire"] = result.FailedToAcquire,
            ["accuracy"] = result.Accuracy,
            ["accuracyStd"] = result.AccuracyStd,
            ["auc"] = result.Auc,
            ["eer"] = result.Eer,
            ["tarAtFmr"] = ByRate(result, rate => rate.Tar),
            ["ci"] = new JsonObject
            {
                ["accuracy"] = Ends(result.AccuracyInterval),
                ["auc"] = Ends(result.AucInterval),
                ["eer"] = Ends(result.EerInterval),
                ["tarAtFmr"] = ByRate(result, rate => Ends(rate.Interval)),
            },
            ["millisecondsPerFace"] = millisecondsPerFace,
            ["genuine"] = result.Genuine,
            ["impostor"] = result.Impostor,
            ["subjects"] = result.Subjects,
            ["failedGenuine"] = result.FailedGenuine,
            ["failedImpostor"] = result.FailedImpostor,
            ["eerThreshold"] = result.EerThreshold,
            ["tarThreshold"] = ByRate(result, rate => rate.Threshold),
            ["weak"] = new JsonArray([.. result.TarAtFmr.Where(rate => rate is { Weak: true, Tar: not null }).Select(rate => (JsonNode)Key(rate.Fmr))]),
            ["pack"] = pack,
        };
    }

    private static JsonObject ByRate(VerificationResult result, Func<TarAtFmr, JsonNode?> value) =>
        new(result.TarAtFmr.Select(rate => KeyValuePair.Create(Key(rate.Fmr), value(rate))));

    private static JsonArray? Ends(RateInterval? interval) => interval is { } known ? new JsonArray(known.Low, known.High) : null;

    private static string Key(double fmr) => fmr.ToString("0.################", CultureInfo.InvariantCulture);
}

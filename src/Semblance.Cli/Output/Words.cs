using System.Globalization;
using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Cli.Output;

/// <summary>Phrases that several commands print.</summary>
internal static class Words
{
    /// <summary>"distance 0.31, threshold 0.5 (uncalibrated: ...)"; only the threshold where nothing was compared.</summary>
    public static string ScoreAgainst(Decision decision, FaceVerifier verifier)
    {
        string measure = verifier.Comparator.HigherIsMoreAlike ? "similarity" : "distance";
        string score = decision.Score is { } number ? $"{measure} {number:0.000}, " : "";
        return $"{score}threshold {verifier.Threshold.Score:0.###} ({Calibration(verifier.Threshold)})";
    }

    public static string Calibration(Threshold threshold) => threshold.Fmr is { } fmr
        ? $"false match rate {CalibrationText.Rate(fmr)}"
        : "uncalibrated: its false match rate is not known";

    /// <summary>"false match rates 0.1 to 0.00001, by default 0.0001 (score 0.456), on 11,999,088 comparisons between 3,022 people".</summary>
    public static string Calibration(ModelPack pack)
    {
        var rates = pack.Manifest.Thresholds.Where(threshold => threshold.Fmr is not null).Select(threshold => threshold.Fmr!.Value).ToList();
        if (rates.Count == 0)
            return "none: no false match rate is known";
        var standard = pack.ThresholdFor();
        string data = pack.Manifest.Calibration is { } table
            ? string.Create(CultureInfo.InvariantCulture, $", on {table.ImpostorComparisons:N0} comparisons between {table.People:N0} people")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"false match rates {CalibrationText.Rate(rates.Max())} to {CalibrationText.Rate(rates.Min())}, by default {(standard.Fmr is { } fmr ? CalibrationText.Rate(fmr) : "uncalibrated")} (score {standard.Score:0.###}){data}");
    }

    public static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number} {many}";
}

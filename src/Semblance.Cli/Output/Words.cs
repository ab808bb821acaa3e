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
        ? $"false match rate {fmr:0.######}"
        : "uncalibrated: its false match rate is not known";

    public static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number} {many}";
}

using Semblance.Reports;

namespace Semblance.Training.Detectors;

/// <summary>Losses, average precision and landmark error over a detector training.</summary>
internal static class DetectorCurves
{
    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<DetectorRecord> history)
    {
        CurveLine Line(string label, Func<DetectorRecord, double?> value) => new(label, [.. history.Select(record => (record.Seconds / 60, value(record) ?? double.NaN))]);
        const string Minutes = "Minutes of training";
        CurvePanels.Save(path,
        [
            new CurvePanel("Losses", Minutes, "Mean since the last measurement", [Line("scores", r => r.ScoreLoss), Line("boxes", r => r.BoxLoss), Line("landmarks", r => r.PointLoss)]),
            new CurvePanel("Average precision, held-out crowds", Minutes, "Average precision", [Line("", r => r.AveragePrecision)]),
            new CurvePanel("Landmark error, held-out portraits", Minutes, "% of the eye distance", [Line("", r => 100 * r.LandmarkError)]),
        ]);
    }
}

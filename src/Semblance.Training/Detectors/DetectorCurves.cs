using Semblance.Reports;

namespace Semblance.Training.Detectors;

/// <summary>Losses, average precision and landmark error over a detector training.</summary>
internal static class DetectorCurves
{
    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<DetectorRecord> history)
    {
        TrainingCurves.Save(path, "Minutes of training",
            new CurvePanel("Losses", "Mean since the last measurement", false, Line("scores", r => r.ScoreLoss), Line("boxes", r => r.BoxLoss), Line("landmarks", r => r.PointLoss)),
            new CurvePanel("Average precision", "Average precision", false, Line("held-out crowds", r => r.AveragePrecision)),
            new CurvePanel("Landmark error", "Share of the eye distance", true, Line("held-out portraits", r => r.LandmarkError)));

        CurveLine Line(string label, Func<DetectorRecord, double?> value) => new(label, [.. history.Select(record => (record.Seconds / 60, value(record)))]);
    }
}

using ScottPlot;
using Semblance.Reports;

namespace Semblance.Training.Detectors;

/// <summary>Losses, average precision and landmark error over a detector training, side by side.</summary>
internal static class DetectorCurves
{
    /// <summary>Writes a PNG of 1500 x 450 pixels; an existing file is replaced.</summary>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<DetectorRecord> history)
    {
        PictureFont.Require();
        var losses = Panel("Losses", "mean since the last measurement", history, ("scores", r => r.ScoreLoss), ("boxes", r => r.BoxLoss), ("landmarks", r => r.PointLoss));
        losses.ShowLegend(Alignment.UpperRight);
        var precision = Panel("Average precision", "held-out crowds", history, ("", r => r.AveragePrecision));
        var error = Panel("Landmark error", "% of the eye distance, held-out portraits", history, ("", r => 100 * r.LandmarkError));
        var all = new Multiplot();
        all.Reset(losses);
        all.AddPlot(precision);
        all.AddPlot(error);
        all.Layout = new ScottPlot.MultiplotLayouts.Columns();
        all.SavePng(path, 1500, 450);
    }

    private static Plot Panel(string title, string left, IReadOnlyList<DetectorRecord> history, params (string Label, Func<DetectorRecord, double?> Value)[] lines)
    {
        var plot = new Plot();
        plot.Title(title);
        plot.YLabel(left);
        plot.XLabel("minutes of training");
        foreach (var (label, value) in lines)
        {
            var line = plot.Add.Scatter(history.Select(r => r.Seconds / 60).ToArray(), history.Select(r => value(r) ?? double.NaN).ToArray());
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2.5f, 5, label);
        }
        return plot;
    }
}

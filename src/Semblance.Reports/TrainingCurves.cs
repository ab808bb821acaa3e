using ScottPlot;

namespace Semblance.Reports;

/// <summary>What one epoch of training reached.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean loss on the training data.</param>
/// <param name="TrainAccuracy">Share of training examples decided rightly, 0 to 1.</param>
/// <param name="TestLoss">Mean loss on held-out data; null where it was not measured.</param>
/// <param name="TestAccuracy">The same share on held-out data; null where it was not measured.</param>
internal sealed record EpochRecord(int Epoch, double TrainLoss, double TrainAccuracy, double? TestLoss, double? TestAccuracy);

/// <summary>One line of a panel.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Points">Its points from left to right; a value that is null is left out, one that is not finite leaves a gap.</param>
internal sealed record CurveLine(string Label, IReadOnlyList<(double X, double? Y)> Points);

/// <summary>One plot of a picture of curves.</summary>
/// <param name="Title">Above it.</param>
/// <param name="YLabel">Beside it.</param>
/// <param name="InPercent">Whether values are shares (0 to 1), shown in percent.</param>
/// <param name="Lines">At least one.</param>
internal sealed record CurvePanel(string Title, string YLabel, bool InPercent, params IReadOnlyList<CurveLine> Lines);

/// <summary>What a training reached over its epochs: plots side by side.</summary>
internal static class TrainingCurves
{
    private const int MostMarkers = 40;
    private const int PanelWidth = 600;
    private const int PanelHeight = 500;

    /// <summary>Writes loss and accuracy as a PNG of 1200 x 500 pixels; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="epochs">At least one, in order.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<EpochRecord> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentOutOfRangeException.ThrowIfZero(epochs.Count);
        Save(path, "Epoch",
            new CurvePanel("Loss", "Mean loss", false, Line("training", epoch => epoch.TrainLoss), Line("held out", epoch => epoch.TestLoss)),
            new CurvePanel("Accuracy", "Share decided rightly", true, Line("training", epoch => epoch.TrainAccuracy), Line("held out", epoch => epoch.TestAccuracy)));

        CurveLine Line(string label, Func<EpochRecord, double?> value) => new(label, [.. epochs.Select(epoch => ((double)epoch.Epoch, value(epoch)))]);
    }

    /// <summary>Writes panels side by side as a PNG, 600 x 500 pixels each; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="xLabel">What runs from left to right in every panel.</param>
    /// <param name="panels">At least one.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, string xLabel, params IReadOnlyList<CurvePanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentOutOfRangeException.ThrowIfZero(panels.Count);
        var plots = panels.Select(panel => Draw(panel, xLabel)).ToList();
        var all = new Multiplot();
        all.Reset(plots[0]);
        foreach (var plot in plots.Skip(1))
            all.AddPlot(plot);
        all.Layout = new ScottPlot.MultiplotLayouts.Columns();
        all.SavePng(path, PanelWidth * plots.Count, PanelHeight);
    }

    private static Plot Draw(CurvePanel panel, string xLabel)
    {
        var plot = PictureStyle.NewPlot(panel.Title, xLabel, panel.YLabel);
        foreach (var (index, line) in panel.Lines.Index())
            AddLine(plot, line, PictureStyle.Colours[index % PictureStyle.Colours.Length]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        var all = panel.Lines.SelectMany(line => line.Points).Select(point => point.X).ToList();
        plot.Axes.SetLimitsX(all.Min() - 0.5, all.Max() + 0.5);
        if (panel.InPercent)
            plot.Axes.Left.TickGenerator = PictureStyle.PercentTicks();
        // Where the lines are not.
        bool rises = panel.Lines[0].Points is [{ Y: var first }, .., { Y: var last }] && last > first;
        plot.ShowLegend(rises ? Alignment.LowerRight : Alignment.UpperRight);
        return plot;
    }

    private static void AddLine(Plot plot, CurveLine line, Color colour)
    {
        Coordinates[] points = [.. from point in line.Points
                                   let y = point.Y
                                   where y is not null
                                   select new Coordinates(point.X, double.IsFinite(y.Value) ? y.Value : double.NaN)];
        if (points.Length == 0)
            return;
        var scatter = plot.Add.Scatter(points, colour);
        (scatter.LineWidth, scatter.MarkerSize, scatter.LegendText) = (2.5f, line.Points.Count <= MostMarkers ? 7 : 0, line.Label);
    }
}

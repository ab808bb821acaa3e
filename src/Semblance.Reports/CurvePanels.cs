using ScottPlot;

namespace Semblance.Reports;

/// <summary>One line of a panel.</summary>
/// <param name="Label">Its name in the legend; empty where it is the only one.</param>
/// <param name="Points">Its points from left to right; a y that is not finite leaves a gap.</param>
public sealed record CurveLine(string Label, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One coordinate system with lines.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="X">Name of the horizontal axis.</param>
/// <param name="Y">Name of the vertical axis.</param>
/// <param name="Lines">The lines, in the order of the legend.</param>
public sealed record CurvePanel(string Title, string X, string Y, IReadOnlyList<CurveLine> Lines);

/// <summary>Curves of several measures side by side, as a training is watched.</summary>
public static class CurvePanels
{
    private const int PanelWidth = 600, Height = 500, MostMarkers = 40;

    /// <summary>Writes a PNG of 600 x 500 pixels a panel; an existing file is replaced.</summary>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<CurvePanel> panels)
    {
        ArgumentNullException.ThrowIfNull(panels);
        ArgumentOutOfRangeException.ThrowIfZero(panels.Count);
        var all = new Multiplot();
        foreach (var (i, plot) in panels.Select(Draw).Index())
        {
            if (i == 0)
                all.Reset(plot);
            else
                all.AddPlot(plot);
        }
        all.Layout = new ScottPlot.MultiplotLayouts.Columns();
        all.SavePng(path, PanelWidth * panels.Count, Height);
    }

    private static Plot Draw(CurvePanel panel)
    {
        var plot = PictureStyle.NewPlot(panel.Title, panel.X, panel.Y);
        foreach (var (i, line) in panel.Lines.Index())
        {
            var scatter = plot.Add.Scatter(line.Points.Select(p => new Coordinates(p.X, double.IsFinite(p.Y) ? p.Y : double.NaN)).ToArray(), PictureStyle.Colours[i % PictureStyle.Colours.Length]);
            (scatter.LineWidth, scatter.MarkerSize, scatter.LegendText) = (2.5f, line.Points.Count <= MostMarkers ? 7 : 0, line.Label);
        }
        if (panel.Lines.Count > 1)
            plot.ShowLegend(Alignment.UpperRight);
        else
            plot.HideLegend();
        return plot;
    }
}

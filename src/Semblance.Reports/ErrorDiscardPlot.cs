using ScottPlot;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>What leaving out the photos of lowest quality does to the false non-match rate, a curve for each measure.</summary>
internal static class ErrorDiscardPlot
{
    // Beyond it too few comparisons are left to say anything.
    private const double MostDiscarded = 0.5;

    /// <summary>Writes a PNG of 900 x 600 pixels; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">At least one.</param>
    /// <param name="threshold">What to call the fixed threshold, for the title.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<(QualityMeasure Measure, ErrorDiscardCurve Curve)> curves, string threshold)
    {
        ArgumentOutOfRangeException.ThrowIfZero(curves.Count);
        var plot = PictureStyle.NewPlot($"Error versus discard, {threshold}", "Comparisons left out, lowest quality first", "False non-match rate of the rest");
        int points = Math.Min(200, Math.Max(2, (int)(MostDiscarded * curves[0].Curve.Pairs)));
        double[] shares = [.. Enumerable.Range(0, points + 1).Select(i => MostDiscarded * i / points)];
        for (int i = 0; i < curves.Count; i++)
        {
            var (measure, curve) = curves[i];
            var line = plot.Add.Scatter(shares, shares.Select(curve.At).ToArray(), PictureStyle.Colours[i % PictureStyle.Colours.Length]);
            (line.LineWidth, line.MarkerSize, line.LegendText) = (2.5f, 0, measure.Name);
            line.LinePattern = i < PictureStyle.Colours.Length ? LinePattern.Solid : LinePattern.Dashed;
        }
        var ideal = plot.Add.Scatter(shares, shares.Select(curves[0].Curve.Ideal).ToArray(), PictureStyle.Faint);
        (ideal.LineWidth, ideal.MarkerSize, ideal.LinePattern, ideal.LegendText) = (1.5f, 0, LinePattern.Dotted, "failures left out first");

        plot.Axes.Bottom.TickGenerator = PictureStyle.PercentTicks();
        plot.Axes.Left.TickGenerator = PictureStyle.PercentTicks();
        double top = Math.Max(1e-3, 1.25 * curves.Max(pair => shares.Max(pair.Curve.At)));
        plot.Axes.SetLimits(0, MostDiscarded, 0, top);
        plot.ShowLegend(Alignment.LowerLeft);
        plot.Save(path);
    }
}

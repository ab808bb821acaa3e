using ScottPlot;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>
/// The ROC curve of verification: true accept rate over false match rate, the latter on a logarithmic axis, since it is the small
/// rates that matter.
/// </summary>
internal static class RocPlot
{
    /// <summary>Writes a PNG of 900 x 600 pixels; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">At least one.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, params IReadOnlyList<LabelledCurve> curves) =>
        Save(path, PictureStyle.NewPlot("ROC", "False match rate (FMR)", "True accept rate (1 - FNMR)"), curves);

    /// <summary>The same of liveness checks, over attacks instead of impostors (<see cref="PresentationMetrics.Roc"/>).</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">At least one.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void SaveLiveness(string path, params IReadOnlyList<LabelledCurve> curves) =>
        Save(path, PictureStyle.NewPlot("ROC of liveness", "Attacks accepted (APCER over all kinds)", "People accepted (1 - BPCER)"), curves);

    private static void Save(string path, Plot plot, IReadOnlyList<LabelledCurve> curves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(curves.Count);
        int left = Math.Min(-2, (int)Math.Floor(-Math.Log10(curves.Max(labelled => labelled.Curve.Impostor)) + 1e-9));
        double bottom = 1;
        foreach (var (labelled, index) in curves.Select((labelled, index) => (labelled, index)))
        {
            var line = Line(labelled, left);
            bottom = Math.Min(bottom, line[0].Y);
            var scatter = plot.Add.ScatterLine(line, PictureStyle.Colours[index % PictureStyle.Colours.Length]);
            scatter.LineWidth = 2.5f;
            scatter.LegendText = labelled.Label;
        }
        bottom = Math.Max(0, Math.Floor(10 * bottom - 0.5) / 10);

        Coordinates[] diagonal = [.. Enumerable.Range(0, 201).Select(i => left * (1 - i / 200.0)).Select(x => new Coordinates(x, Math.Pow(10, x)))];
        var chance = plot.Add.ScatterLine(diagonal, PictureStyle.Faint);
        chance.LineWidth = 1.5f;
        chance.LinePattern = LinePattern.Dashed;
        chance.LegendText = "chance";
        plot.Axes.Bottom.TickGenerator = PictureStyle.Ticks(Enumerable.Range(left, 1 - left).Select(power => ((double)power, PictureStyle.Percent(Math.Pow(10, power)))));
        plot.Axes.Left.TickGenerator = PictureStyle.PercentTicks();
        plot.Axes.SetLimits(left, 0, bottom, 1 + 0.02 * (1 - bottom));
        plot.ShowLegend(Alignment.LowerRight);
        plot.Save(path);
    }

    /// <summary>From the left edge, where the rate without any false match stands.</summary>
    private static Coordinates[] Line(LabelledCurve labelled, double left)
    {
        var points = labelled.Curve.Points;
        double withoutFalseMatch = 1 - points.Last(point => point.Fmr == 0).Fnmr;
        return [new(left, withoutFalseMatch), .. points.Where(point => point.Fmr > 0).Select(point => new Coordinates(Math.Log10(point.Fmr), 1 - point.Fnmr))];
    }
}

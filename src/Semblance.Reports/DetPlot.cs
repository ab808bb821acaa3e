using ScottPlot;

namespace Semblance.Reports;

/// <summary>
/// The detection error trade-off: FNMR over FMR, both axes stretched by the normal deviate, where normal scores give a straight
/// line (Martin et al., "The DET curve in assessment of detection task performance", Eurospeech 1997).
/// </summary>
internal static class DetPlot
{
    private static readonly double[] Shares = [0.00001, 0.0001, 0.001, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9];

    /// <summary>Writes a PNG of 900 x 600 pixels; an existing file is replaced. Operating points with a rate of 0 or 1 have no place on these axes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="curves">At least one.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, params IReadOnlyList<LabelledCurve> curves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(curves.Count);
        var plot = PictureStyle.NewPlot("DET", "False match rate (FMR)", "False non-match rate (FNMR)");
        bool empty = true;
        foreach (var (labelled, index) in curves.Select((labelled, index) => (labelled, index)))
        {
            Coordinates[] line = [.. labelled.Curve.Points.Where(point => point is { Fmr: > 0 and < 1, Fnmr: > 0 and < 1 })
                .Select(point => new Coordinates(NormalDeviate.Of(point.Fmr), NormalDeviate.Of(point.Fnmr)))];
            empty &= line.Length == 0;
            var scatter = plot.Add.Scatter(line, PictureStyle.Colours[index % PictureStyle.Colours.Length]);
            scatter.LineWidth = 2.5f;
            scatter.MarkerSize = line.Length == 1 ? 8 : 0;
            scatter.LegendText = labelled.Label;
        }

        var x = Axis(curves.Max(labelled => labelled.Curve.Impostor));
        var y = Axis(curves.Max(labelled => labelled.Curve.Genuine));
        var equal = plot.Add.Line(-6, -6, 6, 6);
        (equal.LineColor, equal.LineWidth, equal.LinePattern, equal.LegendText) = (PictureStyle.Faint, 1.5f, LinePattern.Dashed, "FMR = FNMR");
        plot.Axes.Bottom.TickGenerator = PictureStyle.Ticks(x);
        plot.Axes.Left.TickGenerator = PictureStyle.Ticks(y);
        plot.Axes.SetLimits(x[0].Position, x[^1].Position, y[0].Position, y[^1].Position);
        if (empty)
            AddNote(plot, "No threshold has errors of both kinds.");
        plot.ShowLegend(Alignment.UpperRight);
        plot.Save(path);
    }

    private static void AddNote(Plot plot, string text)
    {
        var note = plot.Add.Annotation(text, Alignment.MiddleCenter);
        (note.LabelFontSize, note.LabelBackgroundColor, note.LabelBorderWidth, note.LabelShadowColor) = (16, Colors.White, 0, Colors.Transparent);
    }

    /// <summary>Ticks from the smallest rate that so many pairs can show.</summary>
    private static (double Position, string Label)[] Axis(int pairs)
    {
        double least = Shares.LastOrDefault(share => share <= 1.0 / pairs, Shares[0]);
        return [.. Shares.Where(share => share >= Math.Min(least, 0.01)).Select(share => (NormalDeviate.Of(share), PictureStyle.Percent(share)))];
    }
}

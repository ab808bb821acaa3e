using ScottPlot;
using Semblance.Evaluation;
using Semblance.Recognition;

namespace Semblance.Reports;

/// <summary>A threshold to mark in a histogram.</summary>
/// <param name="Label">For example "FMR 1 %".</param>
/// <param name="Similarity">Its place; higher is more alike.</param>
internal readonly record struct MarkedThreshold(string Label, double Similarity);

/// <summary>How the scores of genuine and of impostor pairs lie, each kind as shares of its own number.</summary>
internal static class ScoreHistogram
{
    private const int Bins = 60;

    /// <summary>Writes a PNG of 900 x 600 pixels; an existing file is replaced. Pairs without a score are not drawn but counted in the legend.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="comparator">On whose scale the scores are shown: similarities of the Euclidean comparator become distances again.</param>
    /// <param name="thresholds">Vertical lines.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<ScoredPair> pairs, Comparator comparator, params IReadOnlyList<MarkedThreshold> thresholds)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(comparator);
        string unit = comparator.HigherIsMoreAlike ? $"Score ({comparator.Name}; higher is more alike)" : $"Score ({comparator.Name} distance; lower is more alike)";
        var plot = PictureStyle.NewPlot("Scores of pairs", unit, "Share of the pairs of the kind");
        // A similarity is the score or its negative, so the same step leads back.
        double[] scores = [.. pairs.Where(pair => pair.HasScore).Select(pair => comparator.ToSimilarity(pair.Similarity))];
        double low = scores.DefaultIfEmpty(0).Min(), range = scores.DefaultIfEmpty(1).Max() - low;
        foreach (bool same in new[] { false, true })
        {
            ScoredPair[] kind = [.. pairs.Where(pair => pair.Same == same)];
            double[] kindScores = [.. kind.Where(pair => pair.HasScore).Select(pair => comparator.ToSimilarity(pair.Similarity))];
            var bars = plot.Add.Bars(Bars(kindScores, kind.Length, low, range > 0 ? range / Bins : 1.0 / Bins, same ? PictureStyle.Genuine : PictureStyle.Impostor));
            string failed = kind.Length > kindScores.Length ? $", {kind.Length - kindScores.Length} without a usable face" : "";
            bars.LegendText = $"{(same ? "the same person" : "different people")} ({kind.Length}{failed})";
        }
        foreach (var (threshold, index) in thresholds.Select((threshold, index) => (threshold, index)))
        {
            var line = plot.Add.VerticalLine(comparator.ToSimilarity(threshold.Similarity), 2, Colors.Black, index % 2 == 0 ? LinePattern.Dashed : LinePattern.Dotted);
            line.LegendText = threshold.Label;
        }
        plot.Axes.Left.TickGenerator = PictureStyle.PercentTicks();
        plot.Axes.Margins(bottom: 0, top: 0.3);
        plot.ShowLegend(comparator.HigherIsMoreAlike ? Alignment.UpperRight : Alignment.UpperLeft);
        plot.Save(path);
    }

    private static Bar[] Bars(double[] scores, int all, double low, double width, Color colour)
    {
        var counts = new int[Bins];
        foreach (double score in scores)
            counts[Math.Min(Bins - 1, (int)((score - low) / width))]++;
        return [.. counts.Select((count, bin) => new Bar
        {
            Position = low + (bin + 0.5) * width,
            Value = (double)count / Math.Max(1, all),
            Size = width,
            FillColor = colour.WithAlpha(0.55),
            LineWidth = 0,
        })];
    }
}

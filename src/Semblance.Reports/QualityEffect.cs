using System.Text;
using Semblance.Evaluation;

namespace Semblance.Reports;

/// <summary>What each quality measure does to the false non-match rate.</summary>
/// <param name="Threshold">What to call the fixed threshold.</param>
/// <param name="Curves">A curve for each measure.</param>
internal sealed record QualityEffect(string Threshold, IReadOnlyList<(QualityMeasure Measure, ErrorDiscardCurve Curve)> Curves)
{
    private static readonly double[] Shares = [0, 0.05, 0.1, 0.2, 0.3];

    internal string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("## Quality").AppendLine();
        text.AppendLine($"False non-match rate of genuine comparisons at {Threshold}, after those with the photo of lowest quality were left out ({Curves[0].Curve.Pairs} comparisons):").AppendLine();
        text.AppendLine($"| left out | {string.Join(" | ", Shares.Select(share => PictureStyle.Percent(share)))} |");
        text.AppendLine($"|---|{string.Concat(Shares.Select(_ => "---|"))}");
        foreach (var (measure, curve) in Curves)
            text.AppendLine($"| {measure.Name} | {string.Join(" | ", Shares.Select(share => PictureStyle.Percent(curve.At(share), "0.0")))} |");
        text.AppendLine($"| *failures first* | {string.Join(" | ", Shares.Select(share => PictureStyle.Percent(Curves[0].Curve.Ideal(share), "0.0")))} |").AppendLine();
        return text.AppendLine("![Error versus discard](error-discard.png)").ToString();
    }
}

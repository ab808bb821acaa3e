using System.Globalization;
using System.Net;
using System.Text;

namespace Semblance.Reports;

/// <summary>The ROC of liveness checks as an SVG element that needs no other file and no font of the machine that writes it. Both axes are linear: so few people carry no small rates.</summary>
internal static class RocSvg
{
    private const int Left = 70, Top = 16, Side = 360, LegendLeft = Left + Side + 24;

    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"];

    /// <summary>Draws curves; at least one.</summary>
    public static string Draw(IReadOnlyList<LabelledCurve> curves)
    {
        ArgumentOutOfRangeException.ThrowIfZero(curves.Count);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {LegendLeft + 240} {Top + Side + 60}\" role=\"img\" aria-label=\"ROC\" font-size=\"13\" fill=\"#222\">\n");
        for (int step = 0; step <= 5; step++)
        {
            double share = step / 5.0;
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(share):0.#} {Top}V{Top + Side}M{Left} {Y(share):0.#}H{Left + Side}\" stroke=\"#e6e6e6\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(share):0.#}\" y=\"{Top + Side + 20}\" text-anchor=\"middle\">{100 * share:0} %</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{Y(share) + 4:0.#}\" text-anchor=\"end\">{100 * share:0} %</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{X(0)} {Y(0)}L{X(1)} {Y(1)}\" stroke=\"#8a8a8a\" stroke-dasharray=\"6 4\" fill=\"none\"/>\n");
        foreach (var (index, labelled) in curves.Index())
        {
            string colour = s_colours[index % s_colours.Length];
            string points = string.Join(' ', labelled.Curve.Points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Fmr):0.##},{Y(1 - point.Fnmr):0.##}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.5\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{LegendLeft} {Top + 12 + 24 * index}h24\" stroke=\"{colour}\" stroke-width=\"2.5\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{LegendLeft + 32}\" y=\"{Top + 16 + 24 * index}\">{WebUtility.HtmlEncode(labelled.Label)}</text>\n");
        }
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + Side / 2}\" y=\"{Top + Side + 48}\" text-anchor=\"middle\">Attacks accepted (APCER over all kinds)</text>");
        svg.Append(CultureInfo.InvariantCulture, $"<text transform=\"translate(16 {Top + Side / 2}) rotate(-90)\" text-anchor=\"middle\">People accepted (1 - BPCER)</text>\n</svg>");
        return svg.ToString();
    }

    private static double X(double share) => Left + Side * share;

    private static double Y(double share) => Top + Side * (1 - share);
}

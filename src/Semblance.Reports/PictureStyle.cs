using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace Semblance.Reports;

/// <summary>What all pictures share: size, font, colours, ticks in percent.</summary>
internal static class PictureStyle
{
    public const int Width = 900;
    public const int Height = 600;

    private static readonly string[] PreferredFonts = ["DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial", "Helvetica"];

    /// <summary>Blue and vermilion of Okabe and Ito's palette, told apart by colour-blind readers too; then others of it.</summary>
    public static Color[] Colours { get; } =
        [Color.FromHex("#0072B2"), Color.FromHex("#D55E00"), Color.FromHex("#009E73"), Color.FromHex("#CC79A7"), Color.FromHex("#E69F00"), Color.FromHex("#56B4E9")];

    public static Color Genuine => Colours[0];

    public static Color Impostor => Colours[1];

    public static Color Faint { get; } = Color.FromHex("#8A8A8A");

    /// <summary>A font family of this system, sans serif where there is one.</summary>
    /// <exception cref="ReportException">No font is installed: every label would be blank.</exception>
    public static string FontFamily()
    {
        using var manager = SKFontManager.CreateDefault();
        var families = manager.FontFamilies.ToHashSet();
        if (PreferredFonts.FirstOrDefault(families.Contains) is { } preferred)
            return preferred;
        foreach (string family in families)
        {
            using var typeface = manager.MatchFamily(family);
            if (typeface is not null && typeface.ContainsGlyphs("Score 0.1%"))
                return family;
        }
        throw new ReportException("Pictures need a font, and this system has none. On Debian or Ubuntu: apt-get install fonts-dejavu-core");
    }

    public static Plot NewPlot(string title, string x, string y)
    {
        var plot = new Plot();
        plot.Font.Set(FontFamily());
        plot.Title(title, size: 18);
        plot.XLabel(x, size: 15);
        plot.YLabel(y, size: 15);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Legend.FontSize = 13;
        plot.Grid.MajorLineColor = Color.FromHex("#E6E6E6");
        // Room for the label of a last tick, and between the axis title and the picture's edge.
        plot.Axes.Right.MinimumSize = plot.Axes.Right.MaximumSize = 36;
        plot.Axes.Left.MinimumSize = 92;
        plot.Axes.Left.Label.OffsetX = 8;
        plot.Axes.Right.FrameLineStyle.IsVisible = plot.Axes.Top.FrameLineStyle.IsVisible = false;
        return plot;
    }

    public static ScottPlot.TickGenerators.NumericManual Ticks(IEnumerable<(double Position, string Label)> ticks)
    {
        var generator = new ScottPlot.TickGenerators.NumericManual();
        foreach (var (position, label) in ticks)
            generator.AddMajor(position, label);
        return generator;
    }

    public static ScottPlot.TickGenerators.NumericAutomatic PercentTicks() => new() { LabelFormatter = share => Percent(share, "0.##"), TickDensity = 0.6 };

    /// <summary>A share as a percentage without needless digits: <c>0.1 %</c>.</summary>
    public static string Percent(double share, string format = "0.######") => (100 * share).ToString(format, CultureInfo.InvariantCulture) + " %";

    public static void Save(this Plot plot, string path) => plot.SavePng(path, Width, Height);
}

using Semblance.Imaging;
using SkiaSharp;

namespace Semblance.Reports;

/// <summary>A contact sheet of many pairs, small and side by side, for looking through by eye.</summary>
internal static class PairSheet
{
    private const int Side = 112;
    private const int Gap = 4;
    private const int Label = 34;
    private const int Margin = 10;
    private const int Width = 2 * Side + Gap;
    private const int Height = Side + Label;

    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="pairs">The pairs, row by row. Their names stand under them, the verdict between.</param>
    /// <param name="columns">Pairs in a row, at least 1.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<PicturedPair> pairs, int columns = 5)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        int rows = Math.Max(1, (pairs.Count + columns - 1) / columns);
        using var typeface = SKTypeface.FromFamilyName(PictureStyle.FontFamily());
        using var font = new SKFont(typeface, 11);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        using var surface = SKSurface.Create(new SKImageInfo(Margin + columns * (Width + Margin), Margin + rows * (Height + Margin), SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        for (int i = 0; i < pairs.Count; i++)
        {
            int left = Margin + i % columns * (Width + Margin), top = Margin + i / columns * (Height + Margin);
            Draw(surface.Canvas, pairs[i].A, left, top);
            Draw(surface.Canvas, pairs[i].B, left + Side + Gap, top);
            surface.Canvas.DrawText(pairs[i].Verdict, left, top + Side + 13, font, ink);
            surface.Canvas.DrawText($"{pairs[i].NameA} | {pairs[i].NameB}", left, top + Side + 27, font, ink);
        }
        surface.SavePng(path);
    }

    /// <summary>A face as it may be shown to strangers: colours and outline, nobody to be recognised.</summary>
    public static Photo Blurred(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return photo.Resize(9, 9).Resize(photo.Width, photo.Height);
    }

    private static void Draw(SKCanvas canvas, Photo photo, int left, int top)
    {
        using var picture = SKBitmap.Decode(photo.Resize(Side, Side).EncodePng());
        canvas.DrawBitmap(picture, left, top);
    }
}

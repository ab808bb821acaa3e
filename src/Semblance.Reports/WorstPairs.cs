using Semblance.Evaluation;
using SkiaSharp;

namespace Semblance.Reports;

/// <summary>A pair to look at.</summary>
/// <param name="A">The first photo.</param>
/// <param name="B">The second photo.</param>
/// <param name="NameA">What to write under the first.</param>
/// <param name="NameB">What to write under the second.</param>
/// <param name="Verdict">What to write above both, for example the score.</param>
/// <param name="Wrong">Whether the pair is decided wrongly; it then gets a red frame.</param>
internal sealed record PicturedPair(Photo A, Photo B, string NameA, string NameB, string Verdict, bool Wrong);

/// <summary>A contact sheet of the pairs that are hardest: different people who look alike, and one person who does not.</summary>
internal static class WorstPairs
{
    private const int Side = 180;
    private const int Gap = 8;
    private const int Margin = 28;
    private const int Head = 64;
    private const int RowHeight = Side + 62;
    private const int ColumnWidth = 2 * Side + Gap;

    /// <summary>The places of the worst pairs of one kind: impostor pairs from the most alike down, genuine pairs from the least alike up. Pairs without a score are none of them.</summary>
    /// <param name="pairs">All pairs.</param>
    /// <param name="same">Which kind.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<int> Choose(IReadOnlyList<ScoredPair> pairs, bool same, int count) =>
        [.. Enumerable.Range(0, pairs.Count)
            .Where(i => pairs[i].HasScore && pairs[i].Same == same)
            .OrderBy(i => same ? pairs[i].Similarity : -pairs[i].Similarity)
            .Take(count)];

    /// <summary>Writes a PNG, 820 pixels wide and as high as the longer list needs; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="differentPeople">The left column.</param>
    /// <param name="samePerson">The right column.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<PicturedPair> differentPeople, IReadOnlyList<PicturedPair> samePerson)
    {
        ArgumentNullException.ThrowIfNull(differentPeople);
        ArgumentNullException.ThrowIfNull(samePerson);
        int rows = Math.Max(1, Math.Max(differentPeople.Count, samePerson.Count));
        using var regular = SKTypeface.FromFamilyName(PictureStyle.FontFamily());
        using var bold = SKTypeface.FromFamilyName(PictureStyle.FontFamily(), SKFontStyle.Bold);
        using var surface = SKSurface.Create(new SKImageInfo(3 * Margin + 2 * ColumnWidth, Head + rows * RowHeight + Margin / 2, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.Clear(SKColors.White);
        using var title = new SKFont(bold, 18);
        using var text = new SKFont(regular, 13);
        using var small = new SKFont(regular, 12);
        DrawColumn(surface.Canvas, Margin, "Different people, most alike", differentPeople, title, text, small);
        DrawColumn(surface.Canvas, 2 * Margin + ColumnWidth, "The same person, least alike", samePerson, title, text, small);
        surface.SavePng(path);
    }

    private static void DrawColumn(SKCanvas canvas, int left, string heading, IReadOnlyList<PicturedPair> pairs, SKFont title, SKFont text, SKFont small)
    {
        canvas.Write(heading, left, 38, ColumnWidth, title, SheetDrawing.Ink);
        if (pairs.Count == 0)
            canvas.Write("There is no such pair.", left, Head + 20, ColumnWidth, text, SheetDrawing.Faint);
        for (int row = 0; row < pairs.Count; row++)
        {
            var pair = pairs[row];
            int top = Head + row * RowHeight;
            canvas.Write(pair.Verdict, left, top + 14, ColumnWidth, text, pair.Wrong ? SheetDrawing.Red : SheetDrawing.Ink);
            canvas.DrawPhoto(pair.A, pair.NameA, left, top + 22, Side, pair.Wrong, small);
            canvas.DrawPhoto(pair.B, pair.NameB, left + Side + Gap, top + 22, Side, pair.Wrong, small);
        }
    }
}

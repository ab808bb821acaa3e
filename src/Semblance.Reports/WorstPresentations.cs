using Semblance.Evaluation;
using Semblance.Imaging;
using SkiaSharp;

namespace Semblance.Reports;

/// <summary>A presentation to look at.</summary>
/// <param name="Photo">What the camera saw.</param>
/// <param name="Name">What to write under it.</param>
/// <param name="Verdict">What to write above it.</param>
/// <param name="Wrong">Whether it was judged wrongly; it then gets a red frame.</param>
internal sealed record PicturedPresentation(Photo Photo, string Name, string Verdict, bool Wrong);

/// <summary>A contact sheet of what liveness checks found hardest: for each check a row of attacks that look most live and a row of people who look least so.</summary>
internal static class WorstPresentations
{
    private const int Side = 150;
    private const int Gap = 10;
    private const int Margin = 28;
    private const int Heading = 34;
    private const int RowHeight = Heading + Side + 50;

    // So few dots across that nobody can be told from them, and bezels and paper still can.
    private const int BlurredWidth = 14;

    /// <summary>The worst of one kind with a picture: attacks from the most live down, people from the least live up. Those without a score are none of them.</summary>
    /// <param name="presentations">All of one check.</param>
    /// <param name="attacks">Which kind.</param>
    /// <param name="count">How many at most.</param>
    public static IReadOnlyList<Presentation> Choose(IEnumerable<Presentation> presentations, bool attacks, int count) =>
        [.. presentations.Where(one => one is { File: not null, Score: not null } && one.Attack is not null == attacks).OrderBy(one => attacks ? -one.Score : one.Score).Take(count)];

    /// <summary>A picture that shows what was held before the camera and not who was.</summary>
    public static Photo Blurred(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return photo.Resize(BlurredWidth, Math.Max(1, BlurredWidth * photo.Height / photo.Width)).Resize(photo.Width, photo.Height);
    }

    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Each with its heading.</param>
    /// <param name="columns">Pictures in a row, at least 1; further ones are left out.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<(string Heading, IReadOnlyList<PicturedPresentation> Pictures)> rows, int columns = 6)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        using var regular = SKTypeface.FromFamilyName(PictureStyle.FontFamily());
        using var bold = SKTypeface.FromFamilyName(PictureStyle.FontFamily(), SKFontStyle.Bold);
        using var title = new SKFont(bold, 15);
        using var text = new SKFont(regular, 12);
        int width = columns * (Side + Gap) - Gap;
        using var surface = SKSurface.Create(new SKImageInfo(2 * Margin + width, 2 * Margin + Math.Max(1, rows.Count) * RowHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var canvas = surface.Canvas;
        canvas.Clear(SKColors.White);
        foreach (var (row, (heading, pictures)) in rows.Index())
        {
            int top = Margin + row * RowHeight;
            canvas.Write(heading, Margin, top + 16, width, title, SheetDrawing.Ink);
            if (pictures.Count == 0)
                canvas.Write("There is none.", Margin, top + Heading + 14, width, text, SheetDrawing.Faint);
            foreach (var (column, picture) in pictures.Take(columns).Index())
            {
                int left = Margin + column * (Side + Gap);
                canvas.Write(picture.Verdict, left, top + Heading + 6, Side, text, picture.Wrong ? SheetDrawing.Red : SheetDrawing.Ink);
                canvas.DrawPhoto(picture.Photo, picture.Name, left, top + Heading + 12, Side, picture.Wrong, text);
            }
        }
        surface.SavePng(path);
    }
}

using Semblance.Imaging;
using SkiaSharp;

namespace Semblance.Reports;

/// <summary>What contact sheets are drawn of: lines of text and framed photos.</summary>
internal static class SheetDrawing
{
    public static SKColor Ink { get; } = new(0x22, 0x22, 0x22);

    public static SKColor Faint { get; } = new(0x77, 0x77, 0x77);

    public static SKColor Red { get; } = new(0xC6, 0x28, 0x28);

    /// <summary>Draws a photo into a square, with a name under it; a wrong one gets a red frame.</summary>
    public static void DrawPhoto(this SKCanvas canvas, Photo photo, string name, int left, int top, int side, bool wrong, SKFont font)
    {
        double scale = Math.Min((double)side / photo.Width, (double)side / photo.Height);
        var resized = photo.Resize(Math.Max(1, (int)Math.Round(photo.Width * scale)), Math.Max(1, (int)Math.Round(photo.Height * scale)));
        var place = SKRect.Create(left + (side - resized.Width) / 2, top + (side - resized.Height) / 2, resized.Width, resized.Height);
        using var picture = SKBitmap.Decode(resized.EncodePng());
        canvas.DrawBitmap(picture, place.Left, place.Top);
        using var frame = new SKPaint { Style = SKPaintStyle.Stroke, StrokeWidth = wrong ? 3 : 1, Color = wrong ? Red : Faint };
        canvas.DrawRect(place, frame);
        canvas.Write(name, left, top + side + 17, side, font, Faint);
    }

    /// <summary>Writes one line, cut where it would not fit.</summary>
    public static void Write(this SKCanvas canvas, string line, int left, int baseline, int width, SKFont font, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        string shown = line;
        for (int length = line.Length - 1; font.MeasureText(shown) > width && length > 0; length--)
            shown = "..." + line[^length..];
        canvas.DrawText(shown, left, baseline, font, paint);
    }

    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    public static void SavePng(this SKSurface surface, string path)
    {
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
    }
}

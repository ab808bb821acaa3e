using SkiaSharp;

namespace Semblance.Detection;

/// <summary>The colours of the live loop.</summary>
internal enum BoxColour
{
    /// <summary>Still identifying, or found without being identified.</summary>
    Orange,

    /// <summary>Recognised.</summary>
    Green,

    /// <summary>Unknown.</summary>
    Red,
}

/// <summary>A box to draw, with a label above it.</summary>
/// <param name="Box">Where, in pixels.</param>
/// <param name="Colour">Of the box and behind the label.</param>
/// <param name="Text">The label; null for none.</param>
internal sealed record PaintedBox(Box Box, BoxColour Colour, string? Text = null);

/// <summary>
/// Draws boxes and labels into a copy of a photo. Labels use a font of the system; where it has none (a bare container), a small
/// built-in pixel font with the letters A to Z, digits and a few marks, and a question mark for the rest. Thread-safe.
/// </summary>
internal static class FacePainter
{
    private static readonly Lazy<SKTypeface?> s_typeface = new(FindTypeface);

    /// <summary>A copy of the photo with the boxes on it. Sizes of lines and letters follow the photo's size.</summary>
    public static Photo Draw(this Photo photo, IEnumerable<PaintedBox> boxes) => Draw(photo, boxes, s_typeface.Value);

    internal static Photo Draw(Photo photo, IEnumerable<PaintedBox> boxes, SKTypeface? typeface)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        using var bitmap = PhotoWriter.ToBitmap(photo);
        using (var canvas = new SKCanvas(bitmap))
        {
            float unit = Math.Max(1, Math.Min(photo.Width, photo.Height) / 240f);
            foreach (var box in boxes)
                Draw(canvas, box, unit, typeface);
        }
        return ToPhoto(bitmap);
    }

    private static void Draw(SKCanvas canvas, PaintedBox box, float unit, SKTypeface? typeface)
    {
        using var line = new SKPaint { Color = ColourOf(box.Colour), Style = SKPaintStyle.Stroke, StrokeWidth = 2 * unit, IsAntialias = true };
        canvas.DrawRect(box.Box.X, box.Box.Y, box.Box.Width, box.Box.Height, line);
        if (string.IsNullOrEmpty(box.Text))
            return;

        float height = 11 * unit, padding = 2 * unit;
        using var font = typeface is null ? null : new SKFont(typeface, height);
        float width = (font?.MeasureText(box.Text) ?? PixelFont.Width(box.Text, height)) + 2 * padding;
        float left = box.Box.X - unit;
        // Above the box; inside it where there is no room above.
        float top = box.Box.Y >= height + 3 * padding ? box.Box.Y - height - 2 * padding - unit : box.Box.Y;
        using var back = new SKPaint { Color = ColourOf(box.Colour) };
        using var ink = new SKPaint { Color = box.Colour == BoxColour.Red ? SKColors.White : SKColors.Black, IsAntialias = font is not null };
        canvas.DrawRect(left, top, width, height + 2 * padding, back);
        if (font is null)
            PixelFont.Draw(canvas, box.Text, left + padding, top + padding, height, ink);
        else
            canvas.DrawText(box.Text, left + padding, top + padding + 0.82f * height, font, ink);
    }

    private static SKColor ColourOf(BoxColour colour) => colour switch
    {
        BoxColour.Orange => new SKColor(255, 165, 0),
        BoxColour.Green => new SKColor(0, 190, 60),
        BoxColour.Red => new SKColor(215, 25, 30),
        _ => throw new ArgumentOutOfRangeException(nameof(colour)),
    };

    private static SKTypeface? FindTypeface()
    {
        var sans = SKFontManager.Default.MatchFamily("DejaVu Sans") ?? SKTypeface.Default;
        return sans is { GlyphCount: > 0 } && sans.ContainsGlyphs("A") ? sans : null;
    }

    private static Photo ToPhoto(SKBitmap bitmap)
    {
        var rgba = bitmap.GetPixelSpan();
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int i = 0, p = 0; p < rgb.Length; i += 4, p += 3)
            rgba.Slice(i, 3).CopyTo(rgb.AsSpan(p));
        return Photo.FromRgb(bitmap.Width, bitmap.Height, rgb);
    }
}

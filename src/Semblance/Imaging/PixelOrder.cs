using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>How the pixels of a turned or mirrored picture are read from the one that it is made of: steps in pixels.</summary>
/// <param name="Width">Of the picture that is made.</param>
/// <param name="Height">Of the picture that is made.</param>
/// <param name="Start">Where its first pixel stands.</param>
/// <param name="Right">How far on its next one to the right stands.</param>
/// <param name="Down">How far on its next one below stands.</param>
internal readonly record struct PixelOrder(int Width, int Height, int Start, int Right, int Down)
{
    // Rows and columns are exchanged tile by tile, so that what was read once is still at hand.
    private const int Tile = 32;

    /// <summary>Of a picture that must be turned or mirrored to stand upright. The origin names where its row 0 and column 0 are to be seen (EXIF 2.32, tag 0x0112).</summary>
    public static PixelOrder Of(int width, int height, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => new(width, height, width - 1, -1, width),
        SKEncodedOrigin.BottomRight => new(width, height, width * height - 1, -1, -width),
        SKEncodedOrigin.BottomLeft => new(width, height, width * (height - 1), 1, -width),
        SKEncodedOrigin.LeftTop => new(height, width, 0, width, 1),
        SKEncodedOrigin.RightTop => new(height, width, width * (height - 1), -width, 1),
        SKEncodedOrigin.RightBottom => new(height, width, width * height - 1, -width, -1),
        SKEncodedOrigin.LeftBottom => new(height, width, width - 1, width, -1),
        _ => new(width, height, 0, 1, width),
    };

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsAsStored => Start == 0 && Right == 1;

    /// <summary>Makes the picture.</summary>
    /// <param name="rgb">Three bytes a pixel, row by row.</param>
    public Photo Read(ReadOnlySpan<byte> rgb)
    {
        var made = new byte[3 * Width * Height];
        int tile = Math.Abs(Right) == 1 ? Width : Tile;
        for (int top = 0; top < Height; top += tile)
        {
            for (int left = 0; left < Width; left += tile)
            {
                for (int y = top; y < Math.Min(Height, top + tile); y++)
                    Line(rgb, made, y, left, Math.Min(Width, left + tile));
            }
        }
        return Photo.FromRgb(Width, Height, made);
    }

    private void Line(ReadOnlySpan<byte> rgb, byte[] made, int y, int left, int right)
    {
        int p = 3 * (Start + y * Down + left * Right), step = 3 * Right;
        for (int q = 3 * (y * Width + left), end = 3 * (y * Width + right); q < end; q += 3, p += step)
            (made[q], made[q + 1], made[q + 2]) = (rgb[p], rgb[p + 1], rgb[p + 2]);
    }
}

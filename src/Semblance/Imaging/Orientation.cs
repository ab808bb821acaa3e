using SkiaSharp;

namespace Semblance.Imaging;

/// <summary>Turns decoded pixels upright as their EXIF orientation tag says (values 1 to 8, top left first).</summary>
internal static class Orientation
{
    public static Photo Upright(int width, int height, byte[] rgba, SKEncodedOrigin origin)
    {
        bool swapsSides = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        int outWidth = swapsSides ? height : width;
        int outHeight = swapsSides ? width : height;
        var rgb = new byte[3 * outWidth * outHeight];
        for (int y = 0, q = 0; y < outHeight; y++)
        {
            for (int x = 0; x < outWidth; x++, q += 3)
            {
                var (sx, sy) = Source(x, y, width, height, origin);
                int p = 4 * (sy * width + sx);
                int white = 255 - rgba[p + 3];
                rgb[q] = (byte)Math.Min(255, rgba[p] + white);
                rgb[q + 1] = (byte)Math.Min(255, rgba[p + 1] + white);
                rgb[q + 2] = (byte)Math.Min(255, rgba[p + 2] + white);
            }
        }
        return Photo.FromRgb(outWidth, outHeight, rgb);
    }

    // Where the upright pixel (x, y) stands in the stored picture. The origin names where stored row 0 and column 0 are seen.
    private static (int X, int Y) Source(int x, int y, int width, int height, SKEncodedOrigin origin) => origin switch
    {
        SKEncodedOrigin.TopRight => (width - 1 - x, y),
        SKEncodedOrigin.BottomRight => (width - 1 - x, height - 1 - y),
        SKEncodedOrigin.BottomLeft => (x, height - 1 - y),
        SKEncodedOrigin.LeftTop => (y, x),
        SKEncodedOrigin.RightTop => (y, height - 1 - x),
        SKEncodedOrigin.RightBottom => (width - 1 - y, height - 1 - x),
        SKEncodedOrigin.LeftBottom => (width - 1 - y, x),
        _ => (x, y),
    };
}

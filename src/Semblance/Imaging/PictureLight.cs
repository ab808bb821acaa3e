namespace Semblance.Imaging;

/// <summary>How much light and colour a part of a photo has.</summary>
/// <param name="Level">Mean of all channels, 0 (black) to 255 (white).</param>
/// <param name="Colour">Mean difference between the greatest and the least channel of a pixel: 0 where all is grey.</param>
internal readonly record struct PictureLight(double Level, double Colour)
{
    // So many places across and down say enough.
    private const int Places = 24;

    /// <summary>Of a whole photo.</summary>
    public static PictureLight Of(Photo photo) => Of(photo, 0, 0, photo.Width, photo.Height);

    /// <summary>Of a rectangle in pixels, as far as it lies inside the photo; not a number where none of it does.</summary>
    public static PictureLight Of(Photo photo, double left, double top, double width, double height)
    {
        double level = 0, colour = 0;
        int count = 0;
        for (int row = 0; row < Places; row++)
        {
            for (int column = 0; column < Places; column++)
            {
                int x = (int)Math.Floor(left + (column + 0.5) * width / Places), y = (int)Math.Floor(top + (row + 0.5) * height / Places);
                if (x < 0 || y < 0 || x >= photo.Width || y >= photo.Height)
                    continue;
                var pixel = photo.Rgb.Slice(3 * (y * photo.Width + x), 3);
                level += (pixel[0] + pixel[1] + pixel[2]) / 3.0;
                colour += Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])) - Math.Min(pixel[0], Math.Min(pixel[1], pixel[2]));
                count++;
            }
        }
        return new PictureLight(level / count, colour / count);
    }
}

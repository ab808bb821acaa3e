namespace Semblance.Liveness;

/// <summary>A frame's luma, reduced by averaging whole blocks to at most <see cref="LongerSide"/> pixels: enough to see what moves, cheap to keep for a second. Immutable.</summary>
internal sealed class MotionImage
{
    /// <summary>The longer side is at most this long.</summary>
    public const int LongerSide = 160;

    private readonly float[] _grey;

    internal MotionImage(int width, int height, int factor, float[] grey) => (Width, Height, Factor, _grey) = (width, height, factor, grey);

    /// <summary>Width in reduced pixels.</summary>
    public int Width { get; }

    /// <summary>Height in reduced pixels.</summary>
    public int Height { get; }

    /// <summary>How many pixels of the photo make one, along each side.</summary>
    public int Factor { get; }

    /// <summary>The level at a reduced pixel, 0 to 255.</summary>
    public float this[int x, int y] => _grey[y * Width + x];

    /// <summary>Reduces a photo.</summary>
    public static MotionImage Of(Photo photo)
    {
        int factor = (Math.Max(photo.Width, photo.Height) + LongerSide - 1) / LongerSide;
        int width = photo.Width / factor, height = photo.Height / factor;
        var sums = new int[width];
        var grey = new float[width * height];
        float share = 1f / (4 * factor * factor);
        for (int y = 0; y < height; y++)
        {
            Array.Clear(sums);
            for (int j = 0; j < factor; j++)
            {
                var row = photo.Rgb.Slice(3 * (y * factor + j) * photo.Width, 3 * factor * width);
                for (int x = 0, p = 0; x < width; x++)
                {
                    int sum = 0;
                    for (int end = p + 3 * factor; p < end; p += 3)
                        sum += row[p] + 2 * row[p + 1] + row[p + 2];
                    sums[x] += sum;
                }
            }
            for (int x = 0; x < width; x++)
                grey[y * width + x] = sums[x] * share;
        }
        return new MotionImage(width, height, factor, grey);
    }

    /// <summary>Where a point of the photo lies in the reduced picture.</summary>
    public Point Reduce(Point point) => new((point.X + 0.5f) / Factor - 0.5f, (point.Y + 0.5f) / Factor - 0.5f);

    /// <summary>Where the landmarks of the photo lie in the reduced picture.</summary>
    public Landmarks Reduce(Landmarks l) => new(Reduce(l.RightEye), Reduce(l.LeftEye), Reduce(l.NoseTip), Reduce(l.RightMouthCorner), Reduce(l.LeftMouthCorner));

    /// <summary>Whether a place can be interpolated.</summary>
    public bool Holds(float x, float y) => x >= 0 && y >= 0 && x < Width - 1 && y < Height - 1;

    /// <summary>The level between four pixels, bilinear. The place must be held.</summary>
    public float Sample(float x, float y)
    {
        int x0 = (int)x, y0 = (int)y, at = y0 * Width + x0;
        float fx = x - x0, fy = y - y0;
        float top = _grey[at] + fx * (_grey[at + 1] - _grey[at]), bottom = _grey[at + Width] + fx * (_grey[at + Width + 1] - _grey[at + Width]);
        return top + fy * (bottom - top);
    }
}

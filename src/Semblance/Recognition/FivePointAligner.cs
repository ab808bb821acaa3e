using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// Warps a face by a similarity so that its five landmarks come to stand on a fixed template. Bilinear; where the face is larger
/// than the template, it is first reduced with a filter that counts every pixel, so nothing is lost to aliasing. What lies outside
/// the photo is black. Stateless and thread-safe.
/// </summary>
internal sealed class FivePointAligner : IFaceAligner
{
    /// <summary>Side of the aligned face in pixels.</summary>
    public const int Side = 112;

    // Kept around the template when reducing, so that the last pixels have neighbours to be interpolated with.
    private const int Rim = 2;

    /// <summary>Where the landmarks stand in the aligned face: the template that most published face networks were trained on.</summary>
    public static Landmarks Template { get; } = new(
        new Point(38.2946f, 51.6963f), new Point(73.5318f, 51.5014f), new Point(56.0252f, 71.7366f), new Point(41.5493f, 92.3655f), new Point(70.7299f, 92.2041f));

    private static readonly IReadOnlyList<Point> s_template = Template.ToList();

    /// <inheritdoc/>
    public (int Width, int Height) Size => (Side, Side);

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The face has no landmarks, or they fix no transform.</exception>
    public Photo Align(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        var toPhoto = TransformOf(face).Inverse();
        return toPhoto.Scale > 1 ? WarpReduced(photo, toPhoto) : Warp(photo, new Map(toPhoto));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The face has no landmarks.</exception>
    public FaceQuality Measure(Photo photo, Face face, Photo aligned)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(aligned);
        return FivePointQuality.Measure(photo, face, aligned);
    }

    /// <summary>The similarity from the photo to the aligned face: least squares over the five landmarks.</summary>
    /// <exception cref="ArgumentException">The face has no landmarks, or they fix no transform.</exception>
    public static SimilarityTransform TransformOf(Face face)
    {
        ArgumentNullException.ThrowIfNull(face);
        var landmarks = face.Landmarks ?? throw new ArgumentException("Alignment by five points needs a detector that gives landmarks.", nameof(face));
        return SimilarityTransform.Between(landmarks.ToList(), s_template);
    }

    /// <summary>Where a pixel of the aligned face lies in a photo; the axes may be scaled apart by the rounding of a reduced size.</summary>
    private readonly record struct Map(double Xu, double Xv, double X, double Yu, double Yv, double Y)
    {
        public Map(SimilarityTransform t) : this(t.A, -t.B, t.Tx, t.B, t.A, t.Ty)
        {
        }

        // Pixel centres: reduced = (photo - origin + 0.5) scale - 0.5.
        public Map Into(int left, int top, double scaleX, double scaleY) => new(
            Xu * scaleX, Xv * scaleX, (X - left + 0.5) * scaleX - 0.5, Yu * scaleY, Yv * scaleY, (Y - top + 0.5) * scaleY - 0.5);
    }

    // Cuts out what the template shows and shrinks it to the template's scale before warping it.
    private static Photo WarpReduced(Photo photo, SimilarityTransform toPhoto)
    {
        double minX = double.MaxValue, minY = double.MaxValue, maxX = double.MinValue, maxY = double.MinValue;
        foreach (var (x, y) in ((double, double)[])[(-Rim, -Rim), (Side + Rim, -Rim), (-Rim, Side + Rim), (Side + Rim, Side + Rim)])
        {
            var (px, py) = toPhoto.Apply(x, y);
            (minX, minY, maxX, maxY) = (Math.Min(minX, px), Math.Min(minY, py), Math.Max(maxX, px), Math.Max(maxY, py));
        }
        int left = (int)Math.Max(0, Math.Floor(minX)), top = (int)Math.Max(0, Math.Floor(minY));
        int width = (int)Math.Min(photo.Width, Math.Ceiling(maxX) + 1) - left, height = (int)Math.Min(photo.Height, Math.Ceiling(maxY) + 1) - top;
        if (width < 1 || height < 1)
            return Warp(photo, new Map(toPhoto)); // The face lies outside: all black.

        int newWidth = Math.Max(1, (int)Math.Round(width / toPhoto.Scale)), newHeight = Math.Max(1, (int)Math.Round(height / toPhoto.Scale));
        var reduced = photo.Crop(left, top, width, height).Resize(newWidth, newHeight);
        return Warp(reduced, new Map(toPhoto).Into(left, top, (double)newWidth / width, (double)newHeight / height));
    }

    private static Photo Warp(Photo photo, Map map)
    {
        var rgb = new byte[3 * Side * Side];
        for (int v = 0, q = 0; v < Side; v++)
        {
            for (int u = 0; u < Side; u++, q += 3)
                Sample(photo, map.Xu * u + map.Xv * v + map.X, map.Yu * u + map.Yv * v + map.Y, rgb.AsSpan(q, 3));
        }
        return Photo.FromRgb(Side, Side, rgb);
    }

    private static void Sample(Photo photo, double x, double y, Span<byte> pixel)
    {
        if (!(x > -1 && y > -1 && x < photo.Width && y < photo.Height))
            return;
        int x0 = (int)Math.Floor(x), y0 = (int)Math.Floor(y);
        float fx = (float)(x - x0), fy = (float)(y - y0);
        float r = 0, g = 0, b = 0;
        for (int j = 0; j < 2; j++)
        {
            for (int i = 0; i < 2; i++)
            {
                int px = x0 + i, py = y0 + j;
                if ((uint)px >= (uint)photo.Width || (uint)py >= (uint)photo.Height)
                    continue;
                float weight = (i == 0 ? 1 - fx : fx) * (j == 0 ? 1 - fy : fy);
                var source = photo.Rgb.Slice(3 * (py * photo.Width + px), 3);
                r += weight * source[0];
                g += weight * source[1];
                b += weight * source[2];
            }
        }
        (pixel[0], pixel[1], pixel[2]) = ((byte)(r + 0.5f), (byte)(g + 0.5f), (byte)(b + 0.5f));
    }
}

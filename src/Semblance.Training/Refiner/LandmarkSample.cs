using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Training.Detectors;

namespace Semblance.Training.Refiner;

/// <summary>A face with its surroundings, aligned by its true landmarks, and where exactly they stand.</summary>
/// <param name="Rgb"><see cref="Side"/> x <see cref="Side"/> x 3 bytes.</param>
/// <param name="Points">The five landmarks in its pixels.</param>
internal sealed record LandmarkSample(byte[] Rgb, IReadOnlyList<Point> Points)
{
    /// <summary>Room around the aligned face on each side in pixels, to move and turn it in.</summary>
    public const int Margin = 32;

    /// <summary>Side in pixels.</summary>
    public const int Side = FivePointAligner.Side + 2 * Margin;

    private const double SmallestEyeDistance = 12;

    /// <summary>The faces of a photo that are large enough and whose landmarks are known.</summary>
    public static IEnumerable<LandmarkSample> Of(Scene scene) =>
        from known in scene.Faces
        where known.Landmarks is { } landmarks && Distance(landmarks.RightEye, landmarks.LeftEye) >= SmallestEyeDistance
        select Cut(scene.Photo, known.Landmarks!.ToList());

    /// <summary>Distance of two points in pixels.</summary>
    public static double Distance(Point a, Point b) => Math.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));

    private static LandmarkSample Cut(Photo photo, IReadOnlyList<Point> landmarks)
    {
        var template = FivePointAligner.Template.ToList().Select(p => new Point(p.X + Margin, p.Y + Margin)).ToList();
        var toPhoto = SimilarityTransform.Between(template, landmarks);
        double reduction = Math.Max(1, toPhoto.Scale);
        int width = Math.Max(1, (int)Math.Round(photo.Width / reduction)), height = Math.Max(1, (int)Math.Round(photo.Height / reduction));
        double scaleX = (double)width / photo.Width, scaleY = (double)height / photo.Height;
        var reduced = reduction > 1 ? photo.Resize(width, height) : photo;
        var rgb = new byte[3 * Side * Side];
        Span<float> pixel = stackalloc float[3];
        for (int i = 0; i < Side * Side; i++)
        {
            var (x, y) = toPhoto.Apply(i % Side, i / Side);
            Bilinear.Sample(reduced.Rgb, reduced.Width, reduced.Height, (x + 0.5) * scaleX - 0.5, (y + 0.5) * scaleY - 0.5, pixel);
            (rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]) = ((byte)(pixel[0] + 0.5f), (byte)(pixel[1] + 0.5f), (byte)(pixel[2] + 0.5f));
        }
        var back = toPhoto.Inverse();
        return new LandmarkSample(rgb, [.. landmarks.Select(p => back.Apply(p.X, p.Y)).Select(p => new Point((float)p.X, (float)p.Y))]);
    }
}

/// <summary>Reads between pixels.</summary>
internal static class Bilinear
{
    /// <summary>The colour at a place; beyond the edge the outermost pixels are repeated.</summary>
    public static void Sample(ReadOnlySpan<byte> rgb, int width, int height, double x, double y, Span<float> pixel)
    {
        x = Math.Clamp(x, 0, width - 1);
        y = Math.Clamp(y, 0, height - 1);
        int left = Math.Min((int)x, Math.Max(0, width - 2)), top = Math.Min((int)y, Math.Max(0, height - 2));
        int right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        float fx = (float)(x - left), fy = (float)(y - top);
        for (int c = 0; c < 3; c++)
        {
            float above = rgb[3 * (top * width + left) + c] * (1 - fx) + rgb[3 * (top * width + right) + c] * fx;
            float below = rgb[3 * (bottom * width + left) + c] * (1 - fx) + rgb[3 * (bottom * width + right) + c] * fx;
            pixel[c] = above * (1 - fy) + below * fy;
        }
    }
}

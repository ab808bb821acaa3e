using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>The quality of a face with landmarks, from the square that the five-point template cuts out.</summary>
internal static class FivePointQuality
{
    /// <summary>Sharpness of good photos.</summary>
    public const double Sharp = 0.4;

    private const int Side = FivePointAligner.Side;

    // The inner face: brows to chin, cheek to cheek.
    private const int Left = 26, Top = 36, Right = 86, Bottom = 104;

    public static FaceQuality Measure(Photo photo, Face face, Photo aligned)
    {
        var toPhoto = FivePointAligner.TransformOf(face).Inverse();
        double side = Side * toPhoto.Scale;
        var grey = Array.ConvertAll(aligned.ToGrey(), level => (float)level);
        var (mean, variance) = MeanAndVariance(grey);
        return new FaceQuality((float)side, Edge(photo, toPhoto) / side, Sharpness(grey), mean, Math.Sqrt(variance), Pose: HeadPose.Of(face.Landmarks!));
    }

    // From the oval of brows, cheeks and chin to the nearest edge; below 0 outside. The square reaches beyond the face: an edge may well run through it.
    private static double Edge(Photo photo, SimilarityTransform toPhoto)
    {
        const double HalfWidth = (Right - Left) / 2.0, HalfHeight = (Bottom - Top) / 2.0;
        var (x, y) = toPhoto.Apply(Left + HalfWidth - 0.5, Top + HalfHeight - 0.5);
        double across = Math.Sqrt(Math.Pow(toPhoto.A * HalfWidth, 2) + Math.Pow(toPhoto.B * HalfHeight, 2));
        double along = Math.Sqrt(Math.Pow(toPhoto.B * HalfWidth, 2) + Math.Pow(toPhoto.A * HalfHeight, 2));
        return Math.Min(Math.Min(x, photo.Width - 1 - x) - across, Math.Min(y, photo.Height - 1 - y) - along) + 0.5;
    }

    // Two neighbouring bands of differences of Gaussians. What is finer than the first is left out: there is more noise than face in it.
    private static double Sharpness(float[] grey)
    {
        var fine = GaussianBlur.Apply(grey, Side, Side, 1);
        var middle = GaussianBlur.Apply(grey, Side, Side, 2);
        var coarse = GaussianBlur.Apply(grey, Side, Side, 6);
        double details = 0, features = 0;
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                int i = y * Side + x;
                details += (fine[i] - middle[i]) * (fine[i] - middle[i]);
                features += (middle[i] - coarse[i]) * (middle[i] - coarse[i]);
            }
        }
        const int Pixels = (Bottom - Top) * (Right - Left);
        return features < Pixels ? 0 : Math.Sqrt(details / features);
    }

    private static (double Mean, double Variance) MeanAndVariance(float[] grey)
    {
        double sum = 0, squares = 0;
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                double level = grey[y * Side + x];
                sum += level;
                squares += level * level;
            }
        }
        const double Pixels = (Bottom - Top) * (Right - Left);
        double mean = sum / Pixels;
        return (mean, Math.Max(0, squares / Pixels - mean * mean));
    }
}

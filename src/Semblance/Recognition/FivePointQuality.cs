using Semblance.Detection;
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

    // From the square's corners to the nearest edge; below 0 outside.
    private static double Edge(Photo photo, SimilarityTransform toPhoto)
    {
        double edge = double.MaxValue;
        foreach (var (u, v) in ((double, double)[])[(-0.5, -0.5), (Side - 0.5, -0.5), (-0.5, Side - 0.5), (Side - 0.5, Side - 0.5)])
        {
            var (x, y) = toPhoto.Apply(u, v);
            edge = Math.Min(edge, Math.Min(Math.Min(x, photo.Width - 1 - x), Math.Min(y, photo.Height - 1 - y)) + 0.5);
        }
        return edge;
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

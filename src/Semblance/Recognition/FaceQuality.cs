using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>
/// What can be measured of a face before it is recognised. Sharpness, light and symmetry are taken from the face's box brought to
/// 96 x 96 grey levels, so that they do not depend on the pack in use.
/// </summary>
/// <param name="Side">The box's shorter side in pixels of the photo.</param>
/// <param name="Margin">Distance from the box to the photo's nearest edge as a share of <paramref name="Side"/>; negative where the box reaches over it.</param>
/// <param name="Sharpness">Variance of the Laplacian (Pech-Pacheco et al. 2000) over the variance of the grey levels: high is sharp. The quotient does not change with contrast.</param>
/// <param name="Brightness">Mean grey level, 0 (black) to 255 (white).</param>
/// <param name="Contrast">Standard deviation of the grey levels, 0 to 127.5.</param>
/// <param name="Symmetry">Correlation of the inner face's detail with its mirror image, -1 to 1: low for a face that is turned aside. It stands in for landmarks, which Haar cascades do not give.</param>
public sealed record FaceQuality(float Side, double Margin, double Sharpness, double Brightness, double Contrast, double Symmetry)
{
    private const int Size = 96;
    private const int Coarse = 24;
    private const int Rim = 6;
    private const int MostShift = 2;

    /// <summary>
    /// Orders faces of one person for enrolment, 0 (worst) to 1: the product of symmetry, sharpness and size, where sharpness beyond
    /// 0.15 and sides beyond 160 pixels add nothing. A rule of thumb, no probability.
    /// </summary>
    public double Rank() => Math.Max(0, Symmetry) * Math.Min(1, Sharpness / 0.15) * Math.Min(1, Side / 160);

    /// <summary>Measures a face in its photo.</summary>
    public static FaceQuality Measure(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        var box = face.Box;
        var crop = new BoxAligner(Size, Size).Align(photo, face);
        var grey = crop.ToGrey();
        var (mean, variance) = MeanAndVariance(grey, Size / 8, Size - Size / 8);
        float edge = Math.Min(Math.Min(box.X, box.Y), Math.Min(photo.Width - box.X - box.Width, photo.Height - box.Y - box.Height));
        return new FaceQuality(
            box.ShorterSide,
            edge / box.ShorterSide,
            variance < 1 ? 0 : LaplacianVariance(grey) / variance,
            mean,
            Math.Sqrt(variance),
            MirrorCorrelation(crop.Resize(Coarse, Coarse).ToGrey()));
    }

    // Over the middle of the crop: its rim shows the background.
    private static (double Mean, double Variance) MeanAndVariance(byte[] grey, int from, int to)
    {
        double sum = 0, squares = 0;
        for (int y = from; y < to; y++)
        {
            for (int x = from; x < to; x++)
            {
                double level = grey[y * Size + x];
                sum += level;
                squares += level * level;
            }
        }
        double count = (to - from) * (to - from), mean = sum / count;
        return (mean, Math.Max(0, squares / count - mean * mean));
    }

    private static double LaplacianVariance(byte[] grey)
    {
        const int From = Size / 8, To = Size - Size / 8;
        double sum = 0, squares = 0;
        for (int y = From; y < To; y++)
        {
            for (int x = From; x < To; x++)
            {
                int i = y * Size + x;
                double laplacian = grey[i - 1] + grey[i + 1] + grey[i - Size] + grey[i + Size] - 4 * grey[i];
                sum += laplacian;
                squares += laplacian * laplacian;
            }
        }
        const double Count = (To - From) * (To - From);
        return squares / Count - sum / Count * (sum / Count);
    }

    // Around every axis near the middle, since a box is seldom centred to the pixel; the best one counts.
    private static double MirrorCorrelation(byte[] grey)
    {
        var detail = WithoutLight(grey);
        double best = -1;
        for (int shift = -MostShift; shift <= MostShift; shift++)
            best = Math.Max(best, Correlation(detail, Coarse - 1 + shift));
        return best;
    }

    // Each level less the mean of its 7 x 7 neighbourhood: light from one side would pass for a turned head.
    private static double[] WithoutLight(byte[] grey)
    {
        const int Reach = 3;
        var detail = new double[grey.Length];
        for (int y = Rim; y < Coarse - Rim; y++)
        {
            for (int x = Rim; x < Coarse - Rim; x++)
            {
                double sum = 0;
                for (int j = y - Reach; j <= y + Reach; j++)
                {
                    for (int i = x - Reach; i <= x + Reach; i++)
                        sum += grey[j * Coarse + i];
                }
                detail[y * Coarse + x] = grey[y * Coarse + x] - sum / ((2 * Reach + 1) * (2 * Reach + 1));
            }
        }
        return detail;
    }

    // Of the columns x and axis - x. Both sides run over the same pixels, so they share mean and variance.
    private static double Correlation(double[] detail, int axis)
    {
        double n = 0, a = 0, aa = 0, ab = 0;
        for (int y = Rim; y < Coarse - Rim; y++)
        {
            for (int x = Math.Max(Rim, axis - Coarse + 1 + Rim); x < Coarse - Rim && axis - x >= Rim; x++)
            {
                double left = detail[y * Coarse + x], right = detail[y * Coarse + axis - x];
                n++;
                a += left;
                aa += left * left;
                ab += left * right;
            }
        }
        double mean = a / n, variance = aa / n - mean * mean;
        return variance < 1e-9 ? 0 : Math.Clamp((ab / n - mean * mean) / variance, -1, 1);
    }
}

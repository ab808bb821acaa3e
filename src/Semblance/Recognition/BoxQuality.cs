using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>The quality of a face without landmarks, from its box brought to 96 x 96 grey levels, so that it does not depend on the pack in use.</summary>
internal static class BoxQuality
{
    private const int Size = 96;
    private const int Coarse = 24;
    private const int Rim = 6;
    private const int MostShift = 2;

    public static FaceQuality Measure(Photo photo, Face face)
    {
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

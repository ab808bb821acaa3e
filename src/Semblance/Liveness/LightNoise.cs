namespace Semblance.Liveness;

/// <summary>
/// How the three channels of a series tremble while the screen does not change. A face that moves, talks or is shaded otherwise changes all channels alike; a screen that changes its
/// colour does not. Weighting by the inverse of this covariance (generalised least squares, Aitken 1935) looks mostly at colour where there is movement.
/// </summary>
internal sealed class LightNoise
{
    // Added to the diagonal, of its mean and at least: a covariance of few frames looks surer than it is.
    private const double Ridge = 0.05, Least = 1e-9;

    private LightNoise(double[,] covariance)
    {
        double trace = covariance[0, 0] + covariance[1, 1] + covariance[2, 2], all = 0;
        foreach (double entry in covariance)
            all += entry;
        Chroma = (trace - all / 3) / 2;
        for (int channel = 0; channel < 3; channel++)
            covariance[channel, channel] += Ridge * trace / 3 + Least;
        Weight = Inverse(covariance);
    }

    /// <summary>Variance of what the channels do not have in common.</summary>
    public double Chroma { get; }

    /// <summary>Inverse of the covariance, 3 x 3.</summary>
    public double[,] Weight { get; }

    /// <summary>Measures a series within the frames of each colour.</summary>
    public static LightNoise Of(double[]?[] series, int[][] frames)
    {
        var covariance = new double[3, 3];
        int freedom = 0;
        foreach (int[] colour in frames)
        {
            var rows = colour.Where(i => series[i] is not null).Select(i => series[i]!).ToList();
            if (rows.Count < 2)
                continue;
            double[] mean = LightSeries.Mean(rows);
            foreach (double[] row in rows)
            {
                for (int a = 0; a < 3; a++)
                {
                    for (int b = 0; b < 3; b++)
                        covariance[a, b] += (row[a] - mean[a]) * (row[b] - mean[b]);
                }
            }
            freedom += rows.Count - 1;
        }
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                covariance[a, b] /= Math.Max(1, freedom);
        }
        return new LightNoise(covariance);
    }

    /// <summary>Of a 3 x 3 matrix, by cofactors.</summary>
    public static double[,] Inverse(double[,] m)
    {
        double[,] cofactors = new double[3, 3];
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                cofactors[b, a] = m[(a + 1) % 3, (b + 1) % 3] * m[(a + 2) % 3, (b + 2) % 3] - m[(a + 1) % 3, (b + 2) % 3] * m[(a + 2) % 3, (b + 1) % 3];
        }
        double determinant = m[0, 0] * cofactors[0, 0] + m[0, 1] * cofactors[1, 0] + m[0, 2] * cofactors[2, 0];
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                cofactors[a, b] /= determinant;
        }
        return cofactors;
    }

    /// <summary>The product of two rows under the weight.</summary>
    public double Product(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int a = 0; a < 3; a++)
        {
            for (int b = 0; b < 3; b++)
                sum += left[a] * Weight[a, b] * right[b];
        }
        return sum;
    }
}

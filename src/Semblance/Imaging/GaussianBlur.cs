namespace Semblance.Imaging;

/// <summary>Blurs by a Gaussian, rows and columns apart; edge values are repeated outwards.</summary>
internal static class GaussianBlur
{
    /// <summary>A blurred photo of the same size.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="deviation">The Gaussian's standard deviation in pixels, over 0.</param>
    public static Photo Blur(this Photo photo, double deviation)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviation);
        var rgb = new byte[photo.Rgb.Length];
        var plane = new float[photo.Width * photo.Height];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int i = 0; i < plane.Length; i++)
                plane[i] = photo.Rgb[3 * i + channel];
            var blurred = Apply(plane, photo.Width, photo.Height, deviation);
            for (int i = 0; i < plane.Length; i++)
                rgb[3 * i + channel] = (byte)(blurred[i] + 0.5f);
        }
        return Photo.FromRgb(photo.Width, photo.Height, rgb);
    }

    /// <summary>A new plane of the same size.</summary>
    /// <param name="plane">Height x width values, row by row.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="deviation">The Gaussian's standard deviation in pixels, over 0; cut off after three of them.</param>
    internal static float[] Apply(float[] plane, int width, int height, double deviation)
    {
        int reach = (int)Math.Ceiling(3 * deviation);
        var weights = new float[2 * reach + 1];
        for (int k = -reach; k <= reach; k++)
            weights[k + reach] = (float)Math.Exp(-k * k / (2 * deviation * deviation));
        float sum = weights.Sum();
        for (int k = 0; k < weights.Length; k++)
            weights[k] /= sum;
        return Along(Along(plane, width, height, weights, reach), height, width, weights, reach);
    }

    // Blurs the rows and returns the plane with rows and columns exchanged.
    private static float[] Along(float[] plane, int width, int height, float[] weights, int reach)
    {
        var turned = new float[plane.Length];
        var row = new float[width + 2 * reach];
        for (int y = 0; y < height; y++)
        {
            plane.AsSpan(y * width, width).CopyTo(row.AsSpan(reach));
            row.AsSpan(0, reach).Fill(plane[y * width]);
            row.AsSpan(reach + width).Fill(plane[y * width + width - 1]);
            for (int x = 0; x < width; x++)
                turned[x * height + y] = System.Numerics.Tensors.TensorPrimitives.Dot<float>(row.AsSpan(x, weights.Length), weights);
        }
        return turned;
    }
}

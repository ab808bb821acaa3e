namespace Semblance.Liveness;

/// <summary>
/// How a series of numbers, three channels a frame, steps where the shown colour does. Each colour's frames are averaged, neighbours are subtracted, and each channel's steps are fitted
/// by the steps of that channel's light on the screen: slow drift falls away, whatever its cause.
/// </summary>
/// <param name="Amplitude">Of each channel: by how much it grows when the screen's channel goes from black to full.</param>
/// <param name="Error">Standard error of each amplitude, from what the fit leaves.</param>
/// <param name="Agreement">Share of the steps' energy that the fit explains with all amplitudes at least 0: 0 to 1.</param>
/// <param name="Size">Root mean square of the steps.</param>
internal sealed record LightResponse(double[] Amplitude, double[] Error, double Agreement, double Size)
{
    /// <summary>Fits.</summary>
    /// <param name="steps">Steps of the series; a row is null where a colour was not seen.</param>
    /// <param name="shown">Steps of the shown light.</param>
    public static LightResponse Fit(double[]?[] steps, double[][] shown)
    {
        var (amplitude, error) = (new double[3], new double[3]);
        double left = 0, all = 0;
        int count = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            double xx = 0, xy = 0, yy = 0;
            int seen = 0;
            for (int i = 0; i < steps.Length; i++)
            {
                if (steps[i] is not { } step)
                    continue;
                double x = shown[i][channel], y = step[channel];
                (xx, xy, yy, seen) = (xx + x * x, xy + x * y, yy + y * y, seen + 1);
            }
            amplitude[channel] = xx > 0 ? xy / xx : 0;
            double free = yy - amplitude[channel] * xy;
            error[channel] = xx > 0 && seen > 1 ? Math.Sqrt(Math.Max(0, free) / (seen - 1) / xx) : double.PositiveInfinity;
            left += amplitude[channel] > 0 ? free : yy;
            all += yy;
            count += seen;
        }
        return new LightResponse(amplitude, error, all > 0 ? Math.Clamp(1 - left / all, 0, 1) : 0, count > 0 ? Math.Sqrt(all / count) : 0);
    }
}

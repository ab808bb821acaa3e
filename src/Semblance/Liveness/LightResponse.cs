namespace Semblance.Liveness;

/// <summary>
/// How a series of numbers, three channels a frame, steps where the shown colour does. Each colour's frames are averaged, neighbours are subtracted, and each channel's steps are fitted
/// by the steps of that channel's light on the screen, weighted by <see cref="LightNoise"/>: slow drift falls away, whatever its cause.
/// </summary>
/// <param name="Amplitude">Of each channel: by how much it grows when the screen's channel goes from black to full. Below 0 where it goes against the screen.</param>
/// <param name="Agreement">Share of the steps' weighted energy that the fit explains with all amplitudes at least 0: 0 to 1.</param>
/// <param name="Colour">Root mean square of what the steps of the channels do not have in common.</param>
internal sealed record LightResponse(double[] Amplitude, double Agreement, double Colour)
{
    /// <summary>Fits.</summary>
    /// <param name="steps">Steps of the series; a row is null where a colour was not seen.</param>
    /// <param name="shown">Steps of the shown light.</param>
    /// <param name="noise">Of the series.</param>
    public static LightResponse Fit(double[]?[] steps, double[][] shown, LightNoise noise)
    {
        var normal = new double[3, 3];
        var right = new double[3];
        double energy = 0, colour = 0;
        int seen = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not { } step)
                continue;
            seen++;
            energy += noise.Product(step, step);
            double mean = step.Average();
            colour += step.Sum(value => (value - mean) * (value - mean)) / 2;
            for (int a = 0; a < 3; a++)
            {
                for (int b = 0; b < 3; b++)
                {
                    normal[a, b] += shown[i][a] * noise.Weight[a, b] * shown[i][b];
                    right[a] += shown[i][a] * noise.Weight[a, b] * step[b];
                }
            }
        }
        double[] amplitude = Solve(normal, right);
        double explained = 0;
        for (int a = 0; a < 3; a++)
        {
            double kept = Math.Max(0, amplitude[a]);
            explained += 2 * kept * right[a];
            for (int b = 0; b < 3; b++)
                explained -= kept * normal[a, b] * Math.Max(0, amplitude[b]);
        }
        return new LightResponse(amplitude, energy > 0 ? Math.Clamp(explained / energy, 0, 1) : 0, seen > 0 ? Math.Sqrt(colour / seen) : 0);
    }

    /// <summary>How strongly another series answers, as a multiple of some amplitudes, with its standard error.</summary>
    public static (double Multiple, double Error) Relative(double[]?[] steps, double[][] shown, double[] amplitude, LightNoise noise)
    {
        double own = 0, both = 0, energy = 0;
        int seen = 0;
        var expected = new double[3];
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not { } step)
                continue;
            for (int channel = 0; channel < 3; channel++)
                expected[channel] = shown[i][channel] * amplitude[channel];
            own += noise.Product(expected, expected);
            both += noise.Product(expected, step);
            energy += noise.Product(step, step);
            seen++;
        }
        if (!(own > 0) || seen < 2)
            return (0, double.PositiveInfinity);
        return (both / own, Math.Sqrt(Math.Max(0, energy - both * both / own) / (3 * seen - 1) / own));
    }

    // A channel that the screen never changed answers nothing.
    private static double[] Solve(double[,] normal, double[] right)
    {
        double ridge = 1e-9 * (normal[0, 0] + normal[1, 1] + normal[2, 2]) + double.Epsilon;
        for (int a = 0; a < 3; a++)
            normal[a, a] += ridge;
        double[,] inverse = LightNoise.Inverse(normal);
        return [.. Enumerable.Range(0, 3).Select(a => inverse[a, 0] * right[0] + inverse[a, 1] * right[1] + inverse[a, 2] * right[2])];
    }
}

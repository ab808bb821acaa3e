namespace Semblance.Reports;

/// <summary>The inverse of the standard normal distribution, for the axes of DET curves.</summary>
internal static class NormalDeviate
{
    /// <summary>The deviate below which a given share lies, to within 4.5e-4 (Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23).</summary>
    /// <param name="share">Between 0 and 1, exclusive.</param>
    public static double Of(double share)
    {
        if (share > 0.5)
            return -Of(1 - share);
        double t = Math.Sqrt(-2 * Math.Log(share));
        return (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
    }
}

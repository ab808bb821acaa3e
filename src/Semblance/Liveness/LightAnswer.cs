namespace Semblance.Liveness;

/// <summary>
/// How a face answered: as a whole against what is behind it, and its middle against its rim. Light falls on the middle of a head, which is nearer and faces the screen, more than on its
/// rim; on a sheet it falls alike, however it is held. Each part is measured against its own light under black, so that neither skin nor make-up nor print counts.
/// </summary>
/// <param name="Face">The whole face against the scene.</param>
/// <param name="Bulge">Logarithm of the middle's answer over the rim's.</param>
/// <param name="BulgeError">Its standard error.</param>
/// <param name="Latency">From the painting to the frames.</param>
internal sealed record LightAnswer(LightResponse Face, double Bulge, double BulgeError, TimeSpan Latency)
{
    private static readonly TimeSpan s_latencyStep = TimeSpan.FromMilliseconds(20);

    private const int MostMissingSteps = 1;

    private static readonly FaceRegion[] s_middle = [FaceRegion.Nose, FaceRegion.RightCheek, FaceRegion.LeftCheek];
    private static readonly FaceRegion[] s_rim = [FaceRegion.RightRim, FaceRegion.LeftRim, FaceRegion.RightJaw, FaceRegion.LeftJaw];

    /// <summary>Finds the latency at which the whole face agrees best, and the answers there; null where too few colours were seen.</summary>
    public static LightAnswer? Find(LightSeries series, FaceRegion[] skin)
    {
        var whole = series.Against(series.LogFace(skin));
        (LightResponse Response, TimeSpan Latency)? best = null;
        for (var latency = TimeSpan.Zero; latency <= LightSchedule.MostLatency; latency += s_latencyStep)
        {
            var steps = LightSeries.Steps(whole, series.Frames(latency));
            if (steps.Count(step => step is null) > MostMissingSteps)
                continue;
            var response = LightResponse.Fit(steps, series.Shown);
            if (best is null || response.Agreement > best.Value.Response.Agreement)
                best = (response, latency);
        }
        if (best is not { } found)
            return null;
        int[][] frames = series.Frames(found.Latency);
        var (bulge, error) = Bulged(series, frames);
        return new LightAnswer(found.Response, bulge, error, found.Latency);
    }

    private static (double Bulge, double Error) Bulged(LightSeries series, int[][] frames)
    {
        double[]?[] logMiddle = series.LogFace(s_middle), logRim = series.LogFace(s_rim);
        var middle = LightResponse.Fit(LightSeries.Steps(series.Against(logMiddle), frames), series.Shown);
        var rim = LightResponse.Fit(LightSeries.Steps(series.Against(logRim), frames), series.Shown);
        // Their difference is measured better than either: scene, camera and motion are the same for both.
        var apart = LightResponse.Fit(LightSeries.Steps(
            [.. logMiddle.Zip(logRim, (a, b) => a is null || b is null ? null : new[] { a[0] - b[0], a[1] - b[1], a[2] - b[2] })], frames), series.Shown);
        double sum = 0, weights = 0;
        for (int channel = 0; channel < 3; channel++)
        {
            double answer = Math.Exp((middle.Amplitude[channel] + rim.Amplitude[channel]) / 2) - 1;
            double less = Math.Exp(rim.Amplitude[channel]) - 1, more = Math.Exp(rim.Amplitude[channel] + apart.Amplitude[channel]) - 1;
            if (!(less > 0) || !(more > 0))
                continue;
            double error = Math.Max(apart.Error[channel], 1e-6) * (1 + answer) / answer;
            sum += Math.Log(more / less) / (error * error);
            weights += 1 / (error * error);
        }
        return weights > 0 ? (sum / weights, Math.Sqrt(1 / weights)) : (0, double.PositiveInfinity);
    }
}

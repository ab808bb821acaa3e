namespace Semblance.Liveness;

/// <summary>How a face answered the colours: as a whole against what is behind it, and patch by patch.</summary>
/// <param name="Face">The whole face against the scene.</param>
/// <param name="Shape">What the patches say; null where too few were measured.</param>
/// <param name="Overlay">Whether the light lies over the picture, as on glass.</param>
/// <param name="Latency">From the painting to the frames.</param>
internal sealed record LightAnswer(LightResponse Face, LightShape? Shape, LightOverlay Overlay, TimeSpan Latency)
{
    private static readonly TimeSpan s_latencyStep = TimeSpan.FromMilliseconds(20);

    // Amplitudes below it are nothing that patches could be compared with.
    private const double LeastAmplitude = 1e-4;

    // A patch whose colour trembles less weighs more, down to this variance.
    private const double LeastChroma = 1e-6;

    /// <summary>Finds the latency at which the whole face agrees best, and the answers there; null where too few colours were seen.</summary>
    public static LightAnswer? Find(LightSeries series, LightOptions limits)
    {
        double[]?[]?[] patches = [.. Enumerable.Range(0, FacePatch.All.Count).Select(series.Patch)];
        (LightResponse Response, TimeSpan Latency)? best = null;
        for (var latency = TimeSpan.Zero; latency <= limits.MostLatency; latency += s_latencyStep)
        {
            int[][] frames = series.Frames(latency);
            if (Whole(patches, frames, series.Readings.Count) is not { } face)
                return null;
            var steps = series.Steps(face, frames);
            if (steps.Count(step => step is null) > limits.MostMissingSteps)
                continue;
            var response = LightResponse.Fit(steps, series.Shown, LightNoise.Of(face, frames));
            if (best is null || response.Agreement > best.Value.Response.Agreement)
                best = (response, latency);
        }
        return best is { } found ? Of(series, patches, found.Response, found.Latency, limits) : null;
    }

    private static LightAnswer Of(LightSeries series, double[]?[]?[] patches, LightResponse face, TimeSpan latency, LightOptions limits)
    {
        int[][] frames = series.Frames(latency);
        double[] amplitude = [.. face.Amplitude.Select(value => Math.Max(value, LeastAmplitude))];
        var shape = LightShape.Fit(
            [.. patches.Select(patch => patch is null
                ? (double.NaN, double.NaN)
                : LightResponse.Relative(series.Steps(patch, frames), series.Shown, amplitude, LightNoise.Of(patch, frames)))],
            MeanPose(series), limits);
        return new LightAnswer(face, shape, LightOverlay.Fit(series, patches, frames, amplitude, limits.Gloss), latency);
    }

    // Weighted by how little each patch trembles in colour.
    private static double[]?[]? Whole(double[]?[]?[] patches, int[][] frames, int count)
    {
        var seen = patches.Where(patch => patch is not null).Select(patch => (Series: patch!, Weight: 1 / (LightNoise.Of(patch!, frames).Chroma + LeastChroma))).ToList();
        if (seen.Count == 0)
            return null;
        double all = seen.Sum(patch => patch.Weight);
        var whole = new double[]?[count];
        for (int i = 0; i < count; i++)
        {
            if (seen.Any(patch => patch.Series[i] is null))
                continue;
            var row = new double[3];
            foreach (var (patch, weight) in seen)
            {
                for (int channel = 0; channel < 3; channel++)
                    row[channel] += weight / all * patch[i]![channel];
            }
            whole[i] = row;
        }
        return whole;
    }

    private static HeadPose MeanPose(LightSeries series) =>
        new(series.Readings.Average(reading => reading.Pose.Yaw), series.Readings.Average(reading => reading.Pose.Pitch), 0);
}

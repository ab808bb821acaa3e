namespace Semblance.Liveness;

/// <summary>
/// Whether the screen's light lies over a picture or falls on what it shows. Light that falls on skin, lips, brows or paper is multiplied by their colours: all of them answer by the same
/// share. A reflection on glass is added to what the display behind it shows: where that has little of a colour, it answers most. The patches' colours differ, and the room's colour
/// does not matter, as it is the same for all patches.
/// </summary>
/// <param name="Share">0 where light falls on the thing itself, 1 where it lies over it.</param>
/// <param name="Error">Its standard error; large where all patches have one colour.</param>
/// <param name="Gloss">Before anything is measured, light is taken to fall on the thing itself, give or take so much.</param>
internal sealed record LightOverlay(double Share, double Error, double Gloss)
{
    /// <summary>The share that is to be expected after the measurement: near 0 where it was measured badly.</summary>
    public double Expected => Share * Gloss * Gloss / (Gloss * Gloss + Error * Error);

    /// <summary>Fits all patches together: each may answer as strongly as it likes, and all of them the more in the channels they have little of.</summary>
    /// <param name="series">The frames of one sequence.</param>
    /// <param name="patches">Series of the patches; null where one was not seen.</param>
    /// <param name="frames">Of each colour.</param>
    /// <param name="amplitude">Of the whole face.</param>
    /// <param name="gloss">See <see cref="LightOptions.Gloss"/>.</param>
    public static LightOverlay Fit(LightSeries series, double[]?[]?[] patches, int[][] frames, double[] amplitude, double gloss)
    {
        var seen = patches.Where(patch => patch is not null)
            .Select(patch => (Steps: series.Steps(patch!, frames), Level: LightSeries.Level(patch!), Noise: LightNoise.Of(patch!, frames))).ToList();
        double[] face = LightSeries.Mean([.. seen.Select(patch => patch.Level)]);
        double own = 0, both = 0, energy = 0;
        int freedom = -1;
        foreach (var (steps, level, noise) in seen)
        {
            double lighter = (level[0] - face[0] + level[1] - face[1] + level[2] - face[2]) / 3;
            double[] lack = [.. Enumerable.Range(0, 3).Select(channel => -(level[channel] - face[channel] - lighter))];
            var (ss, sl, ll, sy, ly, yy, count) = Products(steps, series.Shown, amplitude, lack, noise);
            if (!(ss > 0))
                continue;
            // What is left when the patch's own strength is taken out, over that strength.
            double strength = Math.Max(sy / ss, 0);
            own += strength * strength * (ll - sl * sl / ss);
            both += strength * (ly - sl * sy / ss);
            energy += yy - sy * sy / ss;
            freedom += 3 * count - 1;
        }
        if (!(own > 0) || freedom < 1)
            return new LightOverlay(0, 1e6, gloss);
        double share = both / own;
        return new LightOverlay(share, Math.Sqrt(Math.Max(0, energy - share * both) / freedom / own), gloss);
    }

    private static (double SS, double SL, double LL, double SY, double LY, double YY, int Count) Products(
        double[]?[] steps, double[][] shown, double[] amplitude, double[] lack, LightNoise noise)
    {
        double ss = 0, sl = 0, ll = 0, sy = 0, ly = 0, yy = 0;
        int count = 0;
        double[] same = new double[3], more = new double[3];
        for (int i = 0; i < steps.Length; i++)
        {
            if (steps[i] is not { } step)
                continue;
            for (int channel = 0; channel < 3; channel++)
            {
                same[channel] = shown[i][channel] * amplitude[channel];
                more[channel] = same[channel] * lack[channel];
            }
            (ss, sl, ll) = (ss + noise.Product(same, same), sl + noise.Product(same, more), ll + noise.Product(more, more));
            (sy, ly, yy) = (sy + noise.Product(same, step), ly + noise.Product(more, step), yy + noise.Product(step, step));
            count++;
        }
        return (ss, sl, ll, sy, ly, yy, count);
    }
}

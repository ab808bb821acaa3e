namespace Semblance.Liveness;

/// <summary>
/// By how much two looks of a head differ beyond what bending one photo does. Parts of the face are found again, each by an affine movement of its own with brightness and contrast of its own, and two things
/// are left: how unevenly the parts grew lighter or darker, which a photo's parts do not by themselves, and how much of the eyes no such movement explains.
/// </summary>
internal static class LookChange
{
    // Half a part's side, in pixels of a look; the rounds of finding it again, and how far from where the landmarks say it may be.
    private const int Half = 8, Rounds = 12;
    private const double Farthest = 5;

    // A part that is explained by less than half is not the same part; of fewer parts nothing is said.
    private const double Lost = 0.5;
    private const int FewestParts = 7;

    // Grey levels added before brightness is compared: of what is nearly black noise is a large share.
    private const double Dark = 4;

    // Eyes, brows, between the eyes, nose, cheeks, mouth, chin.
    private static readonly (double X, double Y)[] s_parts =
        [(29, 26), (67, 26), (29, 13), (67, 13), (48, 26), (48, 46), (27, 50), (69, 50), (37, 70), (59, 70), (48, 72), (48, 86)];

    /// <summary>The difference, 0 to 1: the root of both shares multiplied; null where too few parts were found again.</summary>
    public static double? Between(FaceLook ahead, FaceLook turned)
    {
        var (across, down) = Affine(ahead, turned);
        var parts = s_parts.Select(part => Part(ahead, turned, part.X, part.Y, across, down)).ToList();
        double[] lights = [.. parts.Where(part => part.Miss < Lost).Select(part => part.Light).Order()];
        if (lights.Length < FewestParts || double.IsNaN(parts[0].Miss + parts[1].Miss))
            return null;
        double middle = lights[lights.Length / 2];
        double[] uneven = [.. lights.Select(light => Math.Abs(light - middle)).Order()];
        return Math.Min(1, Math.Sqrt(uneven[uneven.Length / 2] * (parts[0].Miss + parts[1].Miss) / 2));
    }

    // Of eyes and mouth corners.
    private static (double[] Across, double[] Down) Affine(FaceLook from, FaceLook to)
    {
        double[] Solve(Func<(double X, double Y), double> value)
        {
            var m = new double[3, 4];
            for (int k = 0; k < 5; k++)
            {
                if (k == 2)
                    continue;
                double[] row = [1, from.Points[k].X, from.Points[k].Y];
                for (int i = 0; i < 3; i++)
                {
                    for (int j = 0; j < 3; j++)
                        m[i, j] += row[i] * row[j];
                    m[i, 3] += row[i] * value(to.Points[k]);
                }
            }
            return LinearEquations.Solve(m, 3);
        }
        return (Solve(point => point.X), Solve(point => point.Y));
    }

    // The share of a part's variance that is not explained, and the logarithm of its brightness against before; not numbers where there is nothing to see.
    private static (double Miss, double Light) Part(FaceLook reference, FaceLook look, double x, double y, double[] across, double[] down)
    {
        const int Count = (2 * Half + 1) * (2 * Half + 1);
        var wanted = new double[Count];
        for (int dy = -Half, i = 0; dy <= Half; dy++)
        {
            for (int dx = -Half; dx <= Half; dx++, i++)
                wanted[i] = reference.At(x + dx, y + dy);
        }
        double level = wanted.Average();
        if (!Normalise(wanted, out _))
            return (double.NaN, double.NaN);
        double startX = across[0] + across[1] * x + across[2] * y, startY = down[0] + down[1] * x + down[2] * y;
        double[] p = [startX, across[1], across[2], startY, down[1], down[2]];
        double best = 1, light = double.NaN;
        var found = new double[Count];
        var (slopeX, slopeY) = (new double[Count], new double[Count]);
        for (int round = 0; round < Rounds; round++)
        {
            for (int dy = -Half, i = 0; dy <= Half; dy++)
            {
                for (int dx = -Half; dx <= Half; dx++, i++)
                {
                    double u = p[0] + p[1] * dx + p[2] * dy, v = p[3] + p[4] * dx + p[5] * dy;
                    found[i] = look.At(u, v);
                    slopeX[i] = (look.At(u + 1, v) - look.At(u - 1, v)) / 2;
                    slopeY[i] = (look.At(u, v + 1) - look.At(u, v - 1)) / 2;
                }
            }
            double seen = found.Average();
            if (!Normalise(found, out double deviation))
                break;
            double correlation = 0;
            for (int i = 0; i < Count; i++)
                correlation += wanted[i] * found[i] / Count;
            double missed = correlation <= 0 ? 1 : 1 - correlation * correlation;
            if (missed < best)
                (best, light) = (missed, Math.Log((seen + Dark) / (level + Dark)));
            var m = new double[6, 7];
            for (int dy = -Half, i = 0; dy <= Half; dy++)
            {
                for (int dx = -Half; dx <= Half; dx++, i++)
                {
                    double gx = slopeX[i] / deviation, gy = slopeY[i] / deviation, miss = wanted[i] - found[i];
                    Span<double> row = [gx, gx * dx, gx * dy, gy, gy * dx, gy * dy];
                    for (int a = 0; a < 6; a++)
                    {
                        for (int b = 0; b < 6; b++)
                            m[a, b] += row[a] * row[b];
                        m[a, 6] += row[a] * miss;
                    }
                }
            }
            // Held back a little: what has no structure is not carried away.
            for (int a = 0; a < 6; a++)
                m[a, a] += a % 3 == 0 ? 0.05 : 5;
            var change = LinearEquations.Solve(m, 6);
            for (int a = 0; a < 6; a++)
                p[a] += change[a];
            if (Math.Abs(p[0] - startX) > Farthest || Math.Abs(p[3] - startY) > Farthest)
                break;
        }
        return (best, light);
    }

    private static bool Normalise(double[] values, out double deviation)
    {
        double mean = values.Average();
        deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
        if (deviation < 1)
            return false;
        for (int i = 0; i < values.Length; i++)
            values[i] = (values[i] - mean) / deviation;
        return true;
    }
}

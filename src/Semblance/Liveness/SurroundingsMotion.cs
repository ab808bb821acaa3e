using Semblance.Recognition;

namespace Semblance.Liveness;

/// <summary>
/// How the picture just around a head has moved between two frames, found by aligning all of it at once (Gauss-Newton steps over a similarity, as Lucas and Kanade 1981), so that the
/// edges of a sheet or a screen count as well as corners. It begins where the face went: what is held up goes nearly there, also where the face on it moves by itself. Pixels that fit badly
/// count little (Cauchy's weights).
/// </summary>
internal static class SurroundingsMotion
{
    private const int Rounds = 8, Stride = 2, FewestPixels = 150;

    // Grey levels: a pixel that misses by so much counts half. A pixel without a slope says nothing.
    private const double Miss = 8, LeastSlope = 3;

    /// <summary>From the later frame back to the earlier one; null where too little is to be seen, or it does not settle.</summary>
    /// <param name="before">The earlier frame.</param>
    /// <param name="now">The later frame.</param>
    /// <param name="oval">The face in the later frame.</param>
    /// <param name="reach">How far out is looked, in <see cref="FaceOval.Radius"/>.</param>
    /// <param name="face">How the face went, from the later frame back.</param>
    public static SimilarityTransform? Back(MotionImage before, MotionImage now, FaceOval oval, double reach, SimilarityTransform face)
    {
        var places = Places(now, oval, reach);
        if (places.Count < FewestPixels)
            return null;
        var (centreX, centreY, size) = (oval.Centre.X, oval.Centre.Y, oval.Size);
        var motion = face;
        Span<double> row = stackalloc double[5];
        var sums = new double[5, 6];
        for (int round = 0; round < Rounds; round++)
        {
            Array.Clear(sums);
            int held = 0;
            foreach (var (x, y) in places)
            {
                var (u, v) = motion.Apply(x, y);
                var (fromX, fromY) = ((float)u, (float)v);
                if (!before.Holds(fromX - 1, fromY - 1) || !before.Holds(fromX + 1, fromY + 1))
                    continue;
                held++;
                double miss = now[x, y] - before.Sample(fromX, fromY);
                double slopeX = (before.Sample(fromX + 1, fromY) - before.Sample(fromX - 1, fromY)) / 2, slopeY = (before.Sample(fromX, fromY + 1) - before.Sample(fromX, fromY - 1)) / 2;
                double px = (x - centreX) / size, py = (y - centreY) / size;
                (row[0], row[1], row[2], row[3], row[4]) = (slopeX * px + slopeY * py, slopeY * px - slopeX * py, slopeX, slopeY, 1);
                double weight = 1 / (1 + miss * miss / (Miss * Miss));
                for (int i = 0; i < 5; i++)
                {
                    for (int j = 0; j < 5; j++)
                        sums[i, j] += weight * row[i] * row[j];
                    sums[i, 5] += weight * row[i] * miss;
                }
            }
            if (held < FewestPixels)
                return null;
            for (int i = 0; i < 5; i++)
                sums[i, i] += 1;
            var step = LinearEquations.Solve(sums, 5);
            double a = motion.A + step[0] / size, b = motion.B + step[1] / size;
            var (atX, atY) = motion.Apply(centreX, centreY);
            (atX, atY) = (atX + step[2], atY + step[3]);
            motion = new SimilarityTransform(a, b, atX - (a * centreX - b * centreY), atY - (b * centreX + a * centreY));
            if (step[2] * step[2] + step[3] * step[3] < 0.0004)
                break;
        }
        return motion.Scale is > 0.7 and < 1.4 ? motion : null;
    }

    private static List<(int X, int Y)> Places(MotionImage now, FaceOval oval, double reach)
    {
        var places = new List<(int, int)>();
        for (int y = 1; y < now.Height - 1; y += Stride)
        {
            for (int x = 1; x < now.Width - 1; x += Stride)
            {
                var (px, py) = oval.Place(new Point(x, y));
                if (!FaceOval.IsAround(px, py) || FaceOval.Radius(px, py) > reach)
                    continue;
                if (Math.Abs(now[x + 1, y] - now[x - 1, y]) + Math.Abs(now[x, y + 1] - now[x, y - 1]) >= 2 * LeastSlope)
                    places.Add((x, y));
            }
        }
        return places;
    }
}

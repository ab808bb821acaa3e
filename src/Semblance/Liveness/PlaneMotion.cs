namespace Semblance.Liveness;

/// <summary>A point before and after, in any unit.</summary>
internal readonly record struct PointPair(double X, double Y, double ToX, double ToY);

/// <summary>
/// How a plane that moves carries points of a picture: a homography, (x, y) to ((ax + by + c) / w, (dx + ey + f) / w) with w = gx + hy + 1. Made for coordinates of the order of 1 about the
/// origin.
/// </summary>
internal readonly record struct PlaneMotion(double A, double B, double C, double D, double E, double F, double G, double H)
{
    private const int ForAffinity = 6, ForHomography = 10;

    /// <summary>Nothing moves.</summary>
    public static PlaneMotion Rest { get; } = new(1, 0, 0, 0, 1, 0, 0, 0);

    /// <summary>Where it carries a point.</summary>
    public (double X, double Y) Apply(double x, double y)
    {
        double w = G * x + H * y + 1;
        return ((A * x + B * y + C) / w, (D * x + E * y + F) / w);
    }

    /// <summary>This movement after another one.</summary>
    public PlaneMotion After(PlaneMotion first)
    {
        double w = G * first.C + H * first.F + 1;
        return new PlaneMotion(
            (A * first.A + B * first.D + C * first.G) / w, (A * first.B + B * first.E + C * first.H) / w, (A * first.C + B * first.F + C) / w,
            (D * first.A + E * first.D + F * first.G) / w, (D * first.B + E * first.E + F * first.H) / w, (D * first.C + E * first.F + F) / w,
            (G * first.A + H * first.D + first.G) / w, (G * first.B + H * first.E + first.H) / w);
    }

    /// <summary>The movement back; null where it throws the plane onto a line.</summary>
    public PlaneMotion? Inverse()
    {
        double w = A * E - B * D;
        return Math.Abs(w) < 1e-6 || Math.Abs(Determinant()) < 1e-6
            ? null
            : new PlaneMotion((E - F * H) / w, (C * H - B) / w, (B * F - C * E) / w, (F * G - D) / w, (A - C * G) / w, (C * D - A * F) / w, (D * H - E * G) / w, (B * G - A * H) / w);
    }

    /// <summary>How far from where it went a point would have been carried.</summary>
    public double Error(PointPair pair) => Math.Sqrt(SquaredError(pair));

    /// <summary>Its square.</summary>
    public double SquaredError(PointPair pair)
    {
        var (x, y) = Apply(pair.X, pair.Y);
        return (x - pair.ToX) * (x - pair.ToX) + (y - pair.ToY) * (y - pair.ToY);
    }

    /// <summary>
    /// Least squares over all points: a similarity for fewer than 6, an affinity for fewer than 10, else a homography (its equations multiplied by w, so that they are linear). A weak pull
    /// towards no change keeps few or badly placed points from bending it.
    /// </summary>
    public static PlaneMotion Fit(IReadOnlyList<PointPair> pairs)
    {
        if (pairs.Count < ForAffinity)
            return Similarity(pairs);
        int unknowns = pairs.Count < ForHomography ? 6 : 8;
        var sums = new double[unknowns, unknowns + 1];
        Span<double> row = stackalloc double[9];
        foreach (var (x, y, toX, toY) in pairs)
        {
            row.Clear();
            (row[0], row[1], row[2], row[6], row[7]) = (x, y, 1, -x * toX, -y * toX);
            Accumulate(sums, row, unknowns, toX - x);
            row.Clear();
            (row[3], row[4], row[5], row[6], row[7]) = (x, y, 1, -x * toY, -y * toY);
            Accumulate(sums, row, unknowns, toY - y);
        }
        for (int i = 0; i < unknowns; i++)
            sums[i, i] += i is 2 or 5 ? 1e-9 : i < 6 ? 1e-4 : 1e-2;
        var s = LinearEquations.Solve(sums, unknowns);
        return new PlaneMotion(1 + s[0], s[1], s[2], s[3], 1 + s[4], s[5], unknowns == 8 ? s[6] : 0, unknowns == 8 ? s[7] : 0);
    }

    private double Determinant() => A * (E - F * H) - B * (D - F * G) + C * (D * H - E * G);

    private static PlaneMotion Similarity(IReadOnlyList<PointPair> pairs)
    {
        double fromX = pairs.Average(p => p.X), fromY = pairs.Average(p => p.Y), toX = pairs.Average(p => p.ToX), toY = pairs.Average(p => p.ToY);
        double along = 1e-6, across = 0, spread = 1e-6;
        foreach (var pair in pairs)
        {
            double x = pair.X - fromX, y = pair.Y - fromY, u = pair.ToX - toX, v = pair.ToY - toY;
            (along, across, spread) = (along + x * u + y * v, across + x * v - y * u, spread + x * x + y * y);
        }
        double a = along / spread, b = across / spread;
        return new PlaneMotion(a, -b, toX - a * fromX + b * fromY, b, a, toY - b * fromX - a * fromY, 0, 0);
    }

    private static void Accumulate(double[,] sums, ReadOnlySpan<double> row, int unknowns, double value)
    {
        for (int i = 0; i < unknowns; i++)
        {
            for (int j = 0; j < unknowns; j++)
                sums[i, j] += row[i] * row[j];
            sums[i, unknowns] += row[i] * value;
        }
    }
}

namespace Semblance.Recognition;

/// <summary>
/// A similarity of the plane: rotation, uniform scale and shift, without reflection. Maps (x, y) to
/// (a x - b y + tx, b x + a y + ty).
/// </summary>
/// <param name="A">Scale times the cosine of the angle.</param>
/// <param name="B">Scale times the sine of the angle.</param>
/// <param name="Tx">Shift to the right in pixels.</param>
/// <param name="Ty">Shift downwards in pixels.</param>
internal readonly record struct SimilarityTransform(double A, double B, double Tx, double Ty)
{
    /// <summary>How much longer a length becomes.</summary>
    public double Scale => Math.Sqrt(A * A + B * B);

    /// <summary>The rotation in degrees, -180 to 180; positive turns the x axis towards the y axis, clockwise on a screen.</summary>
    public double Degrees => Math.Atan2(B, A) * 180 / Math.PI;

    /// <summary>
    /// The similarity that brings points closest to others in the sense of least squares (Umeyama 1991; in the plane and without
    /// reflection it is the linear regression of complex numbers).
    /// </summary>
    /// <param name="from">At least two points, not all the same.</param>
    /// <param name="to">As many points.</param>
    /// <exception cref="ArgumentException">The numbers of points differ, or the points cannot fix a transform.</exception>
    public static SimilarityTransform Between(IReadOnlyList<Point> from, IReadOnlyList<Point> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (from.Count != to.Count || from.Count < 2)
            throw new ArgumentException($"A similarity needs two or more pairs of points, not {from.Count} and {to.Count}.");
        double fromX = from.Average(p => p.X), fromY = from.Average(p => p.Y), toX = to.Average(p => p.X), toY = to.Average(p => p.Y);
        double along = 0, across = 0, spread = 0;
        for (int i = 0; i < from.Count; i++)
        {
            double x = from[i].X - fromX, y = from[i].Y - fromY, u = to[i].X - toX, v = to[i].Y - toY;
            along += x * u + y * v;
            across += x * v - y * u;
            spread += x * x + y * y;
        }
        if (!(spread > 1e-9))
            throw new ArgumentException("All points are the same, or not numbers: they fix no similarity.", nameof(from));
        double a = along / spread, b = across / spread;
        return new SimilarityTransform(a, b, toX - (a * fromX - b * fromY), toY - (b * fromX + a * fromY));
    }

    /// <summary>Where a point goes.</summary>
    public (double X, double Y) Apply(double x, double y) => (A * x - B * y + Tx, B * x + A * y + Ty);

    /// <summary>The way back.</summary>
    /// <exception cref="InvalidOperationException">The scale is 0.</exception>
    public SimilarityTransform Inverse()
    {
        double square = A * A + B * B;
        if (!(square > 0))
            throw new InvalidOperationException("A similarity of scale 0 has no way back.");
        double a = A / square, b = -B / square;
        return new SimilarityTransform(a, b, -(a * Tx - b * Ty), -(b * Tx + a * Ty));
    }
}

using CsCheck;
using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

public class SimilarityTransformTests
{
    private static readonly Gen<Point> s_point = Gen.Select(Gen.Double[-100, 100], Gen.Double[-100, 100], (x, y) => new Point((float)x, (float)y));
    private static readonly Gen<SimilarityTransform> s_transform = Gen.Select(
        Gen.Double[-180, 180], Gen.Double[0.05, 20], Gen.Double[-300, 300], Gen.Double[-300, 300],
        (angle, scale, x, y) => new SimilarityTransform(scale * Math.Cos(angle * Math.PI / 180), scale * Math.Sin(angle * Math.PI / 180), x, y));

    [Fact]
    public void Between_PointsMovedByASimilarity_FindsIt() => Gen.Select(s_point.Array[5], s_transform).Sample((points, transform) =>
    {
        if (points.Max(p => p.X) - points.Min(p => p.X) < 10)
            return;
        var moved = points.Select(p => transform.Apply(p.X, p.Y)).Select(p => new Point((float)p.X, (float)p.Y)).ToList();

        var found = SimilarityTransform.Between(points, moved);

        Assert.Equal(transform.A, found.A, 1e-3 * transform.Scale + 1e-5);
        Assert.Equal(transform.B, found.B, 1e-3 * transform.Scale + 1e-5);
        Assert.Equal(transform.Scale, found.Scale, 2e-3 * transform.Scale + 1e-5);
    });

    [Fact]
    public void Between_NoisyPoints_IsTheLeastSquaresOne() => Gen.Select(s_point.Array[5], s_point.Array[5], Gen.Double[-0.01, 0.01].Array[4]).Sample((from, to, change) =>
    {
        if (from.Max(p => p.X) - from.Min(p => p.X) < 10)
            return;
        var best = SimilarityTransform.Between(from, to);
        var other = new SimilarityTransform(best.A + change[0], best.B + change[1], best.Tx + 100 * change[2], best.Ty + 100 * change[3]);

        Assert.True(Error(best) <= Error(other) * (1 + 1e-9), "a neighbouring transform fits better");

        double Error(SimilarityTransform t) => from.Zip(to).Sum(pair =>
        {
            var (x, y) = t.Apply(pair.First.X, pair.First.Y);
            return (x - pair.Second.X) * (x - pair.Second.X) + (y - pair.Second.Y) * (y - pair.Second.Y);
        });
    });

    [Fact]
    public void Inverse_ThereAndBack_IsWhereItWas() => Gen.Select(s_transform, s_point).Sample((transform, point) =>
    {
        var (x, y) = transform.Apply(point.X, point.Y);
        var (backX, backY) = transform.Inverse().Apply(x, y);

        Assert.Equal(point.X, backX, 1e-6);
        Assert.Equal(point.Y, backY, 1e-6);
    });

    [Fact]
    public void Between_OnePlace_Refuses()
    {
        Point[] same = [new(3, 3), new(3, 3), new(3, 3)];

        Assert.Throws<ArgumentException>(() => SimilarityTransform.Between(same, same));
    }
}

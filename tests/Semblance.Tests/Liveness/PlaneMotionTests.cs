using Semblance.Liveness;

namespace Semblance.Tests.Liveness;

public class PlaneMotionTests
{
    private static readonly PlaneMotion s_tilted = new(1.04, -0.06, 0.2, 0.05, 0.97, -0.1, 0.03, -0.02);

    [Fact]
    public void Fit_PointsOfATiltedPlane_FindsItsHomography()
    {
        var motion = PlaneMotion.Fit(Carried(40, seed: 1));

        Assert.All(Carried(20, seed: 2), pair => Assert.InRange(motion.Error(pair), 0, 0.003));
    }

    [Theory, InlineData(3), InlineData(7)]
    public void Fit_FewPointsOfASimilarity_FindsIt(int points)
    {
        var turned = new PlaneMotion(0.98, -0.1, 0.3, 0.1, 0.98, 0, 0, 0);
        var motion = PlaneMotion.Fit(Carried(points, seed: 3, by: turned));

        Assert.All(Carried(20, seed: 4, by: turned), pair => Assert.InRange(motion.Error(pair), 0, 0.01));
    }

    [Fact]
    public void Fit_PointsThatStandOut_MissThePlane()
    {
        var flat = Carried(30, seed: 5);
        var standing = flat.Select((pair, i) => i % 3 == 0 ? pair with { ToX = pair.ToX + 0.2 } : pair).ToList();
        var motion = PlaneMotion.Fit(standing);

        Assert.True(standing.Average(motion.Error) > 0.05);
    }

    [Fact]
    public void AfterAndInverse_TiltedPlane_CarryAsOneAfterTheOther()
    {
        var other = new PlaneMotion(0.9, 0.2, -0.3, -0.1, 1.1, 0.2, -0.05, 0.04);
        var (x, y) = s_tilted.Apply(0.4, -0.7);
        var (wantedX, wantedY) = other.Apply(x, y);

        var (bothX, bothY) = other.After(s_tilted).Apply(0.4, -0.7);
        var (backX, backY) = s_tilted.Inverse()!.Value.Apply(x, y);

        Assert.Equal((wantedX, wantedY), (bothX, bothY), Near);
        Assert.Equal((0.4, -0.7), (backX, backY), Near);
        Assert.Null(new PlaneMotion(1, 2, 0, 2, 4, 0, 0, 0).Inverse());

        static bool Near((double X, double Y) a, (double X, double Y) b) => Math.Abs(a.X - b.X) + Math.Abs(a.Y - b.Y) < 1e-9;
    }

    private static List<PointPair> Carried(int count, int seed, PlaneMotion? by = null)
    {
        var random = new Random(seed);
        var motion = by ?? s_tilted;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double x = 6 * random.NextDouble() - 3, y = 6 * random.NextDouble() - 3;
            var (toX, toY) = motion.Apply(x, y);
            return new PointPair(x, y, toX, toY);
        })];
    }
}

using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

public class SimulationTests
{
    private const int Side = 100;

    [Fact]
    public void ScreenAndPrint_OneSeed_AlwaysDoTheSame()
    {
        Assert.Equal(new ScreenSimulation(new Random(3)).Apply(Face(), 1).Rgb, new ScreenSimulation(new Random(3)).Apply(Face(), 1).Rgb);
        Assert.Equal(new PrintSimulation(new Random(3)).Apply(Face(), 1).Rgb, new PrintSimulation(new Random(3)).Apply(Face(), 1).Rgb);
    }

    [Fact]
    public void ScreenAndPrint_ManySeeds_ChangeThePictureAndKeepTheFaceInIt()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            foreach (var shown in (SpoofPicture[])[new ScreenSimulation(new Random(seed)).Apply(Face(), 1), new PrintSimulation(new Random(seed)).Apply(Face(), 1)])
            {
                Assert.InRange(shown.Rgb.Zip(Face().Rgb, (after, before) => Math.Abs(after - before)).Average(), 2, 120);
                Assert.InRange(Correlation(shown.Rgb, Face().Rgb), 0.5, 1);
            }
        }
    }

    [Fact]
    public void HeldMedium_SheetThatEnds_ShowsTheRoomAroundIt()
    {
        int withRoom = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var room = new SpoofPicture(Side);
            Array.Fill(room.Rgb, -1);
            var shown = new HeldMedium(new Random(seed), isScreen: seed % 2 == 0).Before(Face(), room);

            withRoom += shown.Rgb.Any(level => level == -1) ? 1 : 0;
            // Whatever is held, the face is on it.
            Assert.DoesNotContain(-1f, shown.Rgb.AsSpan(3 * (Side / 2 * Side + Side / 2), 3).ToArray());
        }
        Assert.InRange(withRoom, 15, 38);
    }

    [Fact]
    public void RoomEdges_ManySeeds_LeaveTheHeadFree()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var picture = Face();
            RoomEdges.Draw(picture, new Random(seed));

            for (int y = 40; y < 61; y++)
                Assert.Equal(Face().Rgb.AsSpan(3 * (y * Side + 40), 60).ToArray(), picture.Rgb.AsSpan(3 * (y * Side + 40), 60).ToArray());
        }
    }

    [Fact]
    public void Camera_AnyPicture_GivesWhatTheNetworkSees()
    {
        var photo = new CameraSimulation(new Random(1)).Take(Face(), 1, new Random(2));

        Assert.Equal((SpoofCnn.Side, SpoofCnn.Side), (photo.Width, photo.Height));
    }

    [Fact]
    public void Draw_ManySamples_AreHalfAttacksOfAllKindsAndTheSameForTheSameSeed()
    {
        var batches = new SpoofBatches(MadeSpoofs.Sources(3), new SpoofRecipe(), seed: 1);

        var samples = Enumerable.Range(0, 120).Select(i => batches.Draw(new Random(i))).ToList();

        Assert.InRange(samples.Count(sample => sample.Attack is null), 40, 80);
        Assert.Contains(samples, sample => sample.Attack == "print");
        Assert.Contains(samples, sample => sample.Attack == "screen" && sample.Wide is not null);
        Assert.Contains(samples, sample => sample.Attack == "screen" && sample.Wide is null);
        Assert.Equal(samples[7].Tight.Rgb.ToArray(), batches.Draw(new Random(7)).Tight.Rgb.ToArray());
    }

    private static SpoofPicture Face() => SpoofPicture.Of(MadeSpoofs.Smooth(1, Side));

    private static double Correlation(float[] a, float[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}

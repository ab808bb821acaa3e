using System.Numerics;
using Semblance.Liveness;
using Semblance.Training.Relighting;

namespace Semblance.Training.Tests.Relighting;

/// <summary>The simulation behind the light check's figures: head, screen, camera.</summary>
public sealed class RelightingTests
{
    private static readonly HeadShape[] s_heads = [HeadShape.Ellipsoid, HeadShape.Carved, HeadShape.Narrow];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_HeadThatLooksAhead_LiesWhereItsLandmarksAre(int head)
    {
        var points = s_heads[head].Landmarks().Select(point => new Point(200 + 0.8f * point.X, 150 + 0.8f * point.Y)).ToArray();

        var place = new HeadMesh(s_heads[head]).Fit(new Landmarks(points[0], points[1], points[2], points[3], points[4]));

        Assert.InRange(place.Scale, 0.78, 0.82);
        Assert.InRange(Vector2.Distance(place.Origin, new Vector2(200, 150)), 0, 2.5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Normals_OfEveryHead_PointOutward(int head)
    {
        var mesh = new HeadMesh(s_heads[head]);
        var nose = s_heads[head].Landmarks()[2];

        int front = Enumerable.Range(0, mesh.Points.Length).MinBy(i => Vector3.Distance(mesh.Points[i], nose));
        int left = Enumerable.Range(0, mesh.Points.Length).MinBy(i => mesh.Points[i].X), right = Enumerable.Range(0, mesh.Points.Length).MaxBy(i => mesh.Points[i].X);

        Assert.All(mesh.Normals, normal => Assert.InRange(normal.Length(), 0.999, 1.001));
        Assert.True(mesh.Normals[front].Z > 0.3);
        Assert.True(mesh.Normals[left].X < -0.8);
        Assert.True(mesh.Normals[right].X > 0.8);
    }

    [Fact]
    public void Screen_AtArmsLength_GivesAFaceTheLightThatLaptopsDo()
    {
        var lights = Enumerable.Range(0, 50).Select(seed => ScreenLight.Draw(new Random(seed), 300)).ToList();

        Assert.All(lights, light =>
        {
            Assert.InRange(light.Lux, 25, 100);
            Assert.InRange(light.Irradiance(new Vector3(0, 0, 85), Vector3.UnitZ), 0.99, 1.01);
            Assert.Equal(0, light.Irradiance(Vector3.Zero, -Vector3.UnitZ));
            Assert.InRange(light.OnBackground(), 0.03, 0.25);
            Assert.InRange(light.Ambient(Vector3.UnitZ), 0.999, 1.001);
        });
    }

    [Fact]
    public void Screen_TwiceAsFarAway_GivesAboutAQuarter()
    {
        var light = ScreenLight.Draw(new Random(1), 300);

        float far = light.Irradiance(new Vector3(0, 0, 85 - light.Distance), Vector3.UnitZ);

        Assert.InRange(far, 0.22, 0.32);
    }

    [Fact]
    public void Shade_Head_IsBrightestInTheMiddleAndDarkerAtItsRim()
    {
        var map = new LightMap(320, 320);
        var points = HeadShape.Ellipsoid.Landmarks().Select(point => new Point(160 + point.X, 150 + point.Y)).ToArray();
        var mesh = new HeadMesh(HeadShape.Ellipsoid);
        var light = ScreenLight.Draw(new Random(3), 300);

        map.Shade(mesh, mesh.Fit(new Landmarks(points[0], points[1], points[2], points[3], points[4])), light, 0.05f);

        float At(int x, int y) => map.Diffuse[y * 320 + x];
        Assert.True(At(160, 120) > 1.2 * At(92, 160), "the forehead answers more than the rim");
        Assert.True(At(160, 160) > At(230, 160), "the nose answers more than the rim");
        Assert.True(map.IsPerson[160 * 320 + 160]);
        Assert.False(map.IsPerson[20 * 320 + 20]);
        Assert.Equal(light.OnBackground(), At(20, 20));
    }

    [Fact]
    public void Shown_BetweenChanges_IsTheColour_AndGreyBefore()
    {
        var sequence = RandomLight.Next();
        var shown = new ShownLight(sequence, TimeSpan.FromSeconds(1), new Random(4));

        Assert.InRange(shown.At(TimeSpan.FromSeconds(0.5)).X, 0.39, 0.41);
        for (int i = 0; i < sequence.Colours.Count; i++)
        {
            // The longest delay is 30 + 130 + 16 ms, the longest exposure 35 ms.
            var light = shown.At(shown.Painted[i] + TimeSpan.FromMilliseconds(370));
            // Fully on or off: the curve between does not matter.
            Assert.InRange(light.X, sequence.Colours[i].Red / 255f - 0.01, sequence.Colours[i].Red / 255f + 0.01);
            Assert.InRange(light.Z, sequence.Colours[i].Blue / 255f - 0.01, sequence.Colours[i].Blue / 255f + 0.01);
        }
    }

    [Fact]
    public void Webcam_SceneThatBrightens_IsExposedBackToItsLevel()
    {
        const int Side = 64;
        using var camera = new Webcam(CameraModel.Plain, new Random(5), Side, Side, [0.3f, 0.3f, 0.3f], 300);
        double Mean(float level, double seconds)
        {
            var photo = camera.Take([.. Enumerable.Repeat(level, 3 * Side * Side)], TimeSpan.FromSeconds(seconds));
            return RelitScene.MeanOf(photo).Average();
        }

        double before = Mean(0.3f, 0), right = Mean(0.45f, 0.04), after = 0;
        for (int i = 0; i < 200; i++)
            after = Mean(0.45f, 0.08 + 0.04 * i);

        Assert.InRange(right / before, 1.3, 1.55);
        Assert.InRange(after / before, 0.97, 1.03);
    }
}

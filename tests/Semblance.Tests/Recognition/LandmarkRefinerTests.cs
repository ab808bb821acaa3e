using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

/// <summary>The built-in pack's refiner on real portraits.</summary>
public class LandmarkRefinerTests
{
    [Fact]
    public void Refine_LandmarksMovedAway_BringsThemBack()
    {
        string folder = TestData.Require("scenes/portraits"), list = TestData.Require("scenes/portraits.csv");
        using var refiner = BuiltinRefiner();
        var random = new Random(3);
        var (before, after, count) = (0.0, 0.0, 0);
        foreach (var row in File.ReadLines(list).Skip(1).Select(line => line.Split(',')).DistinctBy(row => row[0]).Where((_, i) => i % 9 == 0).Take(60))
        {
            float[] n = [.. row.Skip(1).Select(cell => float.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];
            var known = new Landmarks(new(n[5], n[6]), new(n[7], n[8]), new(n[9], n[10]), new(n[11], n[12]), new(n[13], n[14]));
            float eyes = Distance(known.RightEye, known.LeftEye), dx = (random.NextSingle() - 0.5f) * 0.8f * eyes, dy = (random.NextSingle() - 0.5f) * 0.8f * eyes;
            Point Moved(Point p) => new(p.X + dx, p.Y + dy);
            var moved = new Landmarks(Moved(known.RightEye), Moved(known.LeftEye), Moved(known.NoseTip), Moved(known.RightMouthCorner), Moved(known.LeftMouthCorner));
            var face = new Face(new Box(n[0], n[1], n[2], n[3]), 1, moved);

            var refined = refiner.Refine(PhotoReader.Read(Path.Combine(folder, row[0])), face);

            Assert.Equal(face.Box, refined.Box);
            before += Error(known, moved) / eyes;
            after += Error(known, refined.Landmarks!) / eyes;
            count++;
        }
        Assert.Equal(60, count);
        Assert.True(after < 0.5 * before, $"the error went from {before / count:P1} to {after / count:P1} of the eye distance");
    }

    [Fact]
    public void Refine_FaceWithoutLandmarks_IsMisuse()
    {
        using var refiner = BuiltinRefiner();
        var photo = Photo.FromGrey(100, 100, new byte[10_000]);

        Assert.Throws<ArgumentException>(() => refiner.Refine(photo, new Face(new Box(10, 10, 50, 50), 1)));
    }

    [Fact]
    public void Constructor_NetworkThatIsNoRefiner_SaysSo()
    {
        byte[] embedder = File.ReadAllBytes(Path.Combine(ModelPack.BuiltinFolder, "embedder.onnx"));

        Assert.Contains("landmarks", Assert.Throws<InvalidDataException>(() => new LandmarkRefiner(embedder)).Message);
    }

    private static LandmarkRefiner BuiltinRefiner() => new(File.ReadAllBytes(Path.Combine(ModelPack.BuiltinFolder, "landmarks.onnx")));

    private static double Error(Landmarks a, Landmarks b) => a.ToList().Zip(b.ToList(), Distance).Average();

    private static float Distance(Point a, Point b) => MathF.Sqrt((a.X - b.X) * (a.X - b.X) + (a.Y - b.Y) * (a.Y - b.Y));
}

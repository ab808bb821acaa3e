using CsCheck;
using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class CanvasTests
{
    private const int PhotoSide = 192;
    private static readonly Point[] s_marks = [new(70, 70), new(120, 72), new(96, 96), new(76, 120), new(116, 122)];

    // Each landmark is a bright spot of its own colour: after any placement it must lie where the landmark is said to be.
    [Fact]
    public void Draw_AnyPlacement_LandmarksStayOnTheFace()
    {
        var scene = Marked();
        Gen.Select(Gen.Float[0.3f, 2.5f], Gen.Float[-0.7f, 0.7f], Gen.Bool).Sample((scale, angle, mirror) =>
        {
            var canvas = new Canvas(256);

            canvas.Draw(scene, new Placement(new Point(96, 96), new Point(120, 133), scale, angle, mirror), 0, 0, 256, 256, Surround.Edge);

            var points = canvas.Faces.Single().Landmarks!.ToList();
            if (mirror)
                points = [points[1], points[0], points[2], points[4], points[3]];
            Assert.All(points.Zip(Spots(canvas)), pair => Assert.InRange(MathF.Sqrt(MathF.Pow(pair.First.X - pair.Second.X, 2) + MathF.Pow(pair.First.Y - pair.Second.Y, 2)), 0, 1.2f));
        }, iter: 60);
    }

    [Fact]
    public void Draw_MirroredFace_RightEyeStandsLeftAgain()
    {
        var canvas = new Canvas(192);

        canvas.Draw(Marked(), new Placement(new Point(96, 96), new Point(96, 96), 1, 0, Mirror: true), 0, 0, 192, 192, Surround.Edge);

        var l = canvas.Faces.Single().Landmarks!;
        Assert.True(l.RightEye.X < l.LeftEye.X);
        Assert.True(l.RightMouthCorner.X < l.LeftMouthCorner.X);
    }

    [Fact]
    public void Draw_OverAFace_ForgetsIt()
    {
        var canvas = new Canvas(192);
        var straight = new Placement(default, default, 1, 0, false);
        canvas.Draw(Marked(), straight, 0, 0, 192, 192, Surround.Edge);

        canvas.Draw(new Scene("empty", Photo.FromGrey(64, 64, new byte[64 * 64]), []), straight, 60, 60, 120, 120, Surround.Edge);

        Assert.Empty(canvas.Faces);
    }

    [Fact]
    public void Draw_FaceMostlyOutside_IsNotTakenOver()
    {
        var canvas = new Canvas(64);

        canvas.Draw(Marked(), new Placement(default, new Point(-20, 0), 1, 0, false), 0, 0, 64, 64, Surround.Edge);

        Assert.Empty(canvas.Faces);
    }

    private static Scene Marked()
    {
        var rgb = new byte[3 * PhotoSide * PhotoSide];
        foreach (var (i, mark) in s_marks.Index())
        {
            for (int y = -5; y <= 5; y++)
            {
                for (int x = -5; x <= 5; x++)
                {
                    int at = 3 * (((int)mark.Y + y) * PhotoSide + (int)mark.X + x);
                    (rgb[at], rgb[at + 1], rgb[at + 2]) = Colour(i);
                }
            }
        }
        return new Scene("marked", Photo.FromRgb(PhotoSide, PhotoSide, rgb), [new KnownFace(new Box(50, 50, 92, 92), new Landmarks(s_marks[0], s_marks[1], s_marks[2], s_marks[3], s_marks[4]))]);
    }

    private static (byte, byte, byte) Colour(int i) => i switch { 0 => (255, 0, 0), 1 => (0, 255, 0), 2 => (0, 0, 255), 3 => (255, 255, 0), _ => (0, 255, 255) };

    // Centres of the five colours.
    private static IEnumerable<Point> Spots(Canvas canvas)
    {
        for (int i = 0; i < s_marks.Length; i++)
        {
            var (r, g, b) = Colour(i);
            double x = 0, y = 0, weight = 0;
            for (int p = 0; p < canvas.Size * canvas.Size; p++)
            {
                var at = canvas.Rgb.AsSpan(3 * p, 3);
                if (at[0] > 128 != r > 0 || at[1] > 128 != g > 0 || at[2] > 128 != b > 0)
                    continue;
                (x, y, weight) = (x + p % canvas.Size, y + p / canvas.Size, weight + 1);
            }
            yield return new Point((float)(x / weight), (float)(y / weight));
        }
    }
}

using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class DegradationTests
{
    // Teachers see the picture before, the network sees it after: nothing may move in between.
    [Fact]
    public void Apply_ManyTimes_MovesNothing()
    {
        int changed = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var canvas = new Canvas(128);
            new SceneComposer(MadeScenes.Create(), new Random(seed)).Compose(canvas);
            canvas.Faces.Clear(); // what covers faces would tell as a move
            var before = canvas.Rgb.ToArray();

            new Degradation(new Random(seed)).Apply(canvas);

            changed += canvas.Rgb.AsSpan().SequenceEqual(before) ? 0 : 1;
            double here = Likeness(before, canvas.Rgb, 0);
            Assert.True(here >= Likeness(before, canvas.Rgb, 4) && here >= Likeness(before, canvas.Rgb, 4 * 128), $"seed {seed}: the picture has moved");
        }
        Assert.True(changed > 30);
    }

    // Correlation of the green levels of two pictures, the second one read some pixels further on.
    private static double Likeness(byte[] a, byte[] b, int shift)
    {
        double n = 0, sumA = 0, sumB = 0, squareA = 0, squareB = 0, product = 0;
        for (int i = 1; i + 3 * shift < a.Length; i += 3)
        {
            double x = a[i], y = b[i + 3 * shift];
            (n, sumA, sumB, squareA, squareB, product) = (n + 1, sumA + x, sumB + y, squareA + x * x, squareB + y * y, product + x * y);
        }
        return (n * product - sumA * sumB) / Math.Sqrt(Math.Max(1, (n * squareA - sumA * sumA) * (n * squareB - sumB * sumB)));
    }
}

using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Refiner;

/// <summary>Roughly aligned faces.</summary>
/// <param name="Faces">Levels 0..255, plane after plane, face after face.</param>
/// <param name="Points">Ten numbers a face: the landmarks' distance from the template, in <see cref="LandmarkBatches.Unit"/> pixels.</param>
internal sealed record LandmarkBatch(float[] Faces, float[] Points);

/// <summary>
/// Faces aligned as badly as a detector's first landmarks align them (half of them) or as the refined ones do (the other half), varied
/// as a webcam varies them, with the true place of every landmark. Seed and step fix them. The next batch is made on another thread.
/// </summary>
internal sealed class LandmarkBatches(IReadOnlyList<LandmarkSample> samples, int batchSize, int seed) : IDisposable
{
    /// <summary>Pixels that make 1 in the network's answers.</summary>
    public const float Unit = 16;

    private static readonly Point[] s_template = [.. FivePointAligner.Template.ToList()];
    private static readonly int[] s_mirrored = [1, 0, 2, 4, 3];

    private readonly FaceAugmentation _augmentation = new();

    /// <summary>The batches of the steps from one on, each valid until the next one is asked for.</summary>
    public IEnumerable<LandmarkBatch> Steps(int from, int count)
    {
        LandmarkBatch[] buffers = [.. Enumerable.Range(0, Prefetch.Buffers).Select(_ => new LandmarkBatch(new float[batchSize * FaceAugmentation.Numbers], new float[batchSize * 10]))];
        return Prefetch.Run(from, count, step => Fill(buffers[step % Prefetch.Buffers], step));
    }

    public void Dispose() => _augmentation.Dispose();

    private LandmarkBatch Fill(LandmarkBatch batch, int step)
    {
        for (int i = 0; i < batchSize; i++)
        {
            var random = new Random(StableHash.Of(seed, step, i));
            var levels = FaceAugmentation.Slot(batch.Faces, i);
            Place(samples[random.Next(samples.Count)], random, levels, batch.Points.AsSpan(10 * i, 10));
            _augmentation.Degrade(levels, random);
        }
        return batch;
    }

    private static void Place(LandmarkSample sample, Random random, Span<float> levels, Span<float> points)
    {
        const int Side = FaceAugmentation.Side, Plane = Side * Side;
        bool first = random.NextDouble() < 0.5;
        double angle = random.NextNormal() * (first ? 15 : 3) * Math.PI / 180, scale = Math.Exp(random.NextNormal() * (first ? 0.14 : 0.04));
        double a = scale * Math.Cos(angle), b = scale * Math.Sin(angle), middle = (Side - 1) / 2.0;
        double shiftX = random.NextNormal() * (first ? 6 : 2), shiftY = random.NextNormal() * (first ? 6 : 2), mirror = random.NextDouble() < 0.5 ? -1 : 1;
        double centre = middle + LandmarkSample.Margin;
        Span<float> pixel = stackalloc float[3];
        for (int q = 0; q < Plane; q++)
        {
            double u = (q % Side - middle) * mirror, v = q / Side - middle;
            Bilinear.Sample(sample.Rgb, LandmarkSample.Side, LandmarkSample.Side, a * u - b * v + centre + shiftX, b * u + a * v + centre + shiftY, pixel);
            (levels[q], levels[Plane + q], levels[2 * Plane + q]) = (pixel[0], pixel[1], pixel[2]);
        }
        var back = new SimilarityTransform(a, b, 0, 0).Inverse();
        for (int k = 0; k < 5; k++)
        {
            var point = sample.Points[mirror < 0 ? s_mirrored[k] : k];
            var (x, y) = back.Apply(point.X - centre - shiftX, point.Y - centre - shiftY);
            points[2 * k] = (float)(x * mirror + middle - s_template[k].X) / Unit;
            points[2 * k + 1] = (float)(y + middle - s_template[k].Y) / Unit;
        }
    }
}

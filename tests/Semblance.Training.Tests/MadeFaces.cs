// Tests share the random generator and the threads of libtorch.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Semblance.Training.Tests;

/// <summary>Faces that a test can train on without any data: each person is a pattern of waves, each photo of it a shifted, noisy one.</summary>
internal static class MadeFaces
{
    public static FaceSet Create(int people, int photos, int seed = 1)
    {
        var random = new Random(seed);
        var images = new List<FaceImage>();
        for (int person = 0; person < people; person++)
        {
            double fx = 2 + random.NextDouble() * 8, fy = 2 + random.NextDouble() * 8, phase = random.NextDouble() * 6;
            for (int photo = 0; photo < photos; photo++)
            {
                double shift = random.NextDouble() * 0.3;
                var levels = new byte[EmbeddingNetwork.Width * EmbeddingNetwork.Height];
                for (int i = 0; i < levels.Length; i++)
                {
                    double x = (double)(i % EmbeddingNetwork.Width) / EmbeddingNetwork.Width, y = (double)(i / EmbeddingNetwork.Width) / EmbeddingNetwork.Height;
                    levels[i] = (byte)Math.Clamp(127 + 90 * Math.Sin(fx * x + fy * y + phase + shift) + random.Next(-15, 16), 0, 255);
                }
                images.Add(new FaceImage($"{person}/{photo}", person, levels));
            }
        }
        return new FaceSet([.. Enumerable.Range(0, people).Select(p => $"p{p}")], images);
    }
}

using Semblance.Training.Embedder;
using Semblance.Training.Faces;

namespace Semblance.Training.Tests.Faces;

/// <summary>Aligned colour faces that a test can train on without any data: waves of a colour and a direction for each person.</summary>
internal static class MadeAlignedFaces
{
    public const int Dimension = 8;

    public static AlignedFaces Create(int people, int photos)
    {
        var faces = new List<AlignedFace>();
        for (int person = 0; person < people; person++)
        {
            var random = new Random(person);
            double fx = 4 + 12 * random.NextDouble(), fy = 4 + 12 * random.NextDouble();
            double[] phase = [6 * random.NextDouble(), 6 * random.NextDouble(), 6 * random.NextDouble()];
            for (int photo = 0; photo < photos; photo++)
            {
                double shift = random.NextDouble() * 0.4;
                var rgb = new byte[3 * AlignedFace.Side * AlignedFace.Side];
                for (int i = 0; i < rgb.Length; i++)
                {
                    double x = i / 3 % AlignedFace.Side / (double)AlignedFace.Side, y = i / 3 / AlignedFace.Side / (double)AlignedFace.Side;
                    rgb[i] = (byte)(128 + 100 * Math.Sin(fx * x + fy * y + phase[i % 3] + shift) + random.Next(-10, 11));
                }
                faces.Add(new AlignedFace($"labelled/made_{person:00}/{photo}.jpg", $"made_{person:00}", rgb));
            }
        }
        return new AlignedFaces(faces);
    }

    /// <summary>What a teacher might answer: a direction for each person, a little off for each photo.</summary>
    public static TeacherEmbeddings Teach(AlignedFaces faces)
    {
        var embeddings = new List<float>();
        foreach (var face in faces.Faces)
        {
            var (person, photo) = (new Random(int.Parse(face.Identity![5..], System.Globalization.CultureInfo.InvariantCulture)), new Random(embeddings.Count));
            var numbers = Enumerable.Range(0, Dimension).Select(_ => person.NextDouble() - 0.5 + 0.1 * (photo.NextDouble() - 0.5)).ToArray();
            double length = Math.Sqrt(numbers.Sum(n => n * n));
            embeddings.AddRange(numbers.Select(n => (float)(n / length)));
        }
        return new TeacherEmbeddings(Dimension, [.. embeddings]);
    }
}

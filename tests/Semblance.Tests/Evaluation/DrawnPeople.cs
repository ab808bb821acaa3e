using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

/// <summary>People who do not exist: each a direction in space, each photo that direction with some noise.</summary>
internal static class DrawnPeople
{
    private const int Dimensions = 8;

    public static LabelledFace[] Faces(int people, int photos, int seed, double noise = 0.25)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, people).SelectMany(person =>
        {
            double[] direction = [.. Enumerable.Range(0, Dimensions).Select(_ => Normal(random))];
            return Enumerable.Range(0, photos).Select(_ => new LabelledFace(new Embedding("drawn", [.. direction.Select(x => (float)(x + noise * Normal(random)))]), person, person)).ToArray();
        })];
    }

    /// <summary>The same faces, each called by the name of any other.</summary>
    public static LabelledFace[] Shuffled(LabelledFace[] faces, int seed)
    {
        int[] subjects = [.. faces.Select(face => face.Subject)];
        new Random(seed).Shuffle(subjects);
        return [.. faces.Select((face, i) => new LabelledFace(face.Embedding, subjects[i], subjects[i]))];
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

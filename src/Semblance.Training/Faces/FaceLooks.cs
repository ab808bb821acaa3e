using System.Numerics.Tensors;

namespace Semblance.Training.Faces;

/// <summary>
/// Groups of faces that a teacher finds alike (k-means on unit vectors): mostly sex, age and where a family is from. Drawing from all
/// groups more evenly than the collection has them makes a network tell people of every group apart.
/// </summary>
internal sealed class FaceLooks
{
    /// <summary>How many groups.</summary>
    public const int Count = 24;

    private const int Rounds = 12;

    private readonly int[][] _members;
    private readonly double[] _upTo;

    private FaceLooks(float[][] centres, int[] looks)
    {
        (Centres, Looks) = (centres, looks);
        _members = [.. Enumerable.Range(0, Count).Select(look => Enumerable.Range(0, looks.Length).Where(i => looks[i] == look).ToArray())];
        // Between one face, one chance and one group, one chance.
        double sum = 0;
        _upTo = [.. _members.Select(members => sum += Math.Sqrt(members.Length))];
    }

    /// <summary>The middle of each group, unit vectors.</summary>
    public float[][] Centres { get; }

    /// <summary>The group of each face.</summary>
    public IReadOnlyList<int> Looks { get; }

    /// <summary>Forms the groups; the same faces in the same order give the same groups.</summary>
    /// <param name="embeddings">A unit vector for each face.</param>
    public static FaceLooks Of(IReadOnlyList<ReadOnlyMemory<float>> embeddings)
    {
        int dimension = embeddings[0].Length;
        var random = new Random(1);
        float[][] centres = [.. Enumerable.Range(0, Count).Select(_ => embeddings[random.Next(embeddings.Count)].ToArray())];
        var looks = new int[embeddings.Count];
        for (int round = 0; round < Rounds; round++)
        {
            var now = centres;
            Parallel.For(0, looks.Length, i => looks[i] = Nearest(now, embeddings[i].Span));
            centres = [.. Enumerable.Range(0, Count).Select(_ => new float[dimension])];
            for (int i = 0; i < looks.Length; i++)
                TensorPrimitives.Add(centres[looks[i]], embeddings[i].Span, centres[looks[i]]);
            for (int look = 0; look < Count; look++)
            {
                float length = TensorPrimitives.Norm<float>(centres[look]);
                if (length == 0) // Nobody is nearest: begin at another face.
                    centres[look] = embeddings[random.Next(embeddings.Count)].ToArray();
                else
                    TensorPrimitives.Divide(centres[look], length, centres[look]);
            }
        }
        for (int i = 0; i < looks.Length; i++)
            looks[i] = Nearest(centres, embeddings[i].Span);
        return new FaceLooks(centres, looks);
    }

    /// <summary>The group whose middle is nearest.</summary>
    public int LookOf(ReadOnlySpan<float> embedding) => Nearest(Centres, embedding);

    /// <summary>Draws a face: a group by the root of its size, and a face of it.</summary>
    public int Draw(Random random)
    {
        double at = random.NextDouble() * _upTo[^1];
        return DrawFrom(Math.Min(Array.FindIndex(_upTo, end => at < end), Count - 1), random);
    }

    /// <summary>Draws another face of a face's group, or that face itself where it is alone.</summary>
    public int DrawLike(int face, Random random) => DrawFrom(Looks[face], random);

    private int DrawFrom(int look, Random random) => _members[look][random.Next(_members[look].Length)];

    private static int Nearest(float[][] centres, ReadOnlySpan<float> embedding)
    {
        int best = 0;
        float most = float.MinValue;
        for (int look = 0; look < centres.Length; look++)
        {
            float cosine = TensorPrimitives.Dot(centres[look], embedding);
            if (cosine > most)
                (best, most) = (look, cosine);
        }
        return best;
    }
}

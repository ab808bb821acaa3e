using System.Numerics.Tensors;
using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

/// <summary>
/// People as random directions in space, their photos and frames as noisy looks at them: scores whose truth is known, with what makes
/// sessions hard: resemblance that stays over all frames, and frames that hardly differ from the one before.
/// </summary>
internal sealed class MadePeople(int seed, double frameNoise = 1)
{
    public const string Model = "made";
    private const int Size = 32;
    private readonly Random _random = new(seed);

    /// <summary>A person, in one case of four a relative of the one before: they share a part of their direction.</summary>
    public float[] NextPerson(float[]? relative = null)
    {
        float[] person = Direction();
        if (relative is not null && _random.Next(4) == 0)
            TensorPrimitives.MultiplyAdd(relative, 0.5f, person, person);
        return Unit(person);
    }

    public Embedding Photo(float[] person) => Look(person, Direction());

    public Template Template(float[] person, int photos) =>
        new("made", Model, [.. Enumerable.Range(0, photos).Select(_ => Photo(person))], [], DateTimeOffset.UnixEpoch);

    /// <summary>Frames whose noise goes on from frame to frame; the smaller the change, the more alike they are.</summary>
    public IEnumerable<Embedding> Frames(float[] person, int count, float change)
    {
        float[] noise = Direction();
        for (int i = 0; i < count; i++)
        {
            yield return Look(person, noise);
            float[] next = Direction();
            for (int k = 0; k < Size; k++)
                noise[k] = MathF.Sqrt(1 - change * change) * noise[k] + change * next[k];
        }
    }

    /// <summary>Scores of photos of one person and of two people, as a calibration would have them.</summary>
    public (double[] Genuine, double[] Impostor) Scores(int genuine, int impostor)
    {
        var same = new double[genuine];
        var other = new double[impostor];
        for (int i = 0; i < genuine; i++)
        {
            float[] person = NextPerson();
            same[i] = Comparator.Cosine.Compare(Photo(person), Photo(person));
        }
        for (int i = 0; i < impostor; i++)
        {
            float[] person = NextPerson();
            other[i] = Comparator.Cosine.Compare(Photo(person), Photo(NextPerson(person)));
        }
        return (same, other);
    }

    private Embedding Look(float[] person, float[] noise)
    {
        float[] look = [.. person];
        TensorPrimitives.MultiplyAdd(noise, (float)frameNoise, look, look);
        return new Embedding(Model, Unit(look));
    }

    // Of about length 1.
    private float[] Direction()
    {
        var values = new float[Size];
        for (int i = 0; i < Size; i++)
            values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()) / Math.Sqrt(Size));
        return values;
    }

    private static float[] Unit(float[] values)
    {
        TensorPrimitives.Divide(values, TensorPrimitives.Norm(values), values);
        return values;
    }
}

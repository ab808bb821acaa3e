using System.Numerics.Tensors;

namespace Semblance.Benchmarks.Search;

/// <summary>Rows of people and faces to look for, drawn by chance: what is measured does not depend on whose they are.</summary>
internal sealed class MadeRows(int dimension)
{
    private readonly Random _random = new(1);

    /// <summary>A direction of length 1.</summary>
    public float[] Direction()
    {
        var row = new float[dimension];
        for (int i = 0; i < dimension; i++)
            row[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        return Unit(row);
    }

    /// <summary>Another look at somebody: a cosine of about 0.7.</summary>
    public float[] Near(ReadOnlySpan<float> row)
    {
        float[] near = Direction();
        TensorPrimitives.Add(near, row, near);
        return Unit(near);
    }

    private static float[] Unit(float[] row)
    {
        TensorPrimitives.Divide(row, TensorPrimitives.Norm(row), row);
        return row;
    }
}

using System.Numerics.Tensors;

namespace Semblance.Search;

/// <summary>
/// What is looked for, and how far the product of whole numbers can lie from the true one. With r = s x + e of a row and q = t y + f of the query,
/// r·q = s t x·y + e·q + s x·f, so by Cauchy and Schwarz |r·q - s t x·y| is at most |e||q| + |s x||f|.
/// </summary>
/// <param name="Exact">The numbers.</param>
/// <param name="About">What their whole numbers say of them.</param>
/// <param name="Length">Their length, rounded up.</param>
/// <param name="Rounding">What sums of 32-bit numbers may be wrong by, here and in the exact product.</param>
internal sealed record RowQuery(float[] Exact, Int8Row About, float Length, float Rounding)
{
    /// <summary>Prepares a query.</summary>
    /// <param name="exact">The numbers, of about length 1 or shorter.</param>
    /// <param name="rounded">Filled with the whole numbers.</param>
    public static RowQuery Of(float[] exact, Span<sbyte> rounded)
    {
        float length = Int8Row.LengthOf(exact);
        return new RowQuery(exact, Int8Row.Of(exact, rounded, new float[exact.Length]), length, (exact.Length + 16) * Int8Row.RoundingOfOne * 2 * MathF.Max(1, length));
    }

    /// <summary>How much a row's exact product is at most, the row being known as whole numbers and the query exactly.</summary>
    public float MostOf(ReadOnlySpan<sbyte> numbers, float scale, float error, Span<float> spare)
    {
        TensorPrimitives.ConvertTruncating(numbers[..Exact.Length], spare);
        return scale * TensorPrimitives.Dot<float>(spare, Exact) + error * Length + Rounding;
    }
}

using System.Numerics.Tensors;

namespace Semblance.Search;

/// <summary>
/// What a row of whole numbers says of the row it stands for: r = scale x + e, with whole numbers x from -127 to 127. Lengths are rounded up, so that a bound made
/// from them holds.
/// </summary>
/// <param name="Scale">What a whole number is worth.</param>
/// <param name="Error">The length of e.</param>
/// <param name="Length">The length of scale x.</param>
internal readonly record struct Int8Row(float Scale, float Error, float Length)
{
    /// <summary>What one operation on 32-bit numbers may be wrong by, twice over, as a share of its result.</summary>
    public const float RoundingOfOne = 1.2e-7f;

    // Squares of smaller numbers are lost.
    private const float Underflow = 1e-17f;

    private const float Most = 127;

    /// <summary>Rounds a row.</summary>
    /// <param name="row">The row, finite numbers.</param>
    /// <param name="rounded">Filled with the whole numbers, and zeros after them.</param>
    /// <param name="spare">As long as the row.</param>
    public static Int8Row Of(ReadOnlySpan<float> row, Span<sbyte> rounded, Span<float> spare)
    {
        rounded[row.Length..].Clear();
        float scale = MathF.Abs(TensorPrimitives.MaxMagnitude(row)) / Most;
        // So small that its inverse overflows: all error.
        float inverse = 1 / scale;
        if (!float.IsFinite(inverse))
            (scale, inverse) = (0, 0);
        TensorPrimitives.Multiply(row, inverse, spare);
        TensorPrimitives.Round<float>(spare, spare);
        TensorPrimitives.Clamp<float>(spare, -Most, Most, spare);
        TensorPrimitives.ConvertTruncating<float, sbyte>(spare, rounded);
        TensorPrimitives.Multiply(spare, scale, spare);
        float length = LengthOf(spare);
        TensorPrimitives.Subtract(row, spare, spare);
        // Each product was rounded once.
        return new Int8Row(scale, LengthOf(spare) + length * RoundingOfOne, length);
    }

    /// <summary>The length of a row, and never less.</summary>
    public static float LengthOf(ReadOnlySpan<float> row) => TensorPrimitives.Norm(row) * (1 + (row.Length + 8) * RoundingOfOne) + Underflow;
}

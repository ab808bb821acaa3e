using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Search;

/// <summary>Passes blocks of rows by queries: products of whole numbers, their bounds, and what reaches the sieves. One for each thread.</summary>
/// <param name="dots">How products are computed.</param>
/// <param name="width">The padded length of a row.</param>
internal sealed class RowScan(Int8Dots dots, int width)
{
    private readonly int[] _products = new int[Int8Dots.QueriesAtOnce * RowBlock.Rows];
    private readonly List<Candidate> _found = new(RowBlock.Rows);

    /// <summary>Passes one block by all queries.</summary>
    /// <param name="block">The block.</param>
    /// <param name="first">The slot of its first row.</param>
    /// <param name="rows">How many of its rows are in use.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="numbers">Their whole numbers, one after another.</param>
    /// <param name="sieves">A sieve for each.</param>
    public void Pass(RowBlock block, int first, int rows, ReadOnlySpan<RowQuery> queries, ReadOnlySpan<sbyte> numbers, ReadOnlySpan<Sieve> sieves)
    {
        int padded = (rows + Int8Dots.RowsAtOnce - 1) / Int8Dots.RowsAtOnce * Int8Dots.RowsAtOnce;
        for (int query = 0; query < queries.Length;)
        {
            int group = Math.Min(Int8Dots.QueriesAtOnce, queries.Length - query);
            int version = block.Begin();
            dots.Multiply(block.Numbers(0, padded), numbers.Slice(query * width, group * width), width, _products);
            for (int i = 0; i < group; i++, query++)
            {
                _found.Clear();
                Sift(block, first, rows, _products.AsSpan(i * padded, padded), queries[query], sieves[query].Floor);
                // Somebody was changed meanwhile: once more from this query on.
                if (!block.IsUnchanged(version))
                    break;
                foreach (var candidate in _found)
                    sieves[query].Add(candidate);
            }
        }
    }

    private void Sift(RowBlock block, int first, int rows, ReadOnlySpan<int> products, RowQuery query, float floor)
    {
        ref int product = ref MemoryMarshal.GetReference(products);
        ref float scale = ref MemoryMarshal.GetArrayDataReference(block.Scale);
        ref float error = ref MemoryMarshal.GetArrayDataReference(block.Error);
        ref float length = ref MemoryMarshal.GetArrayDataReference(block.Length);
        float unit = query.About.Scale, missing = query.About.Error;
        int row = 0;
        var floors = Vector256.Create(floor);
        for (; row + Vector256<float>.Count <= rows; row += Vector256<float>.Count)
        {
            nuint at = (nuint)row;
            var about = Vector256.ConvertToSingle(Vector256.LoadUnsafe(ref product, at)) * (Vector256.LoadUnsafe(ref scale, at) * unit);
            var bound = Vector256.LoadUnsafe(ref error, at) * query.Length + Vector256.LoadUnsafe(ref length, at) * missing + Vector256.Create(query.Rounding);
            uint reached = Vector256.GreaterThanOrEqual(about + bound, floors).ExtractMostSignificantBits();
            for (; reached != 0; reached &= reached - 1)
            {
                int lane = BitOperations.TrailingZeroCount(reached);
                Keep(row + lane, about[lane], bound[lane]);
            }
        }
        for (; row < rows; row++)
        {
            float about = Unsafe.Add(ref product, row) * (Unsafe.Add(ref scale, row) * unit);
            float bound = Unsafe.Add(ref error, row) * query.Length + Unsafe.Add(ref length, row) * missing + query.Rounding;
            if (about + bound >= floor)
                Keep(row, about, bound);
        }

        void Keep(int which, float about, float bound) => _found.Add(new Candidate(first + which, about - bound, about + bound));
    }
}

using System.Runtime.InteropServices;

namespace Semblance.Search;

/// <summary>
/// Scalar products of rows of whole numbers from -127 to 127. There is one path for each kind of processor; all of them give the same numbers, because sums of
/// whole numbers do not round.
/// </summary>
internal abstract class Int8Dots
{
    /// <summary>Rows and queries are padded with zeros to a multiple of this many numbers.</summary>
    public const int Padding = 64;

    /// <summary>Rows come in multiples of this.</summary>
    public const int RowsAtOnce = 4;

    /// <summary>Queries that share one pass over the rows.</summary>
    public const int QueriesAtOnce = 4;

    /// <summary>The longest row whose sums fit 32 bits on every path.</summary>
    public const int MostNumbers = 65_536;

    /// <summary>The paths that this processor can run, the fastest first.</summary>
    public static IReadOnlyList<Int8Dots> Available { get; } = [.. Int8Paths.All.Where(path => path.IsSupported)];

    /// <summary>The fastest path here.</summary>
    public static Int8Dots Best { get; } = Available[0];

    /// <summary>What it is called in reports.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this processor can run it.</summary>
    public abstract bool IsSupported { get; }

    /// <summary>Multiplies every row with every query.</summary>
    /// <param name="rows">The rows, one after another; a multiple of <see cref="RowsAtOnce"/>.</param>
    /// <param name="queries">The queries, one after another.</param>
    /// <param name="width">The length of each, a multiple of <see cref="Padding"/>.</param>
    /// <param name="products">The products of the first query with all rows, then those of the second, and so on.</param>
    public void Multiply(ReadOnlySpan<sbyte> rows, ReadOnlySpan<sbyte> queries, int width, Span<int> products)
    {
        int count = rows.Length / width, asked = queries.Length / width;
        if (width % Padding != 0 || rows.Length != count * width || queries.Length != asked * width || count % RowsAtOnce != 0 || products.Length < (long)count * asked)
            throw new ArgumentException("Rows and queries are not of the width and number that were agreed.");
        MultiplyAll(ref MemoryMarshal.GetReference(rows), count, queries, width, products);
    }

    private protected abstract void MultiplyAll(ref sbyte rows, int count, ReadOnlySpan<sbyte> queries, int width, Span<int> products);
}

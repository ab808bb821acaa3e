using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Search;

/// <summary>The few instructions in which processors differ.</summary>
internal interface IDotUnit<TSum, TRow, TQuery>
{
    static abstract bool IsSupported { get; }

    /// <summary>How many numbers are multiplied at once; divides <see cref="Int8Dots.Padding"/>.</summary>
    static abstract int Width { get; }

    /// <summary>How much of a query's sum is added to every product by <see cref="Add"/>, as some processors multiply unsigned with signed numbers only.</summary>
    static abstract int Offset { get; }

    static abstract TRow LoadRow(ref sbyte at, nuint offset);

    static abstract TQuery LoadQuery(ref sbyte at, nuint offset);

    static abstract TSum Add(TSum sum, TRow row, TQuery query);

    static abstract Vector128<int> Totals(TSum a, TSum b, TSum c, TSum d);
}

/// <summary>Tiles of four rows and four queries, whose sixteen sums stay in registers: each number that is loaded is used four times.</summary>
internal sealed class TiledDots<TUnit, TSum, TRow, TQuery>(string name) : Int8Dots
    where TUnit : struct, IDotUnit<TSum, TRow, TQuery>
    where TSum : struct
{
    private const uint Line = 64, Ahead = 4096;

    public override string Name => name;

    public override bool IsSupported => TUnit.IsSupported;

    private protected override void MultiplyAll(ref sbyte rows, int count, ReadOnlySpan<sbyte> queries, int width, Span<int> products)
    {
        int asked = queries.Length / width, done = 0;
        ref sbyte query = ref MemoryMarshal.GetReference(queries);
        ref int product = ref MemoryMarshal.GetReference(products);
        for (; done + QueriesAtOnce <= asked; done += QueriesAtOnce)
            Four(ref rows, count, ref Unsafe.Add(ref query, done * width), width, ref Unsafe.Add(ref product, done * count));
        for (; done < asked; done++)
            One(ref rows, count, ref Unsafe.Add(ref query, done * width), width, ref Unsafe.Add(ref product, done * count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One(ref sbyte rows, int count, ref sbyte query, int width, ref int products)
    {
        var excess = Excess(ref query, width);
        nuint length = (nuint)width;
        for (int row = 0; row < count; row += RowsAtOnce)
        {
            ref sbyte r0 = ref Unsafe.Add(ref rows, (nuint)row * length);
            ref sbyte r1 = ref Unsafe.Add(ref r0, length);
            ref sbyte r2 = ref Unsafe.Add(ref r1, length);
            ref sbyte r3 = ref Unsafe.Add(ref r2, length);
            Fetch(ref r0, RowsAtOnce * length);
            TSum s0 = default, s1 = default, s2 = default, s3 = default;
            for (nuint at = 0; at < length; at += (nuint)TUnit.Width)
            {
                var q = TUnit.LoadQuery(ref query, at);
                s0 = TUnit.Add(s0, TUnit.LoadRow(ref r0, at), q);
                s1 = TUnit.Add(s1, TUnit.LoadRow(ref r1, at), q);
                s2 = TUnit.Add(s2, TUnit.LoadRow(ref r2, at), q);
                s3 = TUnit.Add(s3, TUnit.LoadRow(ref r3, at), q);
            }
            (TUnit.Totals(s0, s1, s2, s3) - excess).StoreUnsafe(ref products, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four(ref sbyte rows, int count, ref sbyte queries, int width, ref int products)
    {
        nuint length = (nuint)width;
        ref sbyte q0 = ref queries;
        ref sbyte q1 = ref Unsafe.Add(ref q0, length);
        ref sbyte q2 = ref Unsafe.Add(ref q1, length);
        ref sbyte q3 = ref Unsafe.Add(ref q2, length);
        Vector128<int> x0 = Excess(ref q0, width), x1 = Excess(ref q1, width), x2 = Excess(ref q2, width), x3 = Excess(ref q3, width);
        for (int row = 0; row < count; row += RowsAtOnce)
        {
            ref sbyte r0 = ref Unsafe.Add(ref rows, (nuint)row * length);
            ref sbyte r1 = ref Unsafe.Add(ref r0, length);
            ref sbyte r2 = ref Unsafe.Add(ref r1, length);
            ref sbyte r3 = ref Unsafe.Add(ref r2, length);
            TSum a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
            TSum c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
            for (nuint at = 0; at < length; at += (nuint)TUnit.Width)
            {
                TRow v0 = TUnit.LoadRow(ref r0, at), v1 = TUnit.LoadRow(ref r1, at), v2 = TUnit.LoadRow(ref r2, at), v3 = TUnit.LoadRow(ref r3, at);
                var q = TUnit.LoadQuery(ref q0, at);
                (a0, a1, a2, a3) = (TUnit.Add(a0, v0, q), TUnit.Add(a1, v1, q), TUnit.Add(a2, v2, q), TUnit.Add(a3, v3, q));
                q = TUnit.LoadQuery(ref q1, at);
                (b0, b1, b2, b3) = (TUnit.Add(b0, v0, q), TUnit.Add(b1, v1, q), TUnit.Add(b2, v2, q), TUnit.Add(b3, v3, q));
                q = TUnit.LoadQuery(ref q2, at);
                (c0, c1, c2, c3) = (TUnit.Add(c0, v0, q), TUnit.Add(c1, v1, q), TUnit.Add(c2, v2, q), TUnit.Add(c3, v3, q));
                q = TUnit.LoadQuery(ref q3, at);
                (d0, d1, d2, d3) = (TUnit.Add(d0, v0, q), TUnit.Add(d1, v1, q), TUnit.Add(d2, v2, q), TUnit.Add(d3, v3, q));
            }
            nuint first = (nuint)row, next = (nuint)count;
            (TUnit.Totals(a0, a1, a2, a3) - x0).StoreUnsafe(ref products, first);
            (TUnit.Totals(b0, b1, b2, b3) - x1).StoreUnsafe(ref products, first + next);
            (TUnit.Totals(c0, c1, c2, c3) - x2).StoreUnsafe(ref products, first + 2 * next);
            (TUnit.Totals(d0, d1, d2, d3) - x3).StoreUnsafe(ref products, first + 3 * next);
        }
    }

    // One query waits for memory: a third of its time went where the processor's own foresight ends, at the end of each page.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Fetch(ref sbyte rows, nuint length)
    {
        if (!Sse.IsSupported)
            return;
        byte* ahead = (byte*)Unsafe.AsPointer(ref rows) + Ahead;
        for (nuint at = 0; at < length; at += Line)
            Sse.Prefetch0(ahead + at);
    }

    private static Vector128<int> Excess(ref sbyte query, int width)
    {
        if (TUnit.Offset == 0)
            return default;
        int sum = 0;
        for (int i = 0; i < width; i++)
            sum += Unsafe.Add(ref query, i);
        return Vector128.Create(sum * TUnit.Offset);
    }
}

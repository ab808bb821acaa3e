using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Semblance.Search;

/// <summary>One path for each kind of processor. Tests compare all that the machine has, number by number.</summary>
internal static class Int8Paths
{
    /// <summary>All paths, the fastest first. .NET 10 offers VNNI in its form of 256 bits only, and pairs of 16-bit numbers in 512 bits were faster on the processor that was measured.</summary>
    public static IReadOnlyList<Int8Dots> All { get; } =
    [
        new TiledDots<Avx512Unit, Vector512<int>, Vector512<short>, Vector512<short>>("AVX-512"),
        new TiledDots<VnniUnit, Vector256<int>, Vector256<byte>, Vector256<sbyte>>("AVX-VNNI"),
        new TiledDots<Avx2Unit, Vector256<int>, Vector256<short>, Vector256<short>>("AVX2"),
        new TiledDots<ArmUnit, Vector128<int>, Vector128<sbyte>, Vector128<sbyte>>("Arm dot product"),
        new TiledDots<PortableUnit, Vector128<int>, Vector128<sbyte>, Vector128<sbyte>>("portable"),
    ];

    private static Vector128<int> Totals(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var sums = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }

    private readonly struct VnniUnit : IDotUnit<Vector256<int>, Vector256<byte>, Vector256<sbyte>>
    {
        public static bool IsSupported => AvxVnni.IsSupported;

        public static int Width => 32;

        // A row's number x is taken as x + 128.
        public static int Offset => 128;

        public static Vector256<byte> LoadRow(ref sbyte at, nuint offset) => Vector256.LoadUnsafe(ref at, offset).AsByte() ^ Vector256.Create((byte)0x80);

        public static Vector256<sbyte> LoadQuery(ref sbyte at, nuint offset) => Vector256.LoadUnsafe(ref at, offset);

        public static Vector256<int> Add(Vector256<int> sum, Vector256<byte> row, Vector256<sbyte> query) => AvxVnni.MultiplyWideningAndAdd(sum, row, query);

        public static Vector128<int> Totals(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d) => Int8Paths.Totals(a, b, c, d);
    }

    private readonly struct Avx512Unit : IDotUnit<Vector512<int>, Vector512<short>, Vector512<short>>
    {
        public static bool IsSupported => Avx512BW.IsSupported;

        public static int Width => 32;

        public static int Offset => 0;

        public static Vector512<short> LoadRow(ref sbyte at, nuint offset) => Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref at, offset));

        public static Vector512<short> LoadQuery(ref sbyte at, nuint offset) => LoadRow(ref at, offset);

        public static Vector512<int> Add(Vector512<int> sum, Vector512<short> row, Vector512<short> query) => sum + Avx512BW.MultiplyAddAdjacent(row, query);

        public static Vector128<int> Totals(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d) =>
            Int8Paths.Totals(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
    }

    private readonly struct Avx2Unit : IDotUnit<Vector256<int>, Vector256<short>, Vector256<short>>
    {
        public static bool IsSupported => Avx2.IsSupported;

        public static int Width => 16;

        public static int Offset => 0;

        public static Vector256<short> LoadRow(ref sbyte at, nuint offset) => Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref at, offset));

        public static Vector256<short> LoadQuery(ref sbyte at, nuint offset) => LoadRow(ref at, offset);

        public static Vector256<int> Add(Vector256<int> sum, Vector256<short> row, Vector256<short> query) => sum + Avx2.MultiplyAddAdjacent(row, query);

        public static Vector128<int> Totals(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d) => Int8Paths.Totals(a, b, c, d);
    }

    private readonly struct ArmUnit : IDotUnit<Vector128<int>, Vector128<sbyte>, Vector128<sbyte>>
    {
        public static bool IsSupported => Dp.IsSupported && AdvSimd.Arm64.IsSupported;

        public static int Width => 16;

        public static int Offset => 0;

        public static Vector128<sbyte> LoadRow(ref sbyte at, nuint offset) => Vector128.LoadUnsafe(ref at, offset);

        public static Vector128<sbyte> LoadQuery(ref sbyte at, nuint offset) => Vector128.LoadUnsafe(ref at, offset);

        public static Vector128<int> Add(Vector128<int> sum, Vector128<sbyte> row, Vector128<sbyte> query) => Dp.DotProduct(sum, row, query);

        public static Vector128<int> Totals(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
            AdvSimd.Arm64.AddPairwise(AdvSimd.Arm64.AddPairwise(a, b), AdvSimd.Arm64.AddPairwise(c, d));
    }

    private readonly struct PortableUnit : IDotUnit<Vector128<int>, Vector128<sbyte>, Vector128<sbyte>>
    {
        public static bool IsSupported => true;

        public static int Width => 16;

        public static int Offset => 0;

        public static Vector128<sbyte> LoadRow(ref sbyte at, nuint offset) => Vector128.LoadUnsafe(ref at, offset);

        public static Vector128<sbyte> LoadQuery(ref sbyte at, nuint offset) => Vector128.LoadUnsafe(ref at, offset);

        // A product fits 16 bits; the sum of two does too (2 x 127 x 127), so half of the widening is saved.
        public static Vector128<int> Add(Vector128<int> sum, Vector128<sbyte> row, Vector128<sbyte> query)
        {
            var ((rowLow, rowHigh), (queryLow, queryHigh)) = (Vector128.Widen(row), Vector128.Widen(query));
            var (low, high) = Vector128.Widen(rowLow * queryLow + rowHigh * queryHigh);
            return sum + low + high;
        }

        public static Vector128<int> Totals(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d) =>
            Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
    }
}

using System.Runtime.CompilerServices;

namespace Semblance.Search;

/// <summary>
/// Some rows of an index, with all that a search needs of them. One thread changes it at a time; others read meanwhile without waiting, and read again where
/// something changed under their hands: <see cref="Begin"/> before, <see cref="IsUnchanged"/> after.
/// </summary>
internal sealed class RowBlock
{
    public const int Rows = 1024;

    // Rows begin where lines of the cache begin.
    private const int Line = 64;

    private readonly sbyte[] _numbers;
    private readonly int _start;
    private readonly int _width;
    private int _version;

    public unsafe RowBlock(int width)
    {
        _width = width;
        _numbers = GC.AllocateArray<sbyte>(Rows * width + Line, pinned: true);
        fixed (sbyte* numbers = _numbers)
            _start = (int)((Line - (long)numbers % Line) % Line);
        Array.Fill(Error, float.NaN);
        Array.Fill(Position, Free);
    }

    /// <summary>The <see cref="Position"/> of a row that is nobody's.</summary>
    public const int Free = -1;

    public float[] Scale { get; } = new float[Rows];

    /// <summary>NaN in a row that is nobody's: no bound that is made of it reaches anything.</summary>
    public float[] Error { get; } = new float[Rows];

    public float[] Length { get; } = new float[Rows];

    public Guid[] Person { get; } = new Guid[Rows];

    /// <summary>Where the exact row lies.</summary>
    public int[] Position { get; } = new int[Rows];

    public ReadOnlySpan<sbyte> Numbers(int first, int count) => _numbers.AsSpan(_start + first * _width, count * _width);

    /// <summary>Waits for a change that is under way, which copies one row, and names the state.</summary>
    public int Begin()
    {
        var wait = new SpinWait();
        int version;
        while (((version = Volatile.Read(ref _version)) & 1) != 0)
            wait.SpinOnce();
        return version;
    }

    /// <summary>Whether all that was read since <see cref="Begin"/> belongs together.</summary>
    public bool IsUnchanged(int version)
    {
        // Nothing that was read before may be read after this.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _version) == version;
    }

    /// <summary>Gives a row to somebody.</summary>
    public void Set(int row, Guid person, int position, Int8Row about, ReadOnlySpan<sbyte> numbers)
    {
        Interlocked.Increment(ref _version);
        numbers.CopyTo(Row(row));
        (Scale[row], Error[row], Length[row], Person[row], Position[row]) = (about.Scale, about.Error, about.Length, person, position);
        Interlocked.Increment(ref _version);
    }

    /// <summary>Makes a row nobody's; the numbers are overwritten.</summary>
    public void Clear(int row)
    {
        Interlocked.Increment(ref _version);
        Row(row).Clear();
        (Scale[row], Error[row], Length[row], Person[row], Position[row]) = (0, float.NaN, 0, default, Free);
        Interlocked.Increment(ref _version);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<sbyte> Row(int row) => _numbers.AsSpan(_start + row * _width, _width);
}

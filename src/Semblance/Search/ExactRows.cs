namespace Semblance.Search;

/// <summary>
/// The rows as they were given, for the few that a search must know exactly. In memory, or, where a folder is given, all but the first and the newest in a sealed file:
/// they are four times as large as the rows that are searched. One thread writes at a time; others may read meanwhile.
/// </summary>
/// <param name="dimension">How many numbers a row has.</param>
/// <param name="folder">Where the file is made; null: everything stays in memory.</param>
internal sealed class ExactRows(int dimension, string? folder) : IDisposable
{
    /// <summary>A gallery of this many people never has a file.</summary>
    public const int MostInMemory = 2 * RowBlock.Rows;

    // Rows that are written at once: a call of the system costs more than sealing a row.
    private const int Portion = 64;

    private readonly Stack<int> _free = new();
    private volatile float[][] _blocks = [];
    private volatile SealedRowFile? _file;
    private volatile Newest _newest = new(MostInMemory, []);
    private int _used;

    /// <summary>Stores a row and says where.</summary>
    /// <exception cref="IOException">The file cannot be made or written.</exception>
    public int Add(ReadOnlySpan<float> row)
    {
        int position = _free.Count > 0 ? _free.Peek() : _used;
        if (!MayBeInFile(position))
            row.CopyTo(InMemory(position));
        else if (position < _newest.First)
            _file!.Write(position - MostInMemory, row);
        else
            row.CopyTo(InNewest(position));
        if (position == _used)
            _used++;
        else
            _free.Pop();
        return position;
    }

    /// <summary>Overwrites a row; the place is used again.</summary>
    public void Clear(int position)
    {
        if (!MayBeInFile(position))
            InMemory(position).Clear();
        else if (position < _newest.First)
            _file!.Clear(position - MostInMemory);
        else
            _newest.Row(position, dimension).Clear();
        _free.Push(position);
    }

    /// <summary>Reads a row. False where the file holds another at present: the caller looks whether the row was changed meanwhile.</summary>
    public bool TryRead(int position, Span<float> row)
    {
        var newest = _newest;
        if (!MayBeInFile(position))
            InMemory(position).CopyTo(row);
        else if (position < newest.First)
            return _file!.TryRead(position - MostInMemory, row);
        else
            newest.Row(position, dimension).CopyTo(row);
        return true;
    }

    public void Dispose() => _file?.Dispose();

    private bool MayBeInFile(int position) => folder is not null && position >= MostInMemory;

    private Span<float> InMemory(int position)
    {
        int block = position / RowBlock.Rows;
        if (block == _blocks.Length)
            _blocks = [.. _blocks, new float[RowBlock.Rows * dimension]];
        return _blocks[block].AsSpan(position % RowBlock.Rows * dimension, dimension);
    }

    // The rows that were the newest go to the file when their number is full. Anyone who still reads them has them before their eyes.
    private Span<float> InNewest(int position)
    {
        if (position == _newest.First + _newest.Rows.Length / dimension)
        {
            var file = _file ?? new SealedRowFile(folder!, dimension);
            file.Write(_newest.First - MostInMemory, _newest.Rows);
            _file = file;
            _newest = new Newest(position, new float[Portion * dimension]);
        }
        return _newest.Row(position, dimension);
    }

    private sealed record Newest(int First, float[] Rows)
    {
        public Span<float> Row(int position, int dimension) => Rows.AsSpan((position - First) * dimension, dimension);
    }
}

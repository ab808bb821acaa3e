using System.Numerics.Tensors;

namespace Semblance.Search;

/// <summary>A row that a search found.</summary>
internal readonly record struct RowHit(Guid Person, float Product);

/// <summary>
/// A row of numbers for each of many people, and whose rows have the greatest scalar products with given ones. Whole numbers from -127 to 127 are searched, a
/// quarter of the bytes; bounds on their rounding say whose exact row can be among the best, and those are compared exactly. So answers are those of a search of all
/// exact rows, to the last bit. A search waits for no change, and a change for no search: a row never moves, and who reads it looks whether it changed meanwhile. Everybody is seen as they were
/// when the search began or as they came to be since.
/// </summary>
internal sealed class RowIndex : IDisposable
{
    private const int Attempts = 3;

    private readonly Int8Dots _dots;
    private readonly ExactRows _exact;
    private readonly int _dimension, _width;
    private readonly sbyte[] _rounded;
    private readonly float[] _spare;
    // One change at a time. The table has a lock of its own, so that nobody who looks somebody up waits for a file.
    private readonly Lock _changing = new(), _looking = new();
    private readonly PersonTable _table;
    private readonly Stack<int> _free = new();
    private volatile RowBlock[] _blocks = [];
    private volatile int _used;

    /// <param name="dimension">How many numbers a row has.</param>
    /// <param name="folder">Where exact rows go when there are many; null: they stay in memory.</param>
    /// <param name="dots">How products are computed.</param>
    public RowIndex(int dimension, string? folder, Int8Dots? dots = null)
    {
        if (dimension is < 1 or > Int8Dots.MostNumbers)
            throw new ArgumentOutOfRangeException(nameof(dimension), $"A row has 1 to {Int8Dots.MostNumbers} numbers.");
        _dots = dots ?? Int8Dots.Best;
        (_dimension, _width) = (dimension, (dimension + Int8Dots.Padding - 1) / Int8Dots.Padding * Int8Dots.Padding);
        (_rounded, _spare) = (new sbyte[_width], new float[dimension]);
        _exact = new ExactRows(dimension, folder);
        _table = new PersonTable(slot => Block(slot).Person[slot % RowBlock.Rows]);
    }

    public int Dimension => _dimension;

    public int Count
    {
        get
        {
            lock (_looking)
                return _table.Count;
        }
    }

    public bool Contains(Guid person) => SlotOf(person) is not null;

    /// <summary>Adds a person's row, or replaces it.</summary>
    /// <exception cref="IOException">The exact row cannot be stored.</exception>
    public void Set(Guid person, ReadOnlySpan<float> row)
    {
        lock (_changing)
        {
            int position = _exact.Add(row);
            var about = Int8Row.Of(row, _rounded, _spare);
            if (SlotOf(person) is { } present)
            {
                int old = Block(present).Position[present % RowBlock.Rows];
                Block(present).Set(present % RowBlock.Rows, person, position, about, _rounded);
                _exact.Clear(old);
                return;
            }
            int slot = _free.Count > 0 ? _free.Pop() : _used;
            if (slot == _blocks.Length * RowBlock.Rows)
                _blocks = [.. _blocks, new RowBlock(_width)];
            Block(slot).Set(slot % RowBlock.Rows, person, position, about, _rounded);
            if (slot == _used)
                _used++;
            lock (_looking)
                _table.Add(person, slot);
        }
    }

    /// <summary>Removes a person's row. False where there is none.</summary>
    public bool Remove(Guid person)
    {
        lock (_changing)
        {
            if (SlotOf(person) is not { } slot)
                return false;
            lock (_looking)
                _table.Remove(person);
            int position = Block(slot).Position[slot % RowBlock.Rows];
            Block(slot).Clear(slot % RowBlock.Rows);
            _free.Push(slot);
            _exact.Clear(position);
            return true;
        }
    }

    /// <summary>The product of a person's row; null where there is none.</summary>
    public float? Product(Guid person, float[] query)
    {
        var row = new float[_dimension];
        while (SlotOf(person) is { } slot)
        {
            if (Exact(slot, row) == person)
                return TensorPrimitives.Dot<float>(row, query);
        }
        return null;
    }

    /// <summary>For each query the people with the greatest products, the greatest first; of equal ones who has the lower slot.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="most">How many people at most.</param>
    /// <param name="threads">How many threads may work.</param>
    public RowHit[][] Search(IReadOnlyList<float[]> queries, int most, int threads)
    {
        var numbers = new sbyte[queries.Count * _width];
        var prepared = queries.Select((query, i) => RowQuery.Of(query, numbers.AsSpan(i * _width, _width))).ToArray();
        var sieves = Scan(prepared, numbers, most, threads);
        var hits = new RowHit[queries.Count][];
        Each(queries.Count, threads, i => hits[i] = Settled(prepared[i], numbers.AsMemory(i * _width, _width), sieves[i], most));
        return hits;
    }

    public void Dispose() => _exact.Dispose();

    private Sieve[] Scan(RowQuery[] queries, ReadOnlyMemory<sbyte> numbers, int most, int threads)
    {
        // Before the blocks: they never become fewer.
        int used = _used;
        var blocks = _blocks;
        int filled = (used + RowBlock.Rows - 1) / RowBlock.Rows, parts = Math.Clamp(Math.Min(threads, filled), 1, int.MaxValue);
        var sieves = new Sieve[parts][];
        Each(parts, threads, part =>
        {
            var (scan, own) = (new RowScan(_dots, _width), queries.Select(_ => new Sieve(most)).ToArray());
            for (int block = (int)((long)filled * part / parts); block < (int)((long)filled * (part + 1) / parts); block++)
                scan.Pass(blocks[block], block * RowBlock.Rows, Math.Min(RowBlock.Rows, used - block * RowBlock.Rows), queries, numbers.Span, own);
            sieves[part] = own;
        });
        for (int query = 0; query < queries.Length; query++)
        {
            foreach (var candidate in sieves.Skip(1).SelectMany(own => own[query].Kept()))
                sieves[0][query].Add(candidate);
        }
        return sieves[0];
    }

    private RowHit[] Settled(RowQuery query, ReadOnlyMemory<sbyte> numbers, Sieve sieve, int most)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (Best(query, sieve, most) is { } hits)
                return hits;
            sieve = Scan([query], numbers, most, threads: 1)[0];
        }
        // Those most alike change all the time: for once changes wait.
        lock (_changing)
            return Best(query, Scan([query], numbers, most, threads: 1)[0], most) ?? throw new InvalidOperationException("A row lies outside the bounds of its rounding.");
    }

    // Null where so much changed since the scan that somebody who was passed over then may be among the best now.
    private RowHit[]? Best(RowQuery query, Sieve sieve, int most)
    {
        var row = new float[_dimension];
        var ordered = new List<(int Slot, float Most)>();
        foreach (var seen in sieve.Kept())
        {
            if (MostOf(query, seen.Slot, row) is { } bound)
                ordered.Add((seen.Slot, bound));
        }
        ordered.Sort((a, b) => b.Most.CompareTo(a.Most));

        var (best, met) = (new List<(int Slot, RowHit Hit)>(), new HashSet<Guid>());
        foreach (var (slot, bound) in ordered)
        {
            if (best.Count == most && best[^1].Hit.Product > bound)
                break;
            if (Exact(slot, row) is not { } person)
                continue;
            // Somebody who left and came back meanwhile has stood in two places.
            if (!met.Add(person))
                best.RemoveAll(other => other.Hit.Person == person);
            float product = TensorPrimitives.Dot<float>(row, query.Exact);
            int place = best.Count;
            while (place > 0 && best[place - 1] is var before && (before.Hit.Product < product || (before.Hit.Product == product && before.Slot > slot)))
                place--;
            best.Insert(place, (slot, new RowHit(person, product)));
            if (best.Count > most)
                best.RemoveAt(most);
        }
        // Everybody who was passed over lies below the floor.
        bool isWhole = best.Count == most ? best[^1].Hit.Product >= sieve.Floor : float.IsNegativeInfinity(sieve.Floor);
        return isWhole ? [.. best.Select(found => found.Hit)] : null;
    }

    // How much the product of a row is at most, as it is now; null where it is nobody's.
    private float? MostOf(RowQuery query, int slot, Span<float> spare)
    {
        var (block, at) = (Block(slot), slot % RowBlock.Rows);
        while (true)
        {
            int version = block.Begin();
            float? most = block.Position[at] == RowBlock.Free ? null : query.MostOf(block.Numbers(at, 1), block.Scale[at], block.Error[at], spare);
            if (block.IsUnchanged(version))
                return most;
        }
    }

    // Whose a row is now, and the row; null where it is nobody's.
    private Guid? Exact(int slot, Span<float> row)
    {
        var (block, at) = (Block(slot), slot % RowBlock.Rows);
        while (true)
        {
            int version = block.Begin();
            var (person, position) = (block.Person[at], block.Position[at]);
            if (!block.IsUnchanged(version))
                continue;
            if (position == RowBlock.Free)
                return null;
            bool isRead = _exact.TryRead(position, row);
            if (block.IsUnchanged(version))
                return isRead ? person : throw new IOException("The temporary file of the search does not hold what was written: the disk or somebody changed it. Start again.");
        }
    }

    private int? SlotOf(Guid person)
    {
        lock (_looking)
            return _table.Find(person);
    }

    private RowBlock Block(int slot) => _blocks[slot / RowBlock.Rows];

    private static void Each(int count, int threads, Action<int> work)
    {
        if (threads > 1 && count > 1)
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, work);
            return;
        }
        for (int i = 0; i < count; i++)
            work(i);
    }
}

using System.Numerics.Tensors;
using Semblance.Search;

namespace Semblance.Benchmarks.Search;

/// <summary>The rival: all rows as 32-bit numbers, gone through one by one. It is what the index did before, and what its answers must be.</summary>
internal sealed class FloatRows(int dimension)
{
    private readonly List<float[]> _blocks = [];
    private readonly List<Guid> _people = [];

    public int Count => _people.Count;

    public void Add(Guid person, ReadOnlySpan<float> row)
    {
        if (_people.Count == _blocks.Count * RowBlock.Rows)
            _blocks.Add(new float[RowBlock.Rows * dimension]);
        _people.Add(person);
        row.CopyTo(Row(_people.Count - 1));
    }

    public Guid Person(int row) => _people[row];

    public Span<float> Row(int row) => _blocks[row / RowBlock.Rows].AsSpan(row % RowBlock.Rows * dimension, dimension);

    public RowHit[] Search(float[] query, int most)
    {
        var (scores, rows, found) = (new float[Math.Min(most, Count)], new int[Math.Min(most, Count)], 0);
        for (int row = 0; row < _people.Count; row++)
        {
            float score = TensorPrimitives.Dot<float>(Row(row), query);
            if (found == scores.Length && score <= scores[^1])
                continue;
            int at = found < scores.Length ? found++ : found - 1;
            for (; at > 0 && scores[at - 1] < score; at--)
                (scores[at], rows[at]) = (scores[at - 1], rows[at - 1]);
            (scores[at], rows[at]) = (score, row);
        }
        return [.. rows.Take(found).Zip(scores, (row, score) => new RowHit(_people[row], score))];
    }
}

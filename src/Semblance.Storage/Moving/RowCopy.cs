using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Semblance.Storage.Tables;

namespace Semblance.Storage.Moving;

/// <summary>Copies and compares the rows of one table between two databases.</summary>
/// <param name="table">The table.</param>
/// <param name="left">Rows with this key belong to the place they lie in, and are neither copied nor compared; null for none.</param>
internal sealed class RowCopy(MovedTable table, IReadOnlySet<string> left)
{
    private const int ComparedAtOnce = 1_000;

    private string Key => table.Columns[0];

    /// <summary>The greatest number that is there.</summary>
    public long Last(SqlSession session) => session.Number($"SELECT coalesce(max({Key}), 0) FROM {table.Name}");

    /// <summary>The next rows of a numbered table.</summary>
    public List<object?[]> Next(SqlSession session, long after, int most) =>
        session.Query($"{Select} WHERE {Key} > @after ORDER BY {Key} LIMIT @most", Read, ("@after", after), ("@most", most));

    /// <summary>All rows of a table without numbers, in the order of their keys as bytes.</summary>
    public List<object?[]> All(SqlSession session) =>
        [.. session.Query(Select, Read).Where(row => row[0] is not string name || !left.Contains(name)).OrderBy(row => row[0] switch
        {
            byte[] bytes => Convert.ToHexString(bytes),
            string text => text,
            long number => number.ToString("D20"),
            _ => "",
        }, StringComparer.Ordinal)];

    /// <summary>Stores rows; those that are there already stay.</summary>
    public void Store(SqlSession session, IReadOnlyList<object?[]> rows)
    {
        foreach (var portion in rows.Chunk(table.Portion))
        {
            var values = new List<(string, object?)>();
            var texts = new List<string>();
            foreach (var row in portion)
            {
                var names = row.Select((_, column) => $"@p{values.Count + column}").ToList();
                texts.Add($"({string.Join(", ", names)})");
                values.AddRange(names.Zip(row));
            }
            session.Execute($"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES {string.Join(", ", texts)} ON CONFLICT DO NOTHING", [.. values]);
        }
    }

    /// <summary>Empties a table without numbers, so that what a move left half-done is not mistaken for what is moved now.</summary>
    public void Clear(SqlSession session)
    {
        var names = left.Select((name, n) => ($"@n{n}", (object?)name)).ToList();
        if (!table.IsNumbered)
            session.Execute($"DELETE FROM {table.Name} WHERE 1 = 1 {string.Concat(names.Select(name => $"AND {Key} <> {name.Item1} "))}", [.. names]);
    }

    /// <summary>How many rows there are and a hash over every value of them.</summary>
    public (long Rows, string Hash) Digest(Database database)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long rows = 0;
        if (!table.IsNumbered)
        {
            Append(database.Read(All));
            return (rows, Convert.ToHexString(hash.GetHashAndReset()));
        }
        for (long after = long.MinValue; ;)
        {
            var next = database.Read(session => Next(session, after, Math.Min(ComparedAtOnce, table.Portion * 5)));
            if (next.Count == 0)
                return (rows, Convert.ToHexString(hash.GetHashAndReset()));
            Append(next);
            after = (long)next[^1][0]!;
        }

        void Append(List<object?[]> some)
        {
            rows += some.Count;
            foreach (object? value in some.SelectMany(row => row))
            {
                byte[] bytes = value switch
                {
                    null => [],
                    byte[] blob => blob,
                    string text => Encoding.UTF8.GetBytes(text),
                    long number => BitConverter.GetBytes(number),
                    double number => BitConverter.GetBytes(number),
                    _ => throw new InvalidOperationException($"A column of {table.Name} holds a {value.GetType().Name}."),
                };
                hash.AppendData(BitConverter.GetBytes(value is null ? -1 : bytes.Length));
                hash.AppendData(bytes);
            }
        }
    }

    private string Select => $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name}";

    private object?[] Read(DbDataReader row) => [.. table.Columns.Select((_, column) => row.IsDBNull(column) ? null : row.GetValue(column))];
}
